/** Where bytes are kept: one contract, on the disk and at a service that speaks S3; and what happens when that is away. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { CHECKS } from '../../server/cli/checks.ts'
import { loadEnv } from '../../server/core/env.ts'
import { openStorage } from '../../server/core/storage/open.ts'
import { pathOf, type Storage, StorageUnavailable } from '../../server/core/storage/storage.ts'
import { keepUntil, removeDiscarded } from '../../server/uploads/keep.ts'
import { startApp } from '../support/app.ts'
import { drawing, formWith, type UploadJson, upload } from '../support/files.ts'
import { temporaryFolder } from '../support/folder.ts'
import { people } from '../support/people.ts'
import { accessOf, startS3, variables } from '../support/s3.ts'

const newKey = () => randomBytes(16).toString('base64url')

/** A finished file, as the workshop leaves it on the disk of the store. */
async function made(dataDir: string, bytes: string | Buffer): Promise<string> {
  const folder = join(dataDir, 'uploads/incoming', randomBytes(4).toString('hex'))
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'made'), bytes)
  return join(folder, 'made')
}

async function contract(t: Test, storage: Storage, dataDir: string): Promise<void> {
  const put = async (key: string, bytes: string | Buffer) =>
    storage.put({ key, path: await made(dataDir, bytes), type: 'text/plain' })
  const read = async (key: string, range?: { start: number; end: number }) => {
    const found = await storage.get(key, range)
    return found && { bytes: found.bytes, text: await text(found.stream) }
  }

  await t.test('what was put in comes out, whole and in parts', async t => {
    const key = newKey()
    await put(key, '0123456789')
    t.strictSame(await read(key), { bytes: 10, text: '0123456789' })
    t.strictSame(await read(key, { start: 0, end: 1 }), { bytes: 2, text: '01' })
    t.strictSame(await read(key, { start: 3, end: 5 }), { bytes: 3, text: '345' })
    t.strictSame(await read(key, { start: 8, end: 9 }), { bytes: 2, text: '89' })
    await put(`${key}.800.webp`, 'a size')
    t.strictSame(await read(`${key}.800.webp`), { bytes: 6, text: 'a size' })
    const keys: string[] = []
    for await (const one of storage.keys()) keys.push(one)
    t.strictSame(keys.sort(), [key, `${key}.800.webp`])
  })

  await t.test('three megabytes of anything come out as they went in', async t => {
    const bytes = randomBytes(3 * 1024 * 1024)
    const key = newKey()
    await put(key, bytes)
    const found = await storage.get(key)
    const chunks: Buffer[] = []
    for await (const chunk of found?.stream ?? []) chunks.push(Buffer.from(chunk))
    t.ok(Buffer.concat(chunks).equals(bytes))
  })

  await t.test('what is not there is nothing, and removing it again is no error', async t => {
    const key = newKey()
    t.equal(await storage.get(key), null)
    await storage.remove(key)
    await put(key, 'x')
    await storage.remove(key)
    t.equal(await storage.get(key), null)
    await storage.remove(key)
  })

  await t.test('a key leads nowhere else', async t => {
    for (const key of [
      '',
      '../../etc/passwd',
      'short',
      `${newKey()}/x`,
      `${newKey()}..`,
      `${newKey()}.a/b`,
      `../${newKey()}`,
    ]) {
      t.throws(() => pathOf(key), key)
      await t.rejects(storage.get(key), key)
      await t.rejects(storage.remove(key), key)
      await t.rejects(put(key, 'x'), key)
    }
  })
}

