/** The form on its way in: names, odd bodies, other sites, cut connections, full disks. Nothing is left behind. */
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { discardedFiles, uploads } from '../../db/tables/index.ts'
import { changeSettings } from '../../server/core/settings.ts'
import { StorageFull, StorageUnavailable } from '../../server/core/storage/storage.ts'
import { removeDiscarded } from '../../server/uploads/keep.ts'
import { safeName } from '../../server/uploads/names.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { still } from '../support/clock.ts'
import { drawing, formWith, type UploadJson, upload } from '../support/files.ts'
import type { Client } from '../support/http.ts'
import { people } from '../support/people.ts'
import { until } from '../support/until.ts'

const incoming = (app: TestApp) => readdir(join(app.server.ctx().host.env.dataDir, 'uploads/incoming')).catch(() => [])

t.test('names are made safe', async t => {
  const names: readonly (readonly [string, string])[] = [
    ['photo.png', 'photo.jpg'],
    ['../../etc/passwd', 'passwd.jpg'],
    ['..\\..\\boot.ini', 'boot.jpg'],
    ['C:\\Users\\mia\\Mes vacances.JPEG', 'Mes-vacances.jpg'],
    ['__proto__', 'proto.jpg'],
    ['a\u202Egpj.exe', 'a-gpj.jpg'],
    ['a\0b.png', 'a-b.jpg'],
    ['"><script>alert(1)</script>.png', 'script.jpg'],
    ['a"; filename="b.exe', 'a-filename-b.jpg'],
    ['a\r\nSet-Cookie: x=1.png', 'a-Set-Cookie-x-1.jpg'],
    ['](javascript:alert(1)).png', 'javascript-alert-1.jpg'],
    ['.htaccess', 'htaccess.jpg'],
    ['été 漢字.tar.gz', 'été-漢字-tar.jpg'],
    ['800.webp', 'picture-800.jpg'],
    ['', 'picture.jpg'],
    ['...', 'picture.jpg'],
    ['🎉.png', 'picture.jpg'],
    ['e\u0301.png', 'é.jpg'],
  ]
  for (const [sent, safe] of names) t.equal(safeName(sent, 'jpg'), safe, JSON.stringify(sent))
  t.equal(safeName('', 'pdf'), 'file.pdf')
  for (const letter of ['a', 'é', '漢', '\u{1d518}', 'ก\u0e49']) {
    const name = safeName(`${letter.repeat(300)}.png`, 'png')
    t.ok(encodeURIComponent(name).length <= 124, letter)
    t.match(name, new RegExp(`^(${letter})+\\.png$`, 'u'), 'whole letters')
  }
})

