/** What is said of a category holds in the categories within it, until a nearer word is said. */
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import { follows, tags, threadTags } from '../../db/tables/index.ts'
import * as categories from '../../server/categories/service.ts'
import { GROUP } from '../../server/core/actor.ts'
import * as followService from '../../server/follows/service.ts'
import * as reactionService from '../../server/reactions/service.ts'
import { startApp } from '../support/app.ts'
import { linksOf } from '../support/html.ts'
import type { Client } from '../support/http.ts'
import type { Category, Post, Thread } from '../support/make.ts'
import { type Person, people } from '../support/people.ts'

t.test('categories within categories', async t => {
  const app = await startApp(t)
  const { make, database } = app

  const someone = async () => {
    const person = await make.member()
    return { person, client: await app.as(person) }
  }
  type Level = 'follow' | 'mute' | null
  const say = async (who: Person, { id }: { readonly id: number }, level: Level, kind: 'category' | 'thread') =>
    followService.set(await app.ctx(who), { kind, id }, level)
  /** A category, one within it, and one within that. */
  const nest = async () => {
    const outer = await make.category()
    const middle = await make.category({ parentId: outer.id })
    return [outer, middle, await make.category({ parentId: middle.id })] as const
  }
  const within = async ({ id }: Category) => make.thread({ by: people.mo, categoryId: id })
  const told = async (client: Client): Promise<string[]> => {
    await app.settled()
    const { items } = (await client.api('GET', '/notifications')).json<{
      items: { kind: string; thread: { title: string } }[]
    }>()
    return items.map(one => `${one.kind}: ${one.thread.title}`)
  }
  /** Home, latest and unread, those of them in which a thread stands; and the unread of the API. */
  const listsWith = async (client: Client, thread: Thread): Promise<string[]> => {
    const found: string[] = []
    for (const path of ['/', '/latest', '/unread']) {
      const links = linksOf((await client.get(path)).page, '.ledger a.t')
      if (links.some(link => link.startsWith(`/t/${thread.id}/`))) found.push(path)
    }
    const listed = (await client.api('GET', '/threads?muted=false')).json<{ items: { id: string }[] }>()
    if (listed.items.some(one => one.id === String(thread.id))) found.push('api')
    const read = (await client.api('GET', `/threads/${thread.id}`)).json<{ unread: unknown }>()
    return read.unread ? [...found, 'counted'] : found
  }
  const EVERYWHERE = ['/', '/latest', '/unread', 'api', 'counted']

  t.test('who follows the outer one hears of new threads in all of them, once', async t => {
    const { person, client } = await someone()
    const nested = await nest()
    await say(person, nested[0], 'follow', 'category')
    await say(person, nested[1], 'follow', 'category')
    const threads = []
    for (const category of nested) threads.push(await within(category))
    t.strictSame((await told(client)).sort(), threads.map(one => `thread: ${one.title}`).sort())
  })

  t.test('who mutes the outer one finds nothing of them in lists, and is told nothing', async t => {
    const { person, client } = await someone()
    const nested = await nest()
    const thread = await within(nested[2])
    t.strictSame(await listsWith(client, thread), EVERYWHERE)
    await say(person, nested[0], 'mute', 'category')
    t.strictSame(await listsWith(client, thread), [])
    await make.post({ threadId: thread.id, body: `@${person.name}, look` })
    const own: Post = await make.post({ threadId: thread.id, by: person })
    await reactionService.add(await app.ctx(people.mia), { postId: own.id, key: 'heart' })
    await make.post({ threadId: thread.id, replyTo: own.id })
    t.strictSame(await told(client), [])
    const [followed] = await database.db
      .select()
      .from(follows)
      .where(and(eq(follows.memberId, person.id), eq(follows.kind, 'thread')))
    t.notOk(followed, 'nor does writing there make them follow')
    t.match((await client.get(`/t/${thread.id}/${thread.slug}`)).seen('#follow'), /Muted with what it is in/)
  })

  t.test('the nearest word counts: thread, then tags, then the category, then what holds it', async t => {
    const { person, client } = await someone()
    const nested = await nest()
    const thread = await within(nested[2])
    await say(person, nested[0], 'mute', 'category')
    await say(person, nested[1], 'follow', 'category')
    t.strictSame(await listsWith(client, thread), EVERYWHERE, 'the nearer of two that hold it')
    await say(person, nested[2], 'mute', 'category')
    t.strictSame(await listsWith(client, thread), [])
    const [tag] = await database.db.insert(tags).values({ slug: 'near', name: 'near', listed: true }).returning()
    if (!tag) throw new Error('no tag')
    await database.db.insert(threadTags).values({ threadId: thread.id, tagId: tag.id })
    await followService.set(await app.ctx(person), { kind: 'tag', slug: 'near' }, 'follow')
    t.strictSame(await listsWith(client, thread), EVERYWHERE)
    await say(person, thread, 'mute', 'thread')
    t.strictSame(await listsWith(client, thread), [])

    const muted = await someone()
    await say(muted.person, nested[0], 'follow', 'category')
    await say(muted.person, nested[1], 'mute', 'category')
    const heard = await within(nested[0])
    await within(nested[1])
    await within(nested[2])
    t.strictSame(await told(muted.client), [`thread: ${heard.title}`])
  })

  t.test('a category that a follower does not see is not told of with the one that holds it', async t => {
    const { person, client } = await someone()
    const outer = await make.category()
    const inner = await make.category({ parentId: outer.id })
    await say(person, outer, 'follow', 'category')
    const rights = { see: [GROUP.staff], reply: [GROUP.staff], create: [GROUP.staff], moderate: [] }
    await categories.change(await app.ctx(people.ada), { id: inner.id, rights })
    await within(inner)
    t.strictSame(await told(client), [])
  })

  t.test('a category that is moved into another takes on what is said of that', async t => {
    const { person, client } = await someone()
    const [outer, moved] = [await make.category(), await make.category()]
    const thread = await within(moved)
    await say(person, outer, 'mute', 'category')
    t.strictSame(await listsWith(client, thread), EVERYWHERE)
    await categories.change(await app.ctx(people.ada), { id: moved.id, parentId: outer.id })
    t.strictSame(await listsWith(client, thread), [])
  })

  t.test('a category’s page says what holds from above, in both languages', async t => {
    const { person, client } = await someone()
    const [outer, , inner] = await nest()
    t.notOk((await client.get(`/c/${inner.slug}`)).page.querySelector('#follow p'))
    await say(person, outer, 'mute', 'category')
    t.match((await client.get(`/c/${inner.slug}`)).seen('#follow p'), /You have muted a category that holds/)
    t.notOk((await client.get(`/c/${outer.slug}`)).page.querySelector('#follow p'))
    await say(person, outer, 'follow', 'category')
    t.match((await client.get(`/c/${inner.slug}`)).seen('#follow p'), /You follow a category that holds/)
    t.match(
      (await client.get(`/c/${outer.slug}`)).seen('#follow'),
      /every new thread here and in the categories within/,
    )
    await say(person, inner, 'follow', 'category')
    t.notOk((await client.get(`/c/${inner.slug}`)).page.querySelector('#follow p'), 'a word of its own counts')
    t.notOk((await app.visitor().get(`/c/${inner.slug}`)).page.querySelector('#follow'))
  })
})