t.test('on the disk', async t => {
  const dataDir = await temporaryFolder(t)
  const storage = await openStorage({ s3: null, dataDir })
  await contract(t, storage, dataDir)

  t.test('files lie in folders that other accounts may not enter', async t => {
    const key = newKey()
    await storage.put({ key, path: await made(dataDir, 'x'), type: 'text/plain' })
    const place = join(dataDir, 'uploads', pathOf(key))
    t.equal((await stat(join(place, '..'))).mode & 0o077, 0)
    t.strictSame(await readdir(join(place, '..')), [key])
  })

  t.test('a folder that cannot be written is trouble, not silence', async t => {
    if (process.getuid?.() === 0) return t.pass('root may write anywhere')
    await chmod(join(dataDir, 'uploads'), 0o500)
    await t.rejects(storage.put({ key: newKey(), path: await made(dataDir, 'x'), type: 'text/plain' }))
  })
})

t.test('at a service that speaks S3', async t => {
  const dataDir = await temporaryFolder(t)
  const env = await startS3(t)
  const s3 = accessOf(env)
  await contract(t, await openStorage({ s3, dataDir }), dataDir)

  t.test('a wrong key or a bucket that is not there says so at once', async t => {
    for (const wrong of [{ accessKeyId: 'nobody' }, { bucket: 'another' }]) {
      const storage = await openStorage({ s3: { ...s3, ...wrong }, dataDir })
      const put = storage.put({ key: newKey(), path: await made(dataDir, 'x'), type: 'text/plain' })
      const error = await put.then(
        () => null,
        (error: unknown) => error,
      )
      t.ok(error instanceof StorageUnavailable)
      t.match(String(error instanceof Error && error.cause), /PUT .*: 40[34]/)
    }
  })

  t.test(
    'a key that the service refuses is told to the sender in plain words, and to the operator in the log',
    async t => {
      let logged: readonly string[] = []
      await t.test('sending', async t => {
        const app = await startApp(t, {
          env: { ...env, S3_ACCESS_KEY_ID: 'nobody' },
          errors: errors => {
            logged = errors
          },
        })
        const asMia = await app.as(people.mia)
        const bytes = await drawing(9, 9).png().toBuffer()
        const draft = { body: 'Words to keep', fields: {} }
        t.equal((await asMia.api('PUT', '/drafts/thread', draft)).status, 200)
        const json = await upload(asMia, { bytes })
        t.equal(json.status, 503)
        t.match(json.json(), { code: 'storage.unavailable', title: /cannot be reached/ })
        const { body, headers } = formWith([{ bytes, name: 'A page.png' }])
        const page = await asMia.send('POST', '/uploads', {
          headers: { ...headers, 'sec-fetch-site': 'same-origin' },
          body,
        })
        t.equal(page.status, 503)
        t.match(page.seen('main'), /Files cannot be reached/)
        t.notMatch(json.text + page.text, /nobody|InvalidAccessKeyId/)
        t.match((await asMia.api('GET', '/drafts/thread')).json(), draft, 'what was being written is still there')
      })
      t.equal(logged.length, 2)
      for (const line of logged) t.match(line, /InvalidAccessKeyId/)
    },
  )

  t.test('an address with a path before the bucket works', async t => {
    const storage = await openStorage({ s3: { ...s3, endpoint: new URL(`${s3.endpoint.origin}/`) }, dataDir })
    t.equal(storage.place, `${s3.endpoint.origin}/guildhall`)
    const behind = await openStorage({ s3: { ...s3, endpoint: new URL('https://files.example/s3/') }, dataDir })
    t.equal(behind.place, 'https://files.example/s3/guildhall')
  })

  t.test('the whole way: sent, served, deleted', async t => {
    const app = await startApp(t, { env })
    const asMia = await app.as(people.mia)
    const answer = await upload(asMia, { bytes: await drawing(900, 600).jpeg().toBuffer(), name: 'away.jpg' })
    t.equal(answer.status, 201, answer.text)
    const { url, key, id } = answer.json<UploadJson>()
    t.equal((await asMia.get(url)).status, 200)
    t.match((await asMia.get(`/uploads/${key}/400.webp`)).headers, { 'content-type': 'image/webp' })
    t.equal((await asMia.get(url, { headers: { range: 'bytes=0-9' } })).bytes.length, 10)
    t.strictSame(await readdir(join(app.server.ctx().host.env.dataDir, 'uploads')), ['incoming'], 'nothing on the disk')
    t.equal((await asMia.api('DELETE', `/uploads/${id}`)).status, 204)
    await removeDiscarded(await app.ctx())
    t.equal(await (await app.ctx()).host.storage.get(key), null)
  })
})