t.test('sending', async t => {
  const app = await startApp(t)
  const { db } = app.database
  const [asMia, asNoor] = await Promise.all([app.as(people.mia), app.as(people.noor)])
  const bytes = await drawing(40, 30).png().toBuffer()
  const raw = (client: Client, body: Buffer | string, type: string, more: Record<string, string> = {}) =>
    client.send('POST', '/api/v1/uploads', {
      headers: { 'content-type': type, 'sec-fetch-site': 'same-origin', ...more },
      body,
    })
  const form = (client: Client, made: ReturnType<typeof formWith>, more: Record<string, string> = {}) =>
    raw(client, made.body, made.headers['content-type'], more)

  t.afterEach(async () => {
    await until(async () => (await incoming(app)).length === 0, 'nothing is coming in')
  })

  t.test('a name as long and strange as can be has an address that works', async t => {
    for (const name of [
      `${'漢'.repeat(300)}.png`,
      `${'x'.repeat(300)}.png`,
      '../../x.png',
      '__proto__',
      '\u202Ex.png',
      "it's (1)*.png",
    ]) {
      const answer = await upload(asMia, { bytes, name })
      t.equal(answer.status, 201, answer.text)
      const file = await asMia.get(answer.json<UploadJson>().url)
      t.equal(file.status, 200)
      t.match(file.headers['content-disposition'], /^inline; filename="[\w.-]+"; filename\*=UTF-8''[\w.%-]+$/)
    }
  })

  t.test('who may not send is told so before the file is read', async t => {
    t.equal((await upload(app.visitor(), { bytes })).status, 401)
    t.equal((await upload(asMia, { bytes }, { 'sec-fetch-site': 'cross-site' })).status, 403)
    t.equal((await upload(asMia, { bytes }, { 'sec-fetch-site': 'same-site' })).status, 403)
    const { body, headers } = formWith([{ bytes }])
    const elsewhere = { headers: { ...headers, origin: 'https://elsewhere.example' }, body }
    t.equal((await asMia.send('POST', '/api/v1/uploads', elsewhere)).status, 403)
    const token = async (scopes: readonly string[]) =>
      (await asMia.api('POST', '/tokens', { name: scopes.join(), scopes })).json<{ token: string }>().token
    const program = (secret: string) => app.visitor({ authorization: `Bearer ${secret}` })
    t.equal((await form(program(await token(['read'])), formWith([{ bytes }]))).status, 403)
    t.equal((await form(program(await token(['read', 'write'])), formWith([{ bytes }]))).status, 201)
  })

  t.test('what is no such form is refused with what to send', async t => {
    const boundary = 'multipart/form-data; boundary=x'
    const refused: readonly (readonly [number, string, Buffer | string])[] = [
      [415, 'application/json', '{"file":"x"}'],
      [415, 'application/x-www-form-urlencoded', 'file=x'],
      [415, 'image/png', bytes],
      [400, 'multipart/form-data', '--x\r\n\r\n--x--\r\n'],
      [422, boundary, ''],
      [422, boundary, '--x--\r\n'],
      [400, boundary, '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc'],
      [422, boundary, '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nabc\r\n--x--\r\n'],
      [400, boundary, `--x\r\nContent-Disposition: form-data; name="__proto__"; filename="a"\r\n\r\na\r\n--x--\r\n`],
      [400, boundary, `--x\r\nContent-Disposition: form-data; name="toString"\r\n\r\na\r\n--x--\r\n`],
    ]
    for (const [status, type, body] of refused)
      t.equal((await raw(asMia, body, type)).status, status, `${type}: ${body.slice(0, 60)}`)
    for (const path of ['/api/v1/threads', '/api/v1/session', '/sign-in', '/preferences']) {
      const { body, headers } = formWith([{ bytes }])
      const answer = await asMia.send('POST', path, { headers: { ...headers, 'sec-fetch-site': 'same-origin' }, body })
      t.equal(answer.status, 415, `${path} takes no files`)
    }
  })

  t.test('one file, in its field, and no field that is not known', async t => {
    t.equal((await form(asMia, formWith([{ bytes }, { bytes }]))).status, 422)
    t.equal((await form(asMia, formWith([{ bytes, field: 'other' }]))).status, 422)
    t.equal((await form(asMia, formWith([{ bytes }], { purpose: 'post' }))).status, 201)
    t.equal((await form(asMia, formWith([{ bytes }], { purpose: 'avatar' }))).status, 422)
    t.equal((await form(asMia, formWith([{ bytes }], { purpose: 'a\0b' }))).status, 422)
    t.equal((await form(asMia, formWith([{ bytes }], { other: 'x' }))).status, 422)
    t.equal((await form(asMia, formWith([{ bytes }], { purpose: 'p'.repeat(5000) }))).status, 422)
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, 'x']))
    t.equal((await form(asMia, formWith([{ bytes }], many))).status, 422)
  })

  t.test('a form that says it is too large is refused at once, one that lies about it when it is', async t => {
    const large = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(11 * 1024 * 1024)])
    const answer = await upload(asMia, { bytes: large, name: 'large.pdf' })
    t.equal(answer.status, 413)
    t.match(answer.json(), { code: 'file.tooLarge', detail: /at most 10 MB/ })
    const made = formWith([{ bytes: large.subarray(0, 10 * 1024 * 1024 + 100), name: 'a.pdf' }])
    t.equal((await form(asMia, made)).status, 413)
  })

  t.test('a connection that is cut leaves nothing behind', async t => {
    const rows = (await db.select().from(uploads)).length
    const { body, headers } = formWith([{ bytes: Buffer.alloc(3_000_000, 'x'), name: 'cut.txt' }])
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.write(
      `POST /api/v1/uploads HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nCookie: guildhall=${asMia.cookie('guildhall')}\r\n` +
        `Content-Type: ${headers['content-type']}\r\nContent-Length: ${body.length}\r\n\r\n`,
    )
    socket.write(body.subarray(0, 1_000_000))
    await until(async () => (await incoming(app)).length === 1, 'a file is coming in')
    socket.destroy()
    await until(async () => (await incoming(app)).length === 0, 'nothing is coming in')
    t.equal((await db.select().from(uploads)).length, rows)
    t.equal((await upload(asMia, { bytes })).status, 201, 'and the next one is served')
  })

  t.test('the same key and file make one upload; the same key with another file is refused', async t => {
    const key = { 'idempotency-key': 'picture-1' }
    const first = await upload(asMia, { bytes, name: 'once.png' }, key)
    const again = await upload(asMia, { bytes, name: 'once.png' }, key)
    t.equal(again.status, 201)
    t.equal(again.json<UploadJson>().id, first.json<UploadJson>().id)
    const other = await upload(asMia, { bytes: await drawing(41, 30).png().toBuffer(), name: 'once.png' }, key)
    t.equal(other.status, 422)
    t.equal((await upload(asNoor, { bytes, name: 'once.png' }, key)).status, 201, 'keys are each member’s own')
  })

  t.test('one lists, reads and finds only one’s own', async t => {
    const { id } = (await upload(asNoor, { bytes, name: 'noor.png' })).json<UploadJson>()
    t.equal((await asNoor.api('GET', `/uploads/${id}`)).json<UploadJson>().name, 'noor.png')
    t.equal((await asMia.api('GET', `/uploads/${id}`)).status, 404)
    t.equal((await asMia.api('DELETE', `/uploads/${id}`)).status, 404)
    t.equal((await app.visitor().api('GET', '/uploads')).status, 401)
    const first = (await asNoor.api('GET', '/uploads?limit=1')).json<{ items: UploadJson[]; nextCursor: string }>()
    t.equal(first.items[0]?.id, id)
    const rest = (await asNoor.api('GET', `/uploads?cursor=${first.nextCursor}`)).json<{ items: UploadJson[] }>()
    t.notOk(rest.items.some(one => one.id === id))
    t.ok(rest.items.length > 0)
  })

  t.test('the page sends a file without scripts, and shows what to write', async t => {
    const page = await asMia.get('/uploads/new')
    t.equal(page.page.querySelector('form[action="/uploads"]')?.getAttribute('enctype'), 'multipart/form-data')
    const send = (sent: Parameters<typeof upload>[1]) => {
      const { body, headers } = formWith([sent])
      return asMia.send('POST', '/uploads', { headers: { ...headers, 'sec-fetch-site': 'same-origin' }, body })
    }
    const done = await (await send({ bytes, name: 'A page.png' })).follow()
    const written = done.page.querySelector('input[readonly]')?.getAttribute('value')
    t.match(written, /^!\[\]\(\/uploads\/[\w-]{22}\/A-page\.png\)$/)
    t.ok(done.page.querySelector('main img'))
    const refused = await send({ bytes: Buffer.from('<svg/>'), name: 'a.svg' })
    t.equal(refused.status, 415)
    t.match(refused.seen('[role="alert"]'), /JPG/)
    t.equal((await app.visitor().get('/uploads/new')).status, 303)
    const mine = await asMia.get('/settings/uploads')
    t.match(mine.seen('main .ledger > li'), /A-page\.png/)
    const deleted = await mine.submit('/uploads/')
    t.equal(deleted.location, '/settings/uploads?notice=deleted')
    t.notMatch((await asMia.get('/settings/uploads')).seen('main .ledger > li'), /A-page\.png/)
  })

  t.test('the document says how to send one', async t => {
    const document = (await app.visitor().get('/api/v1/openapi.json')).json<{
      paths: Record<string, Record<string, unknown>>
    }>()
    t.match(document.paths['/api/v1/uploads']?.post, {
      requestBody: {
        content: { 'multipart/form-data': { schema: { properties: { file: { type: 'string', format: 'binary' } } } } },
      },
    })
    t.match(document.paths['/api/v1/members/me/avatar']?.put, {
      requestBody: { content: { 'multipart/form-data': {} } },
    })
  })
})

