/** All that is known of a member, as a file: what is in it, and who may have it. */

import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import { eq } from 'drizzle-orm'
import t from 'tap'
import { extract } from 'tar-stream'
import { auditEntries, dataExports, discardedFiles, mails, members } from '../../db/tables/index.ts'
import * as bookmarks from '../../server/bookmarks/service.ts'
import { communityFindings } from '../../server/doctor/community.ts'
import { edit } from '../../server/posts/edit.ts'
import { remove } from '../../server/posts/removal.ts'
import { forgetOld } from '../../server/takeout/service.ts'
import { startApp } from '../support/app.ts'
import { drawing, type UploadJson, upload } from '../support/files.ts'
import type { Answer } from '../support/http.ts'
import { people } from '../support/people.ts'

type Export = { id: string; url: string | null; bytes: number | null }

/** The files of an archive by their names. */
async function unpack(bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>()
  const archive = Readable.from([bytes]).pipe(createGunzip()).pipe(extract())
  for await (const entry of archive) {
    files.set(entry.header.name, await buffer(entry))
  }
  return files
}

const jsonOf = <T>(files: ReadonlyMap<string, Buffer>, name: string): T[] =>
  JSON.parse(files.get(`${name}.json`)?.toString('utf8') ?? 'null')

t.test('taking one’s data along', async t => {
  let now = new Date()
  const app = await startApp(t, { now: () => now })
  const [asAda, asMo, asNoor] = await Promise.all([app.as(people.ada), app.as(people.mo), app.as(people.noor)])
  const person = await app.make.member()
  const client = await app.as(person)
  const picture = (
    await upload(client, { bytes: await drawing(60, 40).png().toBuffer(), name: 'a.png' })
  ).json<UploadJson>()
  const thread = await app.make.thread({
    by: person,
    title: 'My thread',
    body: `=cmd() ${picture.markdown}`,
  })
  const reply = await app.make.post({ threadId: thread.id, by: person, body: 'First words' })
  await edit(await app.ctx(person), { id: reply.id, body: 'Second words', reason: 'better' })
  await edit(await app.ctx(people.ada), { id: reply.id, body: 'Words of staff', reason: 'house rules' })
  const gone = await app.make.post({ threadId: thread.id, by: person, body: 'Deleted words' })
  await remove(await app.ctx(person), { id: gone.id })
  const answer = await app.make.post({
    threadId: thread.id,
    by: people.noor,
    body: `A secret of noor, @${person.name}`,
  })
  await bookmarks.save(await app.ctx(person), { postId: reply.id, note: 'my note' })
  await client.api('PUT', `/posts/${answer.id}/reactions/heart`)
  await client.api('PUT', '/drafts/thread', { body: 'my draft', fields: {} })
  await client.api('POST', '/members/me/searches', { name: 'my search', query: { q: 'elm', by: 'me' } })
  await app.database.db
    .update(members)
    .set({ fields: { 'gone.word': 'my field' } })
    .where(eq(members.id, person.id))
  await app.settled()

  const made = async (answer: Answer): Promise<Export> => {
    t.equal(answer.status, 201, answer.text)
    await app.settled()
    const { items } = (await client.api('GET', '/members/me/exports')).json<{ items: Export[] }>()
    const [first] = items
    if (!first) throw new Error('there is no export')
    return first
  }

  t.test('it holds what is theirs, and nothing of others but numbers', async t => {
    const { url, bytes } = await made(await client.api('POST', '/members/me/exports'))
    const answer = await client.get(url ?? '')
    t.equal(answer.status, 200)
    t.equal(answer.bytes.length, bytes)
    t.equal(answer.headers['cache-control'], 'private, no-store')
    t.match(answer.headers['content-disposition'], /^attachment; filename="member\d+\.tar\.gz"/)
    const files = await unpack(answer.bytes)
    t.match(jsonOf(files, 'account'), [
      { name: person.name, email: person.email, formerNames: [], groups: [], fields: { 'gone.word': 'my field' } },
    ])
    t.match(jsonOf(files, 'threads'), [{ title: 'My thread', tags: [] }])
    const posts = jsonOf<{ body: string; deletedAt: string | null; earlierVersions: { body: string }[] }>(
      files,
      'posts',
    )
    t.match(
      posts.map(({ body }) => body),
      [/^=cmd\(\)/, 'Words of staff', 'Deleted words'],
    )
    t.strictSame(
      posts[1]?.earlierVersions.map(one => one.body),
      ['First words', 'Second words'],
    )
    t.ok(posts[2]?.deletedAt)
    t.match(jsonOf(files, 'bookmarks'), [{ note: 'my note' }])
    t.match(jsonOf(files, 'reactions'), [{ key: 'heart' }])
    t.match(jsonOf(files, 'drafts'), [{ body: 'my draft' }])
    t.match(jsonOf(files, 'searches'), [{ name: 'my search', query: { q: 'elm', by: 'me' } }])
    t.match(jsonOf(files, 'follows'), [{ kind: 'thread', id: thread.id }])
    t.match(jsonOf(files, 'notifications'), [{ kind: 'mention' }])
    t.ok(jsonOf(files, 'sessions').length > 0)
    t.strictSame(jsonOf(files, 'tokens'), [])
    const [sent] = jsonOf<{ file: string }>(files, 'uploads')
    const original = await client.get(picture.url)
    t.strictSame(files.get(sent?.file ?? ''), original.bytes)
    const all = [...files.values()].map(one => one.toString('utf8')).join('\n')
    t.notMatch(all, /secret of noor|noor@|ada@|argon2|password/i)
  })

  t.test('the page asks for it, says when it is there, and a letter does', async t => {
    const page = await client.get('/settings/data')
    const answer = await page.submit('/settings/data/exports')
    t.equal(answer.location, '/settings/data')
    await app.settled()
    const links = [...(await client.get('/settings/data')).page.querySelectorAll('main a[download]')]
    t.equal(links.length, 2)
    t.equal((await client.get(links[0]?.getAttribute('href') ?? '')).status, 200)
    const letters = await app.database.db.select().from(mails).where(eq(mails.recipient, person.email))
    t.match(letters.at(-1)?.text, '/settings/data')
  })

  t.test('nobody else gets it, whatever they are', async t => {
    const { url, id } = await made(await client.api('POST', '/members/me/exports'))
    for (const other of [asAda, asMo, asNoor]) {
      t.equal((await other.get(url ?? '')).status, 404)
      t.notMatch((await other.api('GET', '/members/me/exports')).text, `"id":"${id}"`)
    }
    t.equal((await app.visitor().get(url ?? '')).status, 303, 'a visitor is sent to sign in')
    t.equal((await app.visitor().api('POST', '/members/me/exports')).status, 401)
    for (const other of [asMo, asNoor])
      t.equal((await other.api('POST', `/members/${person.name}/exports`)).status, 403)
  })

  t.test('an administrator has it made for who cannot, and that is in the log', async t => {
    const path = `/admin/members/${person.id}`
    await (await asAda.get(path)).submit(`${path}/exports`)
    await app.settled()
    const link = (await asAda.get(path)).page.querySelector('main a[download]')?.getAttribute('href') ?? ''
    const files = await unpack((await asAda.get(link)).bytes)
    t.match(jsonOf(files, 'account'), [{ name: person.name }])
    t.equal((await client.get(link)).status, 404, 'it is for whoever asked')
    const entries = await app.database.db.select().from(auditEntries).where(eq(auditEntries.act, 'member.export'))
    t.match(entries, [{ actorId: people.ada.id, targetId: String(person.id) }])
  })

  t.test('it goes after a week, with its bytes', async t => {
    const { url } = await made(await client.api('POST', '/members/me/exports'))
    for await (const { check, result, says } of communityFindings(await app.ctx()))
      if (check === 'uploads') t.equal(result, 'ok', says)
    const before = await app.database.db.select().from(discardedFiles)
    now = new Date(now.getTime() + 8 * 24 * 60 * 60 * 1000)
    t.equal((await client.get(url ?? '')).status, 404)
    await forgetOld(await app.ctx())
    t.equal((await app.database.db.select().from(dataExports)).length, 0)
    t.ok(before.length > 0 && before.every(one => one.at < now), 'its bytes are due')
  })
})