t.test('what is sent at another time than now stays as long as what is sent now', async t => {
  const ctx = await (await startApp(t)).ctx()
  const longAgo = { ...ctx, now: () => new Date('2020-01-01T00:00:00Z') }
  const path = await made(ctx.host.env.dataDir, 'x')
  const until = new Date('2020-01-01T01:00:00Z')
  const key = await keepUntil(longAgo, { path, ending: '.txt', type: 'text/plain', until })
  await removeDiscarded(ctx)
  t.ok(await ctx.host.storage.get(key))
})

t.test('the doctor writes, reads and removes a file of its own', async t => {
  const dataDir = await temporaryFolder(t)
  const examine = async (more: Record<string, string> = {}) =>
    CHECKS.files?.(loadEnv({ DATA_DIR: dataDir, ...more }, ''))
  t.equal(await examine(), null, 'before the first file there is nothing to check')
  await mkdir(join(dataDir, 'uploads'))
  t.match(await examine(), { result: 'ok', says: join(dataDir, 'uploads') })
  t.strictSame(await readdir(join(dataDir, 'uploads')), [])
  const env = await startS3(t)
  t.match(await examine(env), { result: 'ok', says: 'guildhall can be written and read' })
  const wrong = await examine({ ...env, S3_BUCKET: 'another' })
  t.match(wrong, { result: 'fail', says: /another cannot be used: PUT .* 404/ })
  t.notMatch(wrong?.says, /S3RVER/)
})

t.test('a service in trouble', async t => {
  const dataDir = await temporaryFolder(t)

  /** A service that answers as it is told, one answer after another. */
  const troubled = async (t: Test, answers: ((request: IncomingMessage, response: ServerResponse) => void)[]) => {
    let asked = 0
    const server = createServer((request, response) => {
      request.resume()
      const answer = answers[Math.min(asked++, answers.length - 1)]
      request.on('end', () => answer?.(request, response))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.teardown(() => {
      server.closeAllConnections()
      server.close()
    })
    const s3 = accessOf(variables((server.address() as AddressInfo).port))
    return { storage: await openStorage({ s3, dataDir }), asked: () => asked }
  }
  const status = (code: number) => (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(code).end('busy')

  await t.test('what fails for a moment is tried again', async t => {
    const { storage, asked } = await troubled(t, [status(503), status(500), status(200)])
    await storage.put({ key: newKey(), path: await made(dataDir, 'x'), type: 'text/plain' })
    t.equal(asked(), 3)
  })

  await t.test('what keeps failing is given up; what is refused is not asked again', async t => {
    const failing = await troubled(t, [status(500)])
    await t.rejects(failing.storage.get(newKey()), StorageUnavailable)
    t.equal(failing.asked(), 3)
    const refusing = await troubled(t, [status(403)])
    await t.rejects(refusing.storage.get(newKey()), StorageUnavailable)
    t.equal(refusing.asked(), 1)
  })

  await t.test('the whole is not taken for the part that was asked for', async t => {
    const { storage } = await troubled(t, [status(200)])
    await t.rejects(storage.get(newKey(), { start: 0, end: 1 }), StorageUnavailable)
  })

  await t.test('a cut connection, and nobody there at all, are the same trouble', async t => {
    const cutting = await troubled(t, [request => request.socket.destroy()])
    await t.rejects(cutting.storage.get(newKey()), StorageUnavailable)
    const nobody = await openStorage({ s3: accessOf(variables(9)), dataDir })
    await t.rejects(nobody.remove(newKey()), StorageUnavailable)
    await t.rejects(
      nobody.put({ key: newKey(), path: await made(dataDir, 'x'), type: 'text/plain' }),
      StorageUnavailable,
    )
  })
})
