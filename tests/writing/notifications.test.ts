/** Who is told of what, what is taken back, and that nothing out of sight is ever told. Over HTTP, as members see it. */
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import { follows, posts } from '../../db/tables/index.ts'
import { startApp } from '../support/app.ts'
import type { Answer, Client } from '../support/http.ts'
import type { Thread } from '../support/make.ts'
import { type Person, people } from '../support/people.ts'

type Told = {
  readonly id: string
  readonly kind: string
  readonly count: number
  readonly actors: readonly { readonly name: string }[]
  readonly thread: { readonly title: string }
  readonly post: { readonly id: string; readonly number: number; readonly url: string }
  readonly position: string
  readonly readAt: string | null
}

/** What a member is told over the API, newest first. */
async function toldTo(client: Client, query = ''): Promise<Told[]> {
  return (await client.api('GET', `/notifications${query}`)).json<{ items: Told[] }>().items
}

/** In short: `reply 3 noor`, with how many when it is more than one. */
const inShort = ({ kind, post, count, actors }: Told): string =>
  `${kind} ${post.number} ${actors.map(one => one.name).join('+')}${count > 1 ? ` ×${count}` : ''}`

/** The number on the bell; 0 when there is none. */
const bellOf = (answer: Answer): number => Number(answer.seen('#bell .dot') ?? 0)

const pathOf = (thread: Thread, number?: number): string =>
  `/t/${thread.id}/${thread.slug}${number === undefined ? '' : `/${number}`}`

t.test('notifications', async t => {
  const app = await startApp(t)
  const { make, database } = app

  const follow = async (
    person: Person,
    kind: 'thread' | 'category' | 'tag',
    targetId: number,
    level: 'follow' | 'mute' = 'follow',
  ) => {
    const row = { memberId: person.id, kind, targetId, level }
    await database.db
      .insert(follows)
      .values(row)
      .onConflictDoUpdate({ target: [follows.memberId, follows.kind, follows.targetId], set: row })
  }
  const openingOf = async (thread: Thread) => {
    const [row] = await database.db
      .select({ id: posts.id })
      .from(posts)
      .where(and(eq(posts.threadId, thread.id), eq(posts.number, 1)))
    return row?.id ?? 0
  }
  const someone = async () => {
    const person = await make.member()
    return { person, client: await app.as(person) }
  }

  t.test('whoever is answered is told, by bell, page and API', async t => {
    const asker = await someone()
    const thread = await make.thread({ by: asker.person, title: 'Which oil for ash handles?' })
    await make.post({ threadId: thread.id, by: people.noor, replyTo: await openingOf(thread) })
    await app.settled()
    t.strictSame((await toldTo(asker.client)).map(inShort), ['reply 2 noor'])
    t.strictSame((await asker.client.api('GET', '/notifications/count')).json(), { unread: 1 })
    const home = await asker.client.get('/')
    t.equal(bellOf(home), 1)
    t.equal(home.page.getElementById('bell')?.getAttribute('aria-label'), 'Notifications, 1 unread')
    t.equal(home.seen('#inbox .vh'), '1 unread')
    const page = await asker.client.get('/notifications')
    t.match(page.seen('.told > .unread'), /noor replied to you.*Which oil for ash handles\?/)
    t.equal(page.page.querySelector('.told .t')?.getAttribute('href')?.split('#')[0], pathOf(thread, 2))
    t.strictSame(await toldTo(await app.as(people.noor)), [], 'nobody is told of their own')
  })

  t.test('a visitor has no bell and is asked to sign in', async t => {
    const visitor = app.visitor()
    t.notOk((await visitor.get('/')).page.getElementById('bell'))
    t.match((await visitor.get('/notifications')).location, /^\/sign-in/)
    t.equal((await visitor.api('GET', '/notifications')).status, 401)
    t.equal((await visitor.api('GET', '/notifications/count')).status, 401)
    t.equal((await visitor.api('POST', '/notifications/read', { upTo: '1' })).status, 401)
    t.match((await visitor.post('/notifications/read', { upTo: '1' })).status, /401|303/)
  })

  t.test('new replies of a followed thread gather in one row that leads to the first', async t => {
    const reader = await someone()
    const thread = await make.thread()
    await follow(reader.person, 'thread', thread.id)
    await make.post({ threadId: thread.id, by: people.noor })
    await app.settled()
    await make.post({ threadId: thread.id, by: people.mo })
    await make.post({ threadId: thread.id, by: people.noor })
    await app.settled()
    t.strictSame((await toldTo(reader.client)).map(inShort), ['thread 2 noor+mo ×3'])
    t.match((await reader.client.get('/notifications')).seen('.told > li'), /3 new replies in a thread you follow/)
    t.equal(bellOf(await reader.client.get('/')), 1)
  })
})
