/** Room: how much members may send, what is deleted, what nothing names any more, and that no bytes stay behind. */
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { discardedFiles, drafts, members, postRevisions, posts, uploads } from '../../db/tables/index.ts'
import type { Ctx } from '../../server/core/context.ts'
import { changeSettings } from '../../server/core/settings.ts'
import feature from '../../server/uploads/index.ts'
import { removeDiscarded } from '../../server/uploads/keep.ts'
import { discardUnused } from '../../server/uploads/orphans.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { drawing, formWith, type UploadJson, upload } from '../support/files.ts'
import { people } from '../support/people.ts'

const DAY_MS = 24 * 60 * 60 * 1000

const pdf = (kilobytes: number) => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(kilobytes * 1024)])

const inDays = (ctx: Ctx, days: number): Ctx => ({ ...ctx, now: () => new Date(Date.now() + days * DAY_MS) })

/** Names of the files on the disk, without their folders. */
async function stored(app: TestApp): Promise<string[]> {
  const root = join(app.server.ctx().host.env.dataDir, 'uploads')
  const all = await readdir(root, { recursive: true, withFileTypes: true })
  return all.flatMap(one => (one.isFile() ? [one.name] : [])).sort()
}

/** Every file on the disk has its row, and every row its files. */
async function sameAsRows(t: Test, app: TestApp): Promise<void> {
  const rows = await app.database.db.select().from(uploads)
  const keys = rows.flatMap(({ key, purpose, variants }) => [
    ...(purpose === 'post' ? [key] : []),
    ...variants.map(one => one.key),
  ])
  t.strictSame(await stored(app), keys.sort())
}

