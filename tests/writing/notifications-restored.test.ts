/** What was taken back with a post or a thread is told again when it is put back: once, and to nobody who has read it. */
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import { consumers, posts } from '../../db/tables/index.ts'
import * as categories from '../../server/categories/service.ts'
import { GROUP } from '../../server/core/actor.ts'
import * as followService from '../../server/follows/service.ts'
import * as postRemoval from '../../server/posts/removal.ts'
import * as reactionService from '../../server/reactions/service.ts'
import * as threadRemoval from '../../server/threads/removal.ts'
import { startApp } from '../support/app.ts'
import type { Client } from '../support/http.ts'
import type { Thread } from '../support/make.ts'
import { type Person, people } from '../support/people.ts'

type Told = {
  readonly id: string
  readonly kind: string
  readonly count: number
  readonly actors: readonly { readonly name: string }[]
  readonly post: { readonly number: number }
}

t.test('what is put back', async t => {
  const app = await startApp(t)
  const { make, database } = app

  const someone = async () => {
    const person = await make.member()
    return { person, client: await app.as(person) }
  }
  const follow = async (person: Person, { id }: Thread) =>
    followService.set(await app.ctx(person), { kind: 'thread', id }, 'follow')
  /** What is unread, in short; the bell says as many. */
  const unread = async (client: Client): Promise<string[]> => {
    const { items } = (await client.api('GET', '/notifications?unread=true')).json<{ items: Told[] }>()
    const bell = (await client.get('/')).seen('#bell .dot')
    t.equal(Number(bell ?? 0), items.length)
    return items.map(({ kind, post, actors, count }) => {
      const names = actors.map(one => one.name).join('+')
      return `${kind} ${post.number} ${names}${count > 1 ? ` ×${count}` : ''}`
    })
  }
  const unreadNow = async (client: Client) => {
    await app.settled()
    return unread(client)
  }
  /** What is unread to each, in the order of kinds: what comes back with a thread comes in no order of its own. */
  const unreadTo = async (...all: readonly { readonly client: Client }[]) => {
    await app.settled()
    return Promise.all(all.map(async one => (await unread(one.client)).sort()))
  }
  const markAll = async (client: Client) => {
    const { items } = (await client.api('GET', '/notifications')).json<{ items: Told[] }>()
    t.equal((await client.api('POST', '/notifications/read', { ids: items.map(one => one.id) })).status, 200)
  }
  const removePost = async (id: number) => postRemoval.remove(await app.ctx(people.ada), { id })
  const restorePost = async (id: number) => postRemoval.restore(await app.ctx(people.ada), { id })
  const removeThread = async (id: number) => threadRemoval.remove(await app.ctx(people.ada), { id })
  const restoreThread = async (id: number) => threadRemoval.restore(await app.ctx(people.ada), { id })
  const openingOf = async (threadId: number) => {
    const [row] = await database.db
      .select({ id: posts.id })
      .from(posts)
      .where(and(eq(posts.threadId, threadId), eq(posts.number, 1)))
    return row?.id ?? 0
  }

  t.test('a post’s mention, quote and answer are news again', async t => {
    const [called, quoted, asker, follower] = [await someone(), await someone(), await someone(), await someone()]
    const thread = await make.thread({ by: asker.person })
    await follow(follower.person, thread)
    await make.post({ threadId: thread.id, by: quoted.person, body: 'Linseed oil' })
    const words = `> [@${quoted.person.name}](/t/${thread.id}/${thread.slug}/2):\n> Linseed oil`
    const body = `${words}\n\nIndeed, @${called.person.name}`
    const { id } = await make.post({ threadId: thread.id, body, replyTo: await openingOf(thread.id) })
    const everybody = () => unreadTo(called, quoted, asker, follower)
    const before = await everybody()
    t.strictSame(before[0], ['mention 3 noor'])
    t.match(before[2], [`reply 2 ${quoted.person.name}`, 'reply 3 noor'])
    t.strictSame(before[3], [`thread 2 noor+${quoted.person.name} ×2`])
    await removePost(id)
    t.strictSame((await everybody())[0], [])
    await restorePost(id)
    t.strictSame(await everybody(), before)
    await database.db.update(consumers).set({ position: 0 }).where(eq(consumers.name, 'notifications'))
    t.strictSame(await everybody(), before, 'and once, though it comes twice')
  })

  t.test('who had read it, by list or on the page, is not told anew', async t => {
    const [listed, reader] = [await someone(), await someone()]
    const thread = await make.thread({ by: people.mo })
    await follow(reader.person, thread)
    const body = `@${listed.person.name} @${reader.person.name} look`
    const called = await make.post({ threadId: thread.id, body })
    const plain = await make.post({ threadId: thread.id })
    await app.settled()
    await markAll(listed.client)
    t.equal((await reader.client.api('PUT', `/threads/${thread.id}/read`, { number: 3 })).status, 204)
    for (const { id } of [called, plain]) await removePost(id)
    await app.settled()
    for (const { id } of [called, plain]) await restorePost(id)
    t.strictSame(await unreadNow(listed.client), [])
    t.strictSame(await unreadNow(reader.client), [])
    const { items } = (await listed.client.api('GET', '/notifications')).json<{ items: Told[] }>()
    t.equal(items.length, 1, 'the row that was read is the only one')
  })

  t.test('a call that its reader had passed over is news still', async t => {
    const called = await someone()
    const thread = await make.thread({ by: people.mo })
    const { id } = await make.post({ threadId: thread.id, body: `@${called.person.name} look` })
    await removePost(id)
    for (let count = 0; count < 3; count++) await make.post({ threadId: thread.id })
    t.equal((await called.client.api('PUT', `/threads/${thread.id}/read`, { number: 5 })).status, 204)
    t.strictSame(await unreadNow(called.client), [])
    await restorePost(id)
    t.strictSame(await unreadNow(called.client), ['mention 2 noor'])
  })

  t.test('of a thread put back all is told again that was', async t => {
    const [begun, called, follower] = [await someone(), await someone(), await someone()]
    const thread = await make.thread({ by: begun.person, body: `@${called.person.name}, how would you?` })
    await follow(follower.person, thread)
    const first = await make.post({ threadId: thread.id, by: people.noor, replyTo: await openingOf(thread.id) })
    await make.post({ threadId: thread.id, by: people.mo })
    const gone = await make.post({ threadId: thread.id, by: people.mo })
    await removePost(gone.id)
    await reactionService.add(await app.ctx(people.mia), { postId: first.id, key: 'heart' })
    const everybody = () => unreadTo(begun, called, follower)
    const before = await everybody()
    t.strictSame(before[1], [`mention 1 ${begun.person.name}`])
    t.strictSame(before[2], ['thread 2 mo+noor ×2'])
    await removeThread(thread.id)
    t.strictSame(await everybody(), [[], [], []])
    await restoreThread(thread.id)
    t.strictSame(await everybody(), before)
    await removeThread(thread.id)
    await restoreThread(thread.id)
    t.strictSame(await everybody(), before, 'also when it was gone and back before anybody was told')
  })

  t.test('reactions to it that were news are news again, those that were read are not', async t => {
    const author = await someone()
    const thread = await make.thread()
    const post = await make.post({ threadId: thread.id, by: author.person })
    const reacts = async (by: Person) => reactionService.add(await app.ctx(by), { postId: post.id, key: 'heart' })
    await reacts(people.mo)
    await app.settled()
    await markAll(author.client)
    await reacts(people.noor)
    await reacts(people.mia)
    t.strictSame(await unreadNow(author.client), ['reaction 2 mia+noor ×2'])
    await removePost(post.id)
    t.strictSame(await unreadNow(author.client), [])
    await restorePost(post.id)
    t.strictSame(await unreadNow(author.client), ['reaction 2 mia+noor ×2'])
  })

  t.test('who sees it no more, or has muted the place meanwhile, is told nothing', async t => {
    const [away, muted, still] = [await someone(), await someone(), await someone()]
    const places = [await make.category(), await make.category()] as const
    const calling = [away, muted, still].map(one => `@${one.person.name}`).join(' ')
    const called = []
    for (const { id: categoryId } of places) {
      const thread = await make.thread({ by: people.mo, categoryId })
      called.push(await make.post({ threadId: thread.id, body: calling }))
    }
    t.equal((await unreadNow(still.client)).length, 2)
    for (const { id } of called) await removePost(id)
    await app.settled()
    const rights = { see: [GROUP.staff], reply: [GROUP.staff], create: [], moderate: [] }
    await categories.change(await app.ctx(people.ada), { id: places[0].id, rights })
    await followService.set(await app.ctx(muted.person), { kind: 'category', id: places[1].id }, 'mute')
    for (const { id } of called) await restorePost(id)
    t.strictSame(await unreadNow(away.client), ['mention 2 noor'], 'of the place that is still in sight')
    t.strictSame(await unreadNow(muted.client), [])
    t.strictSame(await unreadNow(still.client), ['mention 2 noor'])
  })
})
