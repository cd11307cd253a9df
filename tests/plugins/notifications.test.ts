/** What a plugin tells members of: the same rows, pages, choices and rules as what the core tells. */
import { join } from 'node:path'
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import { members, notifications } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { transaction } from '../../server/core/transaction.ts'
import * as follows from '../../server/follows/service.ts'
import * as groups from '../../server/groups/service.ts'
import { notify } from '../../server/notifications/notify.ts'
import * as plugins from '../../server/plugins/service.ts'
import { uninstall } from '../../server/plugins/uninstall.ts'
import * as postRemoval from '../../server/posts/removal.ts'
import * as threadRemoval from '../../server/threads/removal.ts'
import { Listener } from '../support/listener.ts'
import { type Person, people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'
import { bellOf, inShort, toldTo } from '../writing/told.ts'

const GREET = join(import.meta.dirname, 'good/greet')
const ALL = ['tables', 'routes', 'jobs']

t.test('what a plugin tells members of', async t => {
  const app = await startStaged(t, { plugins: [GREET] })
  const { make } = app
  // A context is of the application that was there when it was made: another may be there by now.
  const ada = () => app.ctx(people.ada)
  const someone = async (slugs: readonly string[] = []) => {
    const person = await make.member({ groups: slugs })
    return { person, client: await app.as(person) }
  }
  const opened = async (given: Parameters<typeof make.thread>[0] = {}) => {
    const thread = await make.thread(given)
    const { items } = (await (await app.as(people.ada)).api('GET', `/threads/${thread.id}/posts`)).json<{
      items: { id: string }[]
    }>()
    return { thread, postId: Number(items[0]?.id) }
  }
  /** Whether a kind is the core's or the plugin's, not one of those that we bring. */
  const isHere = (kind: string) => !kind.includes('.') || kind.startsWith('greet.')
  type Telling = { to: Person; postId: number; by?: Person | null; kind?: string }
  const tell = async (...told: readonly Telling[]) => {
    await transaction(await app.ctx(), async ctx => {
      for (const { to, postId, by = people.mia, kind = 'greet.greeted' } of told)
        notify(ctx, kind, [{ memberId: to.id, postId, actorId: by?.id ?? null }])
    })
    await app.settled()
  }
  const rowsOf = async (person: Person) =>
    (await app.ctx()).db.$count(notifications, eq(notifications.memberId, person.id))

  await t.test(
    'it stands on the page, in the API and on the bell, in the reader’s words and with who did it',
    async t => {
      const { person, client } = await someone()
      const { thread, postId } = await opened({ by: person, title: 'To be greeted' })
      const listener = await Listener.open(client)
      t.teardown(() => listener.close())
      await listener.subscribe('me')
      const mia = await app.as(people.mia)
      t.equal((await mia.api('POST', `/greet/${postId}`, { words: 'Good morning' })).status, 200)
      await listener.next(({ data }) => Object(data).unread === 1)
      const page = await client.get('/notifications')
      const row = page.page.querySelector('.told > li')
      t.match(row?.textContent, /Mia greeted you.*To be greeted/i)
      t.match(row?.innerHTML, '#smile')
      t.equal(bellOf(page), 1)
      t.match(await toldTo(client), [
        { kind: 'greet.greeted', count: 1, actors: [{ name: 'mia' }], thread: { title: 'To be greeted' } },
      ])
      t.match(
        (await client.get('/notifications', { headers: { 'accept-language': 'fr' } })).text,
        /Mia<\/b> vous salue/i,
      )
      await client.api('PUT', `/threads/${thread.id}/read`, { number: 1 })
      await listener.next(({ data }) => Object(data).unread === 0)
      t.equal(bellOf(await client.get('/')), 0, 'who reads the post has read it')
    },
  )

  await t.test('one without anybody who did it says so', async t => {
    const { person, client } = await someone()
    const { postId } = await opened({ by: person })
    await tell({ to: person, postId, by: null, kind: 'greet.waited' }, { to: person, postId, by: null })
    const { text } = await client.get('/notifications')
    t.match(text, /A greeting waits for your answer/)
    t.match(text, /Somebody greeted you/)
  })

  await t.test('nobody is told who did it, does not see the post, muted the place, or does without', async t => {
    const [doer, outside, muted, quiet, hears] = [
      await someone(),
      await someone(),
      await someone(),
      await someone(),
      await someone(),
    ]
    const inner = await make.group()
    for (const { person } of [doer, muted, quiet, hears])
      await groups.addMember(await ada(), { groupId: inner.id, memberId: person.id })
    const rights = { see: [inner.id], reply: [inner.id], create: [GROUP.staff], moderate: [] }
    const { id: categoryId } = await make.category({ rights })
    const { thread, postId } = await opened({ by: people.ada, categoryId })
    await follows.set(await app.ctx(muted.person), { kind: 'thread', id: thread.id }, 'mute')
    t.equal((await quiet.client.api('PUT', '/notifications/preferences', { quiet: ['greet.greeted'] })).status, 200)
    const to = [doer, outside, muted, quiet, hears].map(({ person }) => person)
    await tell(...to.map(person => ({ to: person, postId, by: doer.person })))
    t.strictSame(await Promise.all(to.map(rowsOf)), [0, 0, 0, 0, 1])
    await tell({ to: quiet.person, postId, kind: 'greet.waited' })
    t.strictSame((await toldTo(quiet.client)).map(inShort), ['greet.waited 1 mia'], 'they hear of another kind')

    const { id } = await make.post({ threadId: thread.id, by: people.ada })
    await postRemoval.remove(await ada(), { id })
    await tell({ to: hears.person, postId: id })
    t.equal(await rowsOf(hears.person), 1, 'of a post that is gone nobody is told')
  })

  await t.test('it is told once of each post; told again it moves up, and is news again once it was read', async t => {
    const { person, client } = await someone()
    const [one, other] = [await opened({ by: person, title: 'One' }), await opened({ by: person, title: 'Other' })]
    await tell({ to: person, postId: one.postId }, { to: person, postId: one.postId })
    await tell({ to: person, postId: other.postId })
    const titles = async () => (await toldTo(client)).map(told => `${told.thread.title} ${told.actors[0]?.name}`)
    t.strictSame(await titles(), ['Other mia', 'One mia'])
    await tell({ to: person, postId: one.postId, by: people.noor })
    t.strictSame(await titles(), ['One noor', 'Other mia'])
    await client.api('POST', '/notifications/read', { upTo: (await toldTo(client))[0]?.position })
    t.equal(bellOf(await client.get('/')), 0)
    await tell({ to: person, postId: one.postId })
    t.equal(bellOf(await client.get('/')), 1)
  })

  await t.test('it is told when the transaction that says so has committed, and only then', async t => {
    const { person } = await someone()
    const { postId } = await opened({ by: person })
    const told = [{ memberId: person.id, postId, actorId: null }]
    const failing = transaction(await app.ctx(), async ctx => {
      notify(ctx, 'greet.greeted', told)
      throw new Error('not after all')
    })
    await t.rejects(failing, { message: 'not after all' })
    const ctx = await app.ctx()
    t.throws(() => notify(ctx, 'greet.greeted', told), /outside a transaction/)
    const nonsense = transaction(ctx, async ctx =>
      notify(ctx, 'greet.greeted', [{ ...told[0], postId: Number.NaN } as never]),
    )
    await t.rejects(nonsense, /no id/)
    await tell({ to: { ...person, id: 987_654_321 }, postId }, { to: person, postId: 987_654_321 })
    t.equal(await rowsOf(person), 0)
  })

  await t.test('it goes with its post, with its thread, and with the right to see them', async t => {
    const inner = await make.group()
    const { person, client } = await someone()
    await groups.addMember(await ada(), { groupId: inner.id, memberId: person.id })
    const { id: categoryId } = await make.category({ rights: { see: [inner.id], create: [GROUP.staff] } })
    const closed = await opened({ by: people.ada, categoryId })
    const { thread } = await opened()
    const post = await make.post({ threadId: thread.id })
    const whole = await opened()
    await tell(...[closed.postId, post.id, whole.postId].map(postId => ({ to: person, postId })))
    t.equal(bellOf(await client.get('/')), 3)
    await threadRemoval.remove(await ada(), { id: whole.thread.id })
    await app.settled()
    t.equal(bellOf(await client.get('/')), 2)
    await postRemoval.remove(await ada(), { id: post.id })
    await app.settled()
    t.equal(bellOf(await client.get('/')), 1)
    await groups.removeMember(await ada(), { groupId: inner.id, memberId: person.id })
    t.equal((await toldTo(client)).length, 0, 'at once')
    await app.settled()
    t.equal(bellOf(await client.get('/')), 0)
    t.equal(await rowsOf(person), 0)
  })

  await t.test('members choose it like the others, and it is in the document', async t => {
    const { person, client } = await someone()
    const { page } = await client.get('/settings/notifications')
    t.match(page.querySelector('fieldset')?.textContent, /Reactions.*Greetings to me.*Greetings that wait/s)
    t.equal((await client.post('/settings/notifications', { tell: ['mention', 'greet.waited'] })).status, 303)
    const preferences = (await client.api('GET', '/notifications/preferences')).json<{ quiet: string[] }>()
    t.strictSame(preferences.quiet.filter(isHere), ['quote', 'reply', 'thread', 'reaction', 'greet.greeted'])
    t.equal((await client.api('PUT', '/notifications/preferences', preferences)).status, 200)
    const french = await client.get('/settings/notifications', { headers: { 'accept-language': 'fr' } })
    t.match(french.text, /Salutations pour moi/)
    type Schemas = { components: { schemas: { Notification: { properties: { kind: { enum: string[] } } } } } }
    const document = (await client.get('/api/v1/openapi.json')).json<Schemas>()
    t.strictSame(document.components.schemas.Notification.properties.kind.enum.filter(isHere).slice(5), [
      'reminder',
      'greet.greeted',
      'greet.waited',
    ])
    t.equal((await client.api('PUT', '/notifications/preferences', { quiet: ['greet.other'] })).status, 422)
    const { postId } = await opened({ by: person })
    await tell({ to: person, postId, kind: 'greet.waited' })
    t.equal(bellOf(await client.get('/')), 1)
  })

  await t.test('while the plugin is off nothing of it is shown or counted, and nothing is lost', async t => {
    const { person, client } = await someone()
    const { thread, postId } = await opened({ by: person })
    await client.api('PUT', '/notifications/preferences', { quiet: ['greet.waited'] })
    await make.post({ threadId: thread.id, body: `@${person.name}, look` })
    await tell({ to: person, postId })
    t.equal(bellOf(await client.get('/')), 2)
    await plugins.disable(await ada(), 'greet')
    t.equal(bellOf(await client.get('/')), 1)
    t.strictSame((await toldTo(client)).map(inShort), ['mention 2 noor'])
    t.strictSame((await client.api('GET', '/notifications/count')).json(), { unread: 1 })
    t.equal(bellOf(await client.get('/notifications')), 1)
    t.notMatch((await client.get('/settings/notifications')).text, /Greetings/)
    t.strictSame((await client.api('GET', '/notifications/preferences')).json(), { quiet: [] })
    t.equal((await client.api('PUT', '/notifications/preferences', { quiet: ['quote'] })).status, 200)
    await plugins.enable(await ada(), 'greet', ALL)
    t.equal(bellOf(await client.get('/')), 2)
    t.strictSame((await client.api('GET', '/notifications/preferences')).json(), { quiet: ['quote', 'greet.waited'] })
  })

  await t.test('when it is uninstalled, what it told and what was said of it is forgotten', async t => {
    const { person, client } = await someone()
    const { postId } = await opened({ by: person })
    await client.api('PUT', '/notifications/preferences', { quiet: ['quote', 'greet.waited'] })
    await tell({ to: person, postId })
    await plugins.disable(await ada(), 'greet')
    await uninstall(await ada(), 'greet')
    const { db } = await app.ctx()
    t.equal(await db.$count(notifications, eq(notifications.kind, 'greet.greeted')), 0)
    t.equal(await db.$count(members, and(eq(members.id, person.id), eq(members.quietKinds, ['quote']))), 1)
  })
})
