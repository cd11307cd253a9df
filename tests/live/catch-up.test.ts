/** Coming back: whoever says where they were hears exactly what they missed, in order, once. */
import { and, asc, gt, inArray, sql } from 'drizzle-orm'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { domainEvents } from '../../db/tables/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { gate } from '../support/gate.ts'
import { Listener } from '../support/listener.ts'
import { people } from '../support/people.ts'

const TYPES = ['post.created', 'post.edited', 'post.deleted', 'reaction.added', 'reaction.removed', 'thread.edited']

/** What the log has of a thread after a position. */
async function logged(app: TestApp, threadId: number, after: string): Promise<string[]> {
  const { position, type, data } = domainEvents
  const rows = await app.database.db
    .select({ position })
    .from(domainEvents)
    .where(and(gt(position, Number(after)), inArray(type, TYPES), sql`${data}->>'threadId' = ${String(threadId)}`))
    .orderBy(asc(position))
  return rows.map(row => String(row.position))
}

/** Events of a thread as another process may have written them, without the acts. */
async function write(app: TestApp, threadId: number, count: number): Promise<void> {
  const data = { threadId, categoryId: 0 }
  const rows = Array.from({ length: count }, () => ({ type: 'thread.edited', at: new Date(), data }))
  await app.database.db.insert(domainEvents).values(rows)
  await app.settled()
}

/** Somebody who listens to threads, is cut off, and comes back from what they heard last. */
class Wanderer {
  private listener: Listener | null = null
  private readonly heard: Map<number, string[]>

  constructor(
    private readonly app: TestApp,
    private readonly start: string,
    threadIds: readonly number[],
  ) {
    this.heard = new Map(threadIds.map(id => [id, []]))
  }

  /** @param forgets how many of the last events it asks for once more, as a page that crashed would */
  async come(forgets = 0): Promise<void> {
    this.leave()
    const listener = await Listener.at(this.app.url, {})
    this.listener = listener
    for (const [id, ids] of this.heard) {
      ids.splice(Math.max(0, ids.length - forgets))
      await listener.subscribe(`thread:${id}`, { after: ids.at(-1) ?? this.start })
    }
  }

  leave(): void {
    const { listener } = this
    if (!listener) return
    listener.socket.terminate()
    for (const [id, ids] of this.heard) ids.push(...listener.events(`thread:${id}`).map(event => String(event.id)))
    this.listener = null
  }

  /** Everything that was heard of a thread, when everything has been told. */
  async all(threadId: number): Promise<readonly string[]> {
    await this.app.settled()
    if (!this.listener) await this.come()
    await this.listener?.settled()
    this.leave()
    return this.heard.get(threadId) ?? []
  }
}

const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('post'), thread: fc.nat(1) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constantFrom('edit', 'delete', 'react', 'unreact'),
      thread: fc.nat(1),
      which: fc.nat(20),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('leave', 'come'), forgets: fc.nat(5) }) },
)

