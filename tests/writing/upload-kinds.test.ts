/** What may be sent is found in the bytes; pictures are made anew, and nothing of what was sent is ever served. */
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import t from 'tap'
import { changeSettings } from '../../server/core/settings.ts'
import { startApp } from '../support/app.ts'
import { drawing, type Sent, type UploadJson, upload } from '../support/files.ts'
import { people } from '../support/people.ts'

const JPEG = ['jpg', 'image/jpeg'] as const
const SCRIPT = '<script>alert(1)</script>'

/** An archive of one file, stored as it is. */
function zip(name = 'a.txt', content = 'hello'): Buffer {
  const entry = Buffer.alloc(30)
  entry.write('PK\x03\x04', 'latin1')
  entry.writeUInt32LE(content.length, 18)
  entry.writeUInt32LE(content.length, 22)
  entry.writeUInt16LE(name.length, 26)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  return Buffer.concat([entry, Buffer.from(name + content), end])
}

/** A PNG of a few bytes that says it is huge. */
async function bomb(width: number, height: number): Promise<Buffer> {
  const png = await drawing(8, 8).png().toBuffer()
  png.writeUInt32BE(width, 16)
  png.writeUInt32BE(height, 20)
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
  return png
}

const isobmff = (brand: string) =>
  Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}\0\0\0\0${brand}${brand}`)])

t.test('kinds of uploads', async t => {
  const app = await startApp(t)
  const asMia = await app.as(people.mia)
  const send = async (sent: Sent) => upload(asMia, sent)
  const sent = async (one: Sent): Promise<UploadJson & { file: Buffer }> => {
    const answer = await send(one)
    if (answer.status !== 201) throw new Error(`${one.name}: ${answer.status} ${answer.text}`)
    const json = answer.json<UploadJson>()
    return { ...json, file: (await asMia.get(json.url)).bytes }
  }

  t.test('every allowed picture is stored in its own kind, whatever it is called', async t => {
    const image = drawing(60, 40)
    const pictures = {
      jpg: [await image.clone().jpeg().toBuffer(), 'image/jpeg', 'jpeg'],
      png: [await image.clone().png().toBuffer(), 'image/png', 'png'],
      webp: [await image.clone().webp().toBuffer(), 'image/webp', 'webp'],
      gif: [await image.clone().gif().toBuffer(), 'image/gif', 'gif'],
      avif: [await image.clone().avif({ effort: 0 }).toBuffer(), 'image/avif', 'heif'],
    } as const
    for (const [kind, [bytes, type, format]] of Object.entries(pictures)) {
      for (const name of [`photo.${kind}`, 'photo.exe', 'photo']) {
        const made = await sent({ bytes, name, type: 'text/html' })
        t.match(made, { name: `photo.${kind}`, type, kind: 'image', width: 60, height: 40 }, `${kind} as ${name}`)
        t.match(await sharp(made.file).metadata(), { format, width: 60, height: 40 })
      }
    }
  })

  t.test('files of the list are stored as they are, and only ever saved', async t => {
    const files = {
      pdf: [Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'application/pdf'],
      zip: [zip(), 'application/zip'],
      txt: [Buffer.from('Plain words, é, 漢字.\n'), 'text/plain; charset=utf-8'],
      md: [Buffer.from('# A heading\n\n<b>not at the beginning</b>'), 'text/markdown; charset=utf-8'],
      csv: [Buffer.from('a,b\n=1+1,2\n'), 'text/csv; charset=utf-8'],
      mp3: [Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x44]), Buffer.alloc(500)]), 'audio/mpeg'],
      mp4: [isobmff('isom'), 'video/mp4'],
      webm: [Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex'), 'video/webm'],
    } as const
    for (const [kind, [bytes, type]] of Object.entries(files)) {
      const made = await sent({ bytes, name: `notes.${kind}` })
      t.match(made, { name: `notes.${kind}`, type, kind: 'file', width: null, height: null, bytes: bytes.length })
      t.equal(made.markdown, `[notes.${kind}](${made.url})`)
      t.ok(made.file.equals(bytes), kind)
      t.match((await asMia.get(made.url)).headers, {
        'content-type': type,
        'content-disposition': `attachment; filename="notes.${kind}"; filename*=UTF-8''notes.${kind}`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
      })
    }
  })

  t.test('everything else is refused with the list of what is allowed, whatever it is called', async t => {
    const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${SCRIPT}</svg>`)
    const html = Buffer.from(`<!doctype html>${SCRIPT}`)
    const others: readonly Sent[] = [
      ...['a.svg', 'a.png', 'a.txt', 'a.md', 'a'].map(name => ({ bytes: svg, name, type: 'image/png' })),
      ...['a.html', 'a.jpg', 'a.txt', 'a.csv', 'a'].map(name => ({ bytes: html, name, type: 'image/jpeg' })),
      { bytes: Buffer.from(`\ufeff \n<?xml version="1.0"?><html/>`), name: 'a.txt' },
      { bytes: Buffer.from(`<!-- hello --><script>1</script>`), name: 'a.md' },
      { bytes: Buffer.from('console.log(1)'), name: 'a.js' },
      { bytes: Buffer.from('#!/bin/sh\nrm -rf /\n'), name: 'a.sh' },
      { bytes: Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), name: 'a.exe' },
      { bytes: Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), name: 'a.png' },
      { bytes: isobmff('heic'), name: 'a.heic' },
      { bytes: Buffer.from('II*\0\x08\0\0\0', 'latin1'), name: 'a.tiff' },
      { bytes: Buffer.from('a\0b'), name: 'a.txt' },
      { bytes: Buffer.from('a\x1b[31mb'), name: 'a.txt' },
      { bytes: Buffer.from('no ending'), name: 'README' },
    ]
    for (const one of others) {
      const answer = await send(one)
      t.equal(answer.status, 415, `${one.name}: ${one.bytes.subarray(0, 20).toString('latin1')}`)
      t.match(answer.json(), { code: 'upload.kind', detail: /JPG, PNG, .*PDF, ZIP/ })
    }
    const latin = await send({ bytes: Buffer.from('Été', 'latin1'), name: 'a.csv' })
    t.equal(latin.status, 415)
    t.match(latin.json(), { code: 'upload.encoding', detail: /UTF-8/ })
  })

  t.test('which files are let in is a setting; newcomers send pictures only', async t => {
    await changeSettings(await app.ctx(), { 'uploads.fileKinds': 'PDF;zip and nonsense' })
    t.equal((await send({ bytes: Buffer.from('words'), name: 'a.txt' })).status, 415)
    t.equal((await send({ bytes: zip(), name: 'a.zip' })).status, 201)
    await changeSettings(await app.ctx(), { 'uploads.fileKinds': 'pdf, zip, txt, md, csv' })
    const asNoor = await app.as(people.noor)
    const refused = await upload(asNoor, { bytes: zip(), name: 'a.zip' })
    t.equal(refused.status, 403)
    t.match(refused.json(), { code: 'upload.files' })
    t.equal((await upload(asNoor, { bytes: await drawing(9, 9).png().toBuffer() })).status, 201)
  })

  t.test('what rides along in a picture is gone', async t => {
    const jpeg = await drawing(80, 60)
      .withExif({
        IFD0: { Artist: '<?php system($_GET[0]); ?>', Make: 'Camera' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 29/1' },
      })
      .withIccProfile('p3')
      .jpeg()
      .toBuffer()
    t.match(jpeg.toString('latin1'), /php system/, 'it is in what is sent')
    const riding: readonly Sent[] = [
      { bytes: jpeg, name: 'gps.jpg' },
      { bytes: Buffer.concat([await drawing(80, 60).png().toBuffer(), zip('evil.html', SCRIPT)]), name: 'zip.png' },
      { bytes: Buffer.concat([await drawing(80, 60).png().toBuffer(), Buffer.from(SCRIPT)]), name: 'html.png' },
      { bytes: Buffer.concat([await drawing(80, 60).gif().toBuffer(), Buffer.from(SCRIPT)]), name: 'script.gif' },
      { bytes: Buffer.concat([await drawing(80, 60).webp().toBuffer(), Buffer.from(SCRIPT)]), name: 'script.webp' },
      { bytes: await withComment(SCRIPT), name: 'comment.gif' },
    ]
    for (const one of riding) {
      const { file, key } = await sent(one)
      const size = (await asMia.get(`/uploads/${key}/400.webp`)).bytes
      for (const bytes of [file, size])
        t.notMatch(bytes.toString('latin1'), /php|script>alert|evil|a\.html|Camera/, one.name ?? '')
      const { exif, hasProfile, xmp, comments } = await sharp(file).metadata()
      t.strictSame([exif, hasProfile, xmp, comments], [undefined, false, undefined, undefined])
    }
    const javascript = await send({
      bytes: Buffer.from(`GIF89a/*${'\0'.repeat(40)}*/=1;${SCRIPT}`, 'latin1'),
      name: 'a.gif',
    })
    t.equal(javascript.status, 422, 'a script that begins like a GIF is no picture')
  })

  t.test('a picture is turned as its camera held it, and in sRGB', async t => {
    const half = await sharp({ create: { width: 100, height: 100, channels: 3, background: '#ff0000' } })
      .png()
      .toBuffer()
    const lying = await sharp({ create: { width: 200, height: 100, channels: 3, background: '#0000ff' } })
      .composite([{ input: half, left: 0, top: 0 }])
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer()
    const { width, height, file } = await sent({ bytes: lying, name: 'held.jpg' })
    t.strictSame([width, height], [100, 200])
    t.equal((await sharp(file).metadata()).orientation, undefined)
    const { data } = await sharp(file).raw().toBuffer({ resolveWithObject: true })
    t.ok((data[0] ?? 0) > 200 && (data[2] ?? 255) < 60, 'what was left is above')
    const print = await drawing(60, 40).toColourspace('cmyk').jpeg().toBuffer()
    t.equal((await sharp(print).metadata()).space, 'cmyk')
    t.equal((await sharp((await sent({ bytes: print })).file).metadata()).space, 'srgb')
  })

  t.test('a large picture is made smaller, and pages are given what fits them', async t => {
    const { key, width, height } = await sent({ bytes: await drawing(4000, 1000).jpeg().toBuffer(), name: 'wide.jpg' })
    t.strictSame([width, height], [3200, 800])
    for (const one of [400, 800, 1600]) {
      const size = await sharp((await asMia.get(`/uploads/${key}/${one}.webp`)).bytes).metadata()
      t.match(size, { format: 'webp', width: one, height: one / 4 })
    }
    t.equal((await asMia.get(`/uploads/${key}/3200.webp`)).status, 404)
  })

  t.test('an animation keeps moving, as WebP; one that is too long is refused', async t => {
    const frames = await Promise.all([0, 1, 2].map(() => drawing(300, 200).png().toBuffer()))
    const bytes = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer()
    const made = await sent({ bytes, name: 'moving.gif' })
    t.match(made, { name: 'moving.webp', type: 'image/webp', width: 300, height: 200 })
    t.match(await sharp(made.file).metadata(), { format: 'webp', pages: 3 })
    await changeSettings(await app.ctx(), { 'uploads.megapixels': 1 })
    const long = await sharp(await Promise.all([0, 1, 2].map(() => drawing(700, 700).png().toBuffer())), {
      join: { animated: true },
    })
      .gif()
      .toBuffer()
    const refused = await send({ bytes: long, name: 'long.gif' })
    t.equal(refused.status, 422)
    t.match(refused.json(), { code: 'upload.animation' })
    await changeSettings(await app.ctx(), { 'uploads.megapixels': 50 })
  })

  t.test('a bomb is refused by what it says of itself, before a pixel is decoded', async t => {
    for (const [width, height] of [
      [50_000, 50_000],
      [1, 60_000_000],
      [0x7fffffff, 0x7fffffff],
    ] as const) {
      const answer = await send({ bytes: await bomb(width, height), name: 'bomb.png' })
      t.equal(answer.status, 422, `${width} × ${height}: ${answer.text}`)
    }
    t.match((await send({ bytes: await bomb(50_000, 50_000) })).json(), {
      code: 'upload.pixels',
      detail: /50 megapixels/,
    })
    t.equal((await send({ bytes: await drawing(20, 20).png().toBuffer() })).status, 201, 'and the next one is served')
  })

  t.test('what is cut off, damaged or empty is refused', async t => {
    const [ending, type] = JPEG
    const jpeg = await drawing(400, 300).jpeg().toBuffer()
    const png = await drawing(400, 300).png().toBuffer()
    const damaged = Buffer.from(png)
    damaged.fill(0, 200, 2000)
    for (const bytes of [
      jpeg.subarray(0, jpeg.length / 2),
      png.subarray(0, png.length / 2),
      png.subarray(0, 33),
      damaged,
    ]) {
      const answer = await send({ bytes, name: `a.${ending}`, type })
      t.equal(answer.status, 422)
      t.match(answer.json(), { code: 'upload.unreadable' })
    }
    const empty = await send({ bytes: Buffer.alloc(0), name: 'empty.png' })
    t.equal(empty.status, 422)
    t.match(empty.json(), { code: 'upload.empty' })
  })

  t.test('each kind has its own limit of bytes', async t => {
    await changeSettings(await app.ctx(), { 'uploads.pictureMegabytes': 1, 'uploads.fileMegabytes': 2 })
    const noise = await drawing(900, 900).png({ compressionLevel: 0 }).toBuffer()
    t.ok(noise.length > 1_100_000)
    for (const [bytes, status] of [
      [noise, 413],
      [Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(1_500_000)]), 201],
      [Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(2_200_000)]), 413],
    ] as const) {
      const answer = await send({ bytes, name: 'a' })
      t.equal(answer.status, status)
      if (status === 413) t.match(answer.json(), { code: 'file.tooLarge', detail: /at most [12] MB/ })
    }
  })
})

/** A GIF with a comment block, which viewers do not show. */
async function withComment(text: string): Promise<Buffer> {
  const gif = await drawing(80, 60).gif().toBuffer()
  const table = 3 * 2 ** (((gif[10] ?? 0) & 7) + 1)
  const at = 13 + (((gif[10] ?? 0) & 0x80) !== 0 ? table : 0)
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe, text.length]), Buffer.from(text), Buffer.from([0])])
  return Buffer.concat([gif.subarray(0, at), comment, gif.subarray(at)])
}
