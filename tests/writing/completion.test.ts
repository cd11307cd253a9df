/** Names and threads that are offered while one writes: of what one may know, and no more. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { groups, members, posts, threads } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { startApp } from '../support/app.ts'
import { still } from '../support/clock.ts'
import { people } from '../support/people.ts'

type Completions = { items: { name: string; label: string }[] }

t.test('completion', async t => {
  const app = await startApp(t)
  const { make, database } = app
  const mia = await app.as(people.mia)
  const complete = async (query: string, client = mia) =>
    (await client.api('GET', `/completions?${query}`)).json<Completions>().items.map(one => one.name)

  t.test('members are found by how their name or the name they show begins, in any case', async t => {
    const member = await make.member()
    await database.db.update(members).set({ displayName: 'Zoë Ankerhelm' }).where(eq(members.id, member.id))
    t.strictSame(await complete('kind=member&q=zoË'), [member.name])
    t.strictSame(await complete(`kind=member&q=${member.name.toUpperCase()}`), [member.name])
    t.strictSame(await complete('kind=member&q=kerhelm'), [], 'not by its middle')
    t.strictSame(await complete('kind=member&q=mia'), [], 'nobody calls themselves')
    for (const odd of ['%25', '_', '%5C', '%27', '%00'])
      t.notMatch(await complete(`kind=member&q=${odd}`).catch(() => []), [member.name])
  })

  t.test('whoever writes in the thread comes first, and is offered before anything is typed', async t => {
    const thread = await make.thread({ by: people.mo })
    const second = await make.member()
    await make.post({ threadId: thread.id, by: second })
    t.strictSame(await complete(`kind=member&thread=${thread.id}`), [second.name, 'mo'])
    t.equal((await complete(`kind=member&q=m&thread=${thread.id}`))[0], second.name)
    t.strictSame(await complete('kind=member'), [])
  })

  t.test('nobody learns who writes where they see nothing', async t => {
    const category = await make.category({
      rights: { see: [GROUP.moderators], reply: [GROUP.moderators], create: [GROUP.moderators] },
    })
    const thread = await make.thread({ by: people.mo, categoryId: category.id })
    t.strictSame(await complete(`kind=member&thread=${thread.id}`), [])
    const open = await make.thread({ by: people.mo })
    const { id } = await make.post({ by: people.noor, threadId: open.id })
    await database.db.update(posts).set({ hiddenAt: new Date() }).where(eq(posts.id, id))
    t.strictSame(await complete(`kind=member&thread=${open.id}`), ['mo'], 'a hidden post names nobody')
  })

  t.test('who is suspended is not offered, and visitors are offered nothing', async t => {
    const member = await make.member()
    await database.db
      .update(members)
      .set({ suspendedUntil: new Date(Date.now() + 1e9) })
      .where(eq(members.id, member.id))
    t.notOk((await complete('kind=member&q=member')).includes(member.name))
    for (const kind of ['member', 'group', 'tag']) {
      t.equal((await app.visitor().api('GET', `/completions?kind=${kind}&q=m`)).status, 401, kind)
    }
    t.equal((await mia.api('GET', '/completions?kind=thing')).status, 422)
    t.equal((await mia.api('GET', `/completions?kind=member&q=${'x'.repeat(61)}`)).status, 422)
  })

  t.test('groups are offered that may be called, to those who may call them', async t => {
    const called = await make.group()
    const silent = await make.group()
    await database.db.update(groups).set({ mentionable: true }).where(eq(groups.id, called.id))
    t.strictSame(await complete('kind=group&q=group'), [called.slug])
    t.notOk((await complete('kind=group')).includes(silent.slug))
    t.strictSame(await complete('kind=group&q=group', await app.as(people.noor)), [], 'a newcomer calls no group')
  })

  t.test('tags are offered of threads in sight only', async t => {
    const closed = await make.category({
      rights: { see: [GROUP.moderators], reply: [GROUP.moderators], create: [GROUP.moderators] },
    })
    await make.thread({ by: people.ada, tags: ['sharpening'] })
    await make.thread({ by: people.ada, categoryId: closed.id, tags: ['sharp-secret'] })
    await app.settled()
    t.strictSame(await complete('kind=tag&q=shar'), ['sharpening'])
  })

  t.test(
    'a title finds threads like it, by its first words and in spite of slips, and only those in sight',
    async t => {
      const thread = await make.thread({ title: 'Resoling the Skarn at home' })
      const hidden = await make.thread({ title: 'Resoling the Skarn in secret', by: people.noor })
      await database.db.update(threads).set({ hiddenAt: new Date() }).where(eq(threads.id, hidden.id))
      const similar = async (title: string, client = mia) =>
        (await client.api('GET', `/threads/similar?title=${encodeURIComponent(title)}`))
          .json<{ items: { id: string }[] }>()
          .items.map(one => one.id)
      for (const title of ['Resoling', 'resoling the scarn', 'Resoling the Skarn at home?']) {
        t.strictSame(await similar(title), [String(thread.id)], title)
      }
      t.strictSame(await similar('Quite another matter'), [])
      t.strictSame(await similar('Re'), [], 'too little to go by')
      t.ok((await similar('Resoling the Skarn', await app.as(people.mo))).includes(String(hidden.id)))
      t.equal((await app.visitor().api('GET', '/threads/similar?title=Resoling')).status, 401)
    },
  )

  t.test('without scripts, the preview of a new thread shows threads like it', async t => {
    const thread = await make.thread({ title: 'Waxing a canvas jacket' })
    const page = await mia.get('/threads/new')
    const shown = await page.submit('/threads', { title: 'Waxing canvas', body: 'How?', intent: 'preview' })
    t.match(shown.seen('[data-similar]'), thread.title)
  })

  t.test('asking has its limit', async t => {
    const limited = await startApp(t, { env: { GUILDHALL_LIMITS: 'on' }, now: still() })
    const client = await limited.as(people.mia)
    const statuses: number[] = []
    for (let index = 0; index < 245; index++) statuses.push((await client.api('GET', '/completions?kind=group')).status)
    t.ok(statuses.includes(429))
  })
})
