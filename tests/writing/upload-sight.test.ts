/** Who may have a file: its sender, and whoever sees a post that shows it, asked anew at each request. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { posts, postUploads, threads } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import * as groups from '../../server/groups/service.ts'
import { startApp } from '../support/app.ts'
import { drawing, type UploadJson, upload } from '../support/files.ts'
import type { Client } from '../support/http.ts'
import { type Person, people } from '../support/people.ts'

t.test('sight of uploads', async t => {
  const app = await startApp(t)
  const { make } = app
  const { db } = app.database
  const author = await make.member()
  const insider = await make.member()
  const keeper = await make.member()
  const inner = await make.group()
  const keepers = await make.group()
  const put = async (group: { id: number }, person: Person) =>
    groups.addMember(await app.ctx(people.ada), { groupId: group.id, memberId: person.id })
  for (const person of [author, insider]) await put(inner, person)
  await put(keepers, keeper)
  const bytes = await drawing(500, 300).jpeg().toBuffer()
  const send = async (person = author) =>
    (await upload(await app.as(person), { bytes, name: 'p.jpg' })).json<UploadJson>()
  const everyone = [GROUP.everyone]
  const open = await make.category()
  const forMembers = await make.category({
    rights: { see: [GROUP.members], reply: [GROUP.members], create: [GROUP.members] },
  })
  const secret = await make.category({ rights: { see: [inner.id], reply: [inner.id], create: [inner.id] } })
  const kept = await make.category({
    rights: { see: everyone, reply: everyone, create: everyone, moderate: [keepers.id] },
  })
  const viewers: Readonly<Record<string, Client>> = {
    author: await app.as(author),
    insider: await app.as(insider),
    keeper: await app.as(keeper),
    administrator: await app.as(people.ada),
    moderator: await app.as(people.mo),
    newcomer: await app.as(people.noor),
    visitor: app.visitor(),
  }
  const who = async (path: string, status = 200) => {
    const seen: string[] = []
    for (const [name, client] of Object.entries(viewers))
      if ((await client.get(path)).status === status) seen.push(name)
    return seen
  }

  t.test('a file is seen by who sees the post, in every place and state, and by its sender', async t => {
    const states = {
      plain: async () => {},
      'hidden post': async (id: number) =>
        void (await db.update(posts).set({ hiddenAt: new Date() }).where(eq(posts.id, id))),
      'deleted post': async (id: number) => void (await (await app.as(people.ada)).api('DELETE', `/posts/${id}`)),
      'hidden thread': async (_: number, id: number) =>
        void (await db.update(threads).set({ hiddenAt: new Date() }).where(eq(threads.id, id))),
      'deleted thread': async (_: number, id: number) =>
        void (await db.update(threads).set({ deletedAt: new Date() }).where(eq(threads.id, id))),
      'moved thread': async (_: number, id: number) =>
        void (await db.update(threads).set({ categoryId: secret.id }).where(eq(threads.id, id))),
    }
    for (const category of [open, forMembers, secret, kept]) {
      for (const [state, change] of Object.entries(states)) {
        const { url, markdown, key } = await send()
        const thread = await make.thread({ by: author, categoryId: category.id })
        const post = await make.post({ by: author, threadId: thread.id, body: `Look: ${markdown}` })
        await change(post.id, thread.id)
        const size = `/uploads/${key}/400.webp`
        for (const [name, client] of Object.entries(viewers)) {
          // 410 is for who still sees that there was one.
          const seesPost = [200, 410].includes((await client.api('GET', `/posts/${post.id}`)).status)
          for (const path of [url, size]) {
            const answer = await client.get(path)
            const says = `${state} in ${category.name}: ${path} for ${name}`
            t.equal(answer.status, seesPost || name === 'author' ? 200 : 404, says)
          }
        }
      }
    }
  })

  t.test('nobody but its sender has one that no post shows', async t => {
    const { url } = await send()
    t.strictSame(await who(url), ['author'])
  })

  t.test('one post in sight is enough, and naming a file that one may not have opens it to nobody', async t => {
    const { url, markdown, id } = await send()
    const inside = await make.thread({ by: author, categoryId: secret.id, body: markdown })
    t.strictSame(await who(url), ['author', 'insider', 'administrator'])
    const outside = await make.thread({
      by: people.noor,
      categoryId: open.id,
      body: `Stolen: ${markdown} [file](${url})`,
    })
    t.strictSame(await who(url), ['author', 'insider', 'administrator'], 'who names it does not see it')
    t.notOk((await db.select().from(postUploads)).some(row => row.uploadId === Number(id) && row.postId === outside.id))
    await make.post({ by: author, threadId: (await make.thread({ categoryId: open.id })).id, body: markdown })
    t.strictSame(await who(url), Object.keys(viewers), 'its sender shows it to all')
    t.ok(inside)
  })

  t.test('what was taken out of a post is no longer theirs who saw it', async t => {
    const { url, markdown } = await send()
    const thread = await make.thread({ categoryId: open.id })
    const post = await make.post({ by: author, threadId: thread.id, body: `Look: ${markdown}` })
    t.equal((await who(url)).length, Object.keys(viewers).length)
    await (await app.as(author)).api('PATCH', `/posts/${post.id}`, { body: 'Nothing to see here' })
    t.strictSame(await who(url), ['author'])
  })

  t.test('caches may keep only what visitors may see, and not for long', async t => {
    const { url, markdown } = await send()
    const thread = await make.thread({ by: author, categoryId: open.id, body: markdown })
    const [first] = await db.select().from(posts).where(eq(posts.threadId, thread.id))
    for (const client of Object.values(viewers))
      t.equal((await client.get(url)).headers['cache-control'], 'public, max-age=300')
    const { etag = '' } = (await app.visitor().get(url)).headers
    const again = { headers: { 'if-none-match': etag } }
    const unchanged = await app.visitor().get(url, again)
    t.equal(unchanged.status, 304)
    t.equal(unchanged.bytes.length, 0)
    t.equal(unchanged.headers['cache-control'], 'public, max-age=300')
    await db
      .update(posts)
      .set({ hiddenAt: new Date() })
      .where(eq(posts.id, first?.id ?? 0))
    t.equal((await app.visitor().get(url, again)).status, 404, 'who had it before has no more right to it')
    const own = await viewers.author?.get(url)
    t.equal(own?.headers['cache-control'], 'private, no-cache')
    const inside = await send()
    await make.thread({ by: author, categoryId: forMembers.id, body: inside.markdown })
    t.equal((await viewers.newcomer?.get(inside.url))?.headers['cache-control'], 'private, no-cache')
    const refused = await app.visitor().get(inside.url)
    t.notMatch(refused.headers['cache-control'], /public/)
  })

  t.test('parts, heads and wrong names', async t => {
    const asAuthor = await app.as(author)
    const file = (await upload(asAuthor, { bytes: Buffer.from('0123456789'), name: 'ten.txt' })).json<
      UploadJson | { status: number }
    >()
    t.match(file, { status: 403 }, 'a newcomer sends pictures only')
    const asMia = await app.as(people.mia)
    const { url, key } = (await upload(asMia, { bytes: Buffer.from('0123456789'), name: 'ten.txt' })).json<UploadJson>()
    const ranges: readonly (readonly [string, number, string, string | undefined])[] = [
      ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
      ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
      ['bytes=-2', 206, '89', 'bytes 8-9/10'],
      ['bytes=8-100', 206, '89', 'bytes 8-9/10'],
      ['bytes=10-', 416, '', 'bytes */10'],
      ['bytes=-0', 416, '', 'bytes */10'],
      ['bytes=5-2', 200, '0123456789', undefined],
      ['bytes=0-1,3-4', 200, '0123456789', undefined],
      ['lines=0-1', 200, '0123456789', undefined],
      ['bytes=a-b', 200, '0123456789', undefined],
    ]
    for (const [range, status, text, said] of ranges) {
      const answer = await asMia.get(url, { headers: { range } })
      t.strictSame([answer.status, answer.text, answer.headers['content-range']], [status, text, said], range)
    }
    const { etag = '' } = (await asMia.get(url)).headers
    t.equal((await asMia.get(url, { headers: { range: 'bytes=0-3', 'if-range': etag } })).status, 206)
    t.equal((await asMia.get(url, { headers: { range: 'bytes=0-3', 'if-range': '"other"' } })).status, 200)
    const head = await asMia.send('HEAD', url)
    t.strictSame([head.status, head.headers['content-length'], head.bytes.length], [200, '10', 0])
    t.equal((await app.visitor().send('HEAD', url)).status, 404)
    for (const name of ['other.txt', '..%2f..%2fsecrets.json', '..%5csecrets.json', '400.webp', ''])
      t.equal((await asMia.get(`/uploads/${key}/${name}`)).status, 404, name)
    for (const path of [
      '/uploads/short/a.png',
      '/uploads/../../etc/passwd',
      `/uploads/${'A'.repeat(22)}/ten.txt`,
      `/avatars/${key}/48.webp`,
    ])
      t.equal((await asMia.get(path)).status, 404, path)
    t.equal((await asMia.send('POST', url, { headers: { 'sec-fetch-site': 'same-origin' } })).status, 404)
  })

  t.test('signed out, one has one’s own files no more', async t => {
    const person = await make.member()
    const client = await app.as(person)
    const { url } = await send(person)
    t.equal((await client.get(url)).status, 200)
    await client.api('DELETE', '/session')
    t.equal((await client.get(url)).status, 404)
  })
})
