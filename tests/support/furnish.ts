/** A community that has something of everything, for what carries communities from one place to another. */
import { sql } from 'drizzle-orm'
import type { TestApp } from './app.ts'
import { drawing, type UploadJson, upload } from './files.ts'
import type { Answer } from './http.ts'
import { people } from './people.ts'

/** Asks for something that must be done. */
async function done(answer: Promise<Answer>): Promise<void> {
  const { status, url, text } = await answer
  if (status >= 400) throw new Error(`${url.pathname}: ${status} ${text}`)
}

/** A community with something of everything. */
export async function furnish({ make, as, ctx, settled }: TestApp) {
  const [ada, mo, mia, noor] = [await as(people.ada), await as(people.mo), await as(people.mia), await as(people.noor)]
  const guild = await make.group()
  await done(ada.api('PATCH', '/settings', { values: { 'site.name': 'The Joinery', 'site.tagline': 'Wood, mostly' } }))
  const wood = await make.category({ name: 'Wood' })
  await make.category({ name: 'Green wood', parentId: wood.id })
  const dry = await make.category({ name: 'Dry wood', parentId: wood.id })
  await done(ada.post(`/admin/categories/${dry.id}/moves`, { by: 'up' }))
  const cellar = await make.category({
    name: 'Cellar',
    rights: { see: [guild.id], reply: [guild.id], create: [guild.id], moderate: [4] },
  })
  const keeper = await make.member({ groups: [guild.slug] })
  const sent = (
    await upload(mia, { bytes: await drawing(900, 300).png().toBuffer(), name: 'bench.png' })
  ).json<UploadJson>()
  const bench = await make.thread({
    categoryId: wood.id,
    title: 'A bench',
    body: `${sent.markdown}\n\nMine.`,
    tags: ['benches', 'elm'],
  })
  const secret = await make.thread({ categoryId: cellar.id, by: keeper, title: 'Keys', body: 'Under the mat' })
  const second = await make.post({
    threadId: bench.id,
    by: people.noor,
    body: `@mia, as in /t/${secret.id} and /t/${bench.id}/a-bench/1`,
  })
  const third = await make.post({ threadId: bench.id, by: people.mia, body: 'Thanks', replyTo: second.id })
  const gone = await make.post({ threadId: bench.id, by: people.noor, body: 'Wrong thread' })
  const { etag } = (await noor.get(`/api/v1/posts/${second.id}`)).headers
  await done(
    noor.api('PATCH', `/posts/${second.id}`, { body: 'Said better', reason: 'spelling' }, { 'if-match': etag }),
  )
  await done(mo.api('DELETE', `/posts/${gone.id}`))
  await done(noor.api('PUT', `/posts/${third.id}/reactions/heart`))
  await done(noor.post(`/threads/${bench.id}/follow`, { level: 'follow' }))
  await done(noor.api('PUT', `/posts/${third.id}/bookmark`, { note: 'for spring' }))
  await done(mia.api('PUT', `/drafts/reply-${bench.id}`, { body: 'Not yet' }))
  await done(mia.api('POST', '/members/me/searches', { query: { q: 'elm', thread: String(bench.id), per: 'post' } }))
  await done(mia.post('/settings/profile', { displayName: 'Mia W.', about: 'I turn bowls' }))
  const system = await ctx()
  await system.db.execute(sql`update members set fields = '{"gone.word": "elm"}' where id = ${people.mia.id}`)
  await system.db.execute(sql`insert into reaction_tallies values (${third.id}, 'heart', 4)`)
  await system.db.execute(sql`
    insert into imports (source, kind, source_id, target_id, extra)
    values ('older.example', 'thread', '77', ${bench.id}, '{"acceptedAnswer": 2}')`)
  await settled()
  return { bench, secret, second, third, keeper, upload: sent, cellar }
}