t.test('limits and trouble', async t => {
  await t.test('sending too often is refused with when to come back', async t => {
    const app = await startApp(t, { env: { GUILDHALL_LIMITS: 'on' }, now: still() })
    const asMia = await app.as(people.mia)
    const bytes = await drawing(9, 9).png().toBuffer()
    await changeSettings(await app.ctx(), { 'uploads.perHour': 2 })
    for (const status of [201, 201, 429]) {
      const answer = await upload(asMia, { bytes })
      t.equal(answer.status, status)
      if (status === 429) t.match(answer.headers['retry-after'], /^\d+$/)
    }
  })

  await t.test('a full disk and a store that is away are told as such; nothing stays', async t => {
    let trouble: () => never = () => {
      throw new StorageFull(new Error('ENOSPC'))
    }
    const removed: string[] = []
    const app = await startApp(t, {
      errors: () => {},
      storage: {
        place: 'nowhere',
        put: async () => trouble(),
        get: async () => trouble(),
        remove: async key => void removed.push(key),
        keys: async function* () {},
      },
    })
    const asMia = await app.as(people.mia)
    const bytes = await drawing(9, 9).png().toBuffer()
    const full = await upload(asMia, { bytes })
    t.equal(full.status, 507)
    t.match(full.json(), { code: 'storage.full', title: /no room left/ })
    trouble = () => {
      throw new StorageUnavailable(new Error('connect ECONNREFUSED'))
    }
    const away = await upload(asMia, { bytes })
    t.equal(away.status, 503)
    t.match(away.json(), { code: 'storage.unavailable' })
    t.notMatch(away.text, /ECONNREFUSED/)
    const face = await app.visitor().get('/avatars/AAAAAAAAAAAAAAAAAAAAAA/48.webp')
    t.equal(face.status, 503)
    t.strictSame(await incoming(app), [])
    t.strictSame(await app.database.db.select().from(uploads), [])
    const noted = await app.database.db.select().from(discardedFiles)
    t.ok(noted.length >= 2, 'what may have been written is noted')
    const later = await app.ctx()
    await removeDiscarded(later)
    t.strictSame(removed, [], 'it may still be under way')
    await removeDiscarded({ ...later, now: () => new Date(Date.now() + 2 * 60 * 60 * 1000) })
    t.strictSame(removed.sort(), noted.map(row => row.key).sort())
  })
})