t.test('room', async t => {
  const app = await startApp(t)
  const { db } = app.database
  const [asMia, asNoor, asMo] = await Promise.all([app.as(people.mia), app.as(people.noor), app.as(people.mo)])
  const png = await drawing(30, 20).png().toBuffer()

  t.test('of two files that each still fit, sent at once, one is taken', async t => {
    await changeSettings(await app.ctx(), { 'uploads.space2': 1 })
    const answers = await Promise.all([1, 2, 3].map(() => upload(asMia, { bytes: pdf(600), name: 'a.pdf' })))
    t.strictSame(answers.map(one => one.status).sort(), [201, 403, 403])
    const refused = answers.find(one => one.status === 403)
    t.match(refused?.json(), { code: 'upload.quota', detail: /\b1 of 1 MB|\b0 of 1 MB/ })
    t.equal((await upload(asMia, { bytes: pdf(300), name: 'b.pdf' })).status, 201, 'a smaller one has room')
    t.equal((await upload(asMia, { bytes: pdf(300), name: 'c.pdf' })).status, 403)
    await removeDiscarded(inDays(await app.ctx(), 1))
    await sameAsRows(t, app)
  })

  t.test('the trust level says how much; staff have no limit; sizes count too', async t => {
    await changeSettings(await app.ctx(), { 'uploads.space0': 0, 'uploads.space1': 1 })
    t.equal((await upload(asNoor, { bytes: png })).status, 403)
    await db.update(members).set({ trustLevel: 1 }).where(eq(members.id, people.noor.id))
    const large = await upload(asNoor, { bytes: await drawing(900, 700).png().toBuffer(), name: 'large.png' })
    t.equal(large.status, 403, 'what is stored counts, not what was sent')
    t.equal((await upload(asNoor, { bytes: png })).status, 201)
    t.equal((await upload(asMo, { bytes: pdf(3000), name: 'mo.pdf' })).status, 201)
    await changeSettings(await app.ctx(), { 'uploads.space1': 100, 'uploads.space2': 500 })
  })

  t.test('one deletes what no post in sight shows, and has its room again', async t => {
    const { id, markdown, url } = (await upload(asMia, { bytes: png, name: 'shown.png' })).json<UploadJson>()
    const thread = await app.make.thread({ by: people.mia })
    const post = await app.make.post({ by: people.mia, threadId: thread.id, body: `See ${markdown}` })
    const refused = await asMia.api('DELETE', `/uploads/${id}`)
    t.equal(refused.status, 409)
    t.match(refused.json(), { code: 'upload.shown' })
    const page = await asMia.get('/settings/uploads')
    t.equal(page.page.querySelector(`form[action="/uploads/${id}/delete"]`), null)
    t.ok(
      page.page.querySelector(`main a[href="/t/${thread.id}/${thread.slug}/${post.number}"]`),
      'it leads to the post',
    )
    const told = await asMia.post(`/uploads/${id}/delete`)
    t.equal(told.status, 409)
    t.ok(told.seen('main [role="alert"]'))
    await (await app.as(people.mia)).api('DELETE', `/posts/${post.id}`)
    t.equal((await asMia.api('DELETE', `/uploads/${id}`)).status, 204)
    t.equal((await asMia.api('DELETE', `/uploads/${id}`)).status, 404)
    t.equal((await asMia.get(url)).status, 404, 'at once, whether its bytes are gone or not')
    await removeDiscarded(await app.ctx())
    await removeDiscarded(inDays(await app.ctx(), 1))
    await sameAsRows(t, app)
    t.strictSame(await db.select().from(discardedFiles), [])
  })

  t.test('old files go when no post, no earlier version and no draft names them', async t => {
    await db.delete(uploads)
    const send = async (name: string) => (await upload(asMia, { bytes: png, name })).json<UploadJson>()
    const unused = await send('unused.png')
    const shown = await send('shown.png')
    const earlier = await send('earlier.png')
    const drafted = await send('drafted.png')
    const dropped = await send('dropped.png')
    const thread = await app.make.thread({ by: people.mia, body: `See ${shown.markdown}` })
    const post = await app.make.post({ by: people.mia, threadId: thread.id, body: `See ${earlier.markdown}` })
    await (await app.as(people.mia)).api('PATCH', `/posts/${post.id}`, { body: 'See nothing' })
    await db
      .insert(postRevisions)
      .values({ postId: post.id, version: 1, body: `See ${earlier.markdown}`, editorId: people.mia.id, at: new Date() })
      .onConflictDoNothing()
    const gone = await app.make.post({ by: people.mia, threadId: thread.id, body: `See ${dropped.markdown}` })
    await (await app.as(people.mia)).api('DELETE', `/posts/${gone.id}`)
    const saved = await asMia.api('PUT', '/drafts/thread', { body: `See ${drafted.markdown}`, fields: {} })
    t.ok(saved.status < 300, saved.text)
    t.strictSame(
      (await db.select().from(drafts)).map(row => row.uploads),
      [[drafted.key]],
    )
    const left = async () => (await db.select().from(uploads)).map(row => row.name).sort()
    const all = ['dropped.png', 'drafted.png', 'earlier.png', 'shown.png', 'unused.png'].sort()

    await discardUnused(inDays(await app.ctx(), 6))
    t.strictSame(await left(), all, 'they are kept for a week')
    await discardUnused(inDays(await app.ctx(), 8))
    t.strictSame(
      await left(),
      all.filter(name => name !== 'unused.png'),
      'a deleted post may come back',
    )
    t.equal((await asMia.get(unused.url)).status, 404)

    await db.delete(drafts)
    await db.delete(posts).where(eq(posts.id, gone.id))
    await discardUnused(inDays(await app.ctx(), 8))
    t.strictSame(await left(), ['earlier.png', 'shown.png'])
    await removeDiscarded(inDays(await app.ctx(), 9))
  })

  t.test('a face is no orphan', async t => {
    const { body, headers } = formWith([{ bytes: png }])
    const path = '/api/v1/members/me/avatar'
    await asNoor.send('PUT', path, { headers: { ...headers, 'sec-fetch-site': 'same-origin' }, body })
    await discardUnused(inDays(await app.ctx(), 400))
    t.equal((await db.select().from(uploads).where(eq(uploads.purpose, 'avatar'))).length, 1)
  })

  t.test('what a crash left of a file on its way in is removed a day later', async t => {
    const folder = join(app.server.ctx().host.env.dataDir, 'uploads/incoming')
    for (const name of ['left-behind', 'just-now']) {
      await mkdir(join(folder, name), { recursive: true })
      await writeFile(join(folder, name, 'sent'), 'half a file')
    }
    const before = new Date(Date.now() - 2 * DAY_MS)
    await utimes(join(folder, 'left-behind'), before, before)
    await discardUnused(await app.ctx())
    t.strictSame(await readdir(folder), ['just-now'])
  })

  t.test('both jobs are on the clock', async t => {
    t.strictSame(feature.schedules?.map(one => one.job).sort(), Object.keys(feature.jobs ?? {}).sort())
  })
})