t.test('coming back', async t => {
  const app = await startApp(t)
  const [mia, noor] = [await app.as(people.mia), await app.as(people.noor)]
  const position = async () => {
    await app.settled()
    const listener = await Listener.at(app.url, {})
    const { after = '' } = await listener.subscribe('latest')
    listener.socket.terminate()
    return after
  }
  const opened = async (t: Test, at = app): Promise<Listener> => {
    const listener = await Listener.at(at.url, {})
    t.teardown(() => listener.socket.terminate())
    return listener
  }
  /** What is told to who comes now with a position. */
  const told = async (t: Test, threadId: number, after: string, at = app): Promise<readonly string[]> => {
    const listener = await opened(t, at)
    await listener.subscribe(`thread:${threadId}`, { after })
    await listener.settled()
    return listener.frames.filter(({ op }) => op === 'event' || op === 'reset').map(({ op, id }) => String(id ?? op))
  }

  t.test('whatever happens, and whenever one is cut off, what is heard is the log', async t => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async acts => {
        const threads = [await app.make.thread(), await app.make.thread()]
        const start = await position()
        const wanderer = new Wanderer(
          app,
          start,
          threads.map(({ id }) => id),
        )
        const posts: string[][] = [[], []]
        for (const one of acts) {
          if ('forgets' in one) {
            if (one.does === 'leave') wanderer.leave()
            else await wanderer.come(one.forgets)
            continue
          }
          const known = posts[one.thread] ?? []
          const post = 'which' in one ? known[one.which % Math.max(1, known.length)] : undefined
          if (one.does === 'post') {
            const path = `/threads/${threads[one.thread]?.id}/posts`
            known.push((await mia.api('POST', path, { body: `Number ${known.length}` })).json<{ id: string }>().id)
          } else if (post === undefined) continue
          else if (one.does === 'edit')
            await mia.api('PATCH', `/posts/${post}`, { body: `Once more, ${Math.random()}` })
          else if (one.does === 'delete') await mia.api('DELETE', `/posts/${post}`)
          else await noor.api(one.does === 'react' ? 'PUT' : 'DELETE', `/posts/${post}/reactions/heart`)
        }
        for (const { id } of threads) {
          const [heard, written] = [await wanderer.all(id), await logged(app, id, start)]
          if (heard.join() !== written.join()) throw new Error(`heard ${heard}, the log has ${written}`)
        }
      }),
      { numRuns: 12, endOnFailure: true },
    )
    t.pass('twelve times')
  })

  t.test('so it is while many write at once', async t => {
    const thread = await app.make.thread()
    const start = await position()
    const wanderers = Array.from({ length: 4 }, () => new Wanderer(app, start, [thread.id]))
    let writing = true
    const wandering = wanderers.map(async one => {
      while (writing) await one.come(2)
    })
    const write = async (by: typeof people.mia) => {
      for (let count = 0; count < 25; count++) await app.make.post({ threadId: thread.id, by })
    }
    await Promise.all([write(people.mia), write(people.noor), write(people.mo), write(people.ada)])
    writing = false
    await Promise.all(wandering)
    const written = await logged(app, thread.id, start)
    t.equal(written.length, 100)
    for (const one of wanderers) t.strictSame(await one.all(thread.id), written)
  })

  t.test('an event that is committed late is not lost', async t => {
    const thread = await app.make.thread()
    const start = await position()
    const [written, release] = [gate(), gate()]
    const late = app.database.db.transaction(async db => {
      const data = { threadId: thread.id, categoryId: thread.categoryId }
      await db.insert(domainEvents).values({ type: 'thread.edited', at: new Date(), data })
      written.open()
      await release.opened
    })
    await written.opened
    await app.make.post({ threadId: thread.id })
    await app.settled()
    const [first = ''] = await told(t, thread.id, start)
    const listener = await opened(t)
    await listener.subscribe(`thread:${thread.id}`, { after: first })
    release.open()
    await late
    const event = await listener.next(({ type }) => type === 'thread.edited')
    t.ok(Number(event.id) > Number(first))
    t.strictSame(await told(t, thread.id, first), [event.id])
  })

  t.test('who missed too much is told to read again, and hears what comes', async t => {
    const thread = await app.make.thread()
    const start = await position()
    await write(app, thread.id, 200)
    t.equal((await told(t, thread.id, start)).length, 200)
    await write(app, thread.id, 1)
    t.strictSame(await told(t, thread.id, start), ['reset'])
    const listener = await opened(t)
    const { after } = await listener.subscribe(`thread:${thread.id}`, { after: start })
    t.equal(after, await position(), 'from where it can go on')
    await app.make.post({ threadId: thread.id })
    await listener.next(({ type }) => type === 'post.created')
  })

  t.test('what is no longer in memory is in the log, also after a restart', async t => {
    const thread = await app.make.thread()
    const start = await position()
    await write(app, thread.id, 3)
    const other = await app.make.thread()
    for (let count = 0; count < 5; count++) await write(app, other.id, 500)
    await write(app, thread.id, 2)
    const written = await logged(app, thread.id, start)
    t.equal(written.length, 5)
    t.strictSame(await told(t, thread.id, start), written)
    t.strictSame(await told(t, other.id, start), ['reset'])
    const listener = await opened(t)
    await listener.subscribe('latest', { after: start })
    await listener.next(({ op }) => op === 'reset')

    const again = await startApp(t, { target: app.target })
    t.strictSame(await told(t, thread.id, start, again), written)
    t.strictSame(await told(t, thread.id, written[3] ?? '', again), written.slice(4), 'out of its memory')
    t.strictSame(await told(t, other.id, start, again), ['reset'])
  })
})
