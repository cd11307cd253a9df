import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { asc, eq, gt, sql } from 'drizzle-orm'
import { pino } from 'pino'
import t from 'tap'
import { consumers as cursors, domainEvents, threads } from '../../db/tables/index.ts'
import { SYSTEM } from '../../server/core/actor.ts'
import { type Ctx, type Log, makeContext } from '../../server/core/context.ts'
import { readOn } from '../../server/core/events/apart.ts'
import { type DomainEvent, emit } from '../../server/core/events/emit.ts'
import { type Consumer, EventLog } from '../../server/core/events/log.ts'
import { transaction } from '../../server/core/transaction.ts'
import * as posts from '../../server/posts/service.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { gate } from '../support/gate.ts'
import { people } from '../support/people.ts'
import { until } from '../support/until.ts'

declare module '../../server/core/events/emit.ts' {
  interface DomainEvents {
    'test.happened': { readonly n: number }
  }
}

const happen = (ctx: Ctx, n: number) => transaction(ctx, async ctx => emit(ctx, 'test.happened', { n }))
const numbersOf = (events: readonly DomainEvent[]) =>
  events.flatMap(one => (one.type === 'test.happened' ? [one.data.n] : []))

/** A second process on the same database, as far as the log is concerned. */
function anotherLog(app: TestApp, consumers: readonly Consumer[] = [], log: Log = app.server.ctx().log): EventLog {
  const { host } = app.server.ctx()
  return new EventLog({
    database: app.database,
    consumers,
    context: db => makeContext({ db, host, actor: SYSTEM }),
    log,
  })
}

t.test('the numbered log', async t => {
  const app = await startApp(t)
  const ctx = await app.ctx()

  t.test('one transaction held open while others commit loses nothing', async t => {
    const log = anotherLog(app)
    const seen: DomainEvent[] = []
    log.tail(events => void seen.push(...events))
    await log.start()

    const [written, release] = [gate(), gate()]
    const late = ctx.db.transaction(async db => {
      await db.insert(domainEvents).values({ type: 'test.happened', at: ctx.now(), data: { n: 1 } })
      written.open()
      await release.opened
    })
    await written.opened
    for (const n of [2, 3, 4]) await happen(ctx, n)
    await log.drain()
    t.strictSame(numbersOf(seen), [2, 3, 4], 'those who committed are not kept waiting')

    release.open()
    await late
    await happen(ctx, 5)
    await log.drain()
    await log.stop()
    t.strictSame(numbersOf(seen), [2, 3, 4, 1, 5], 'the late one comes after them, once')
    const positions = seen.map(one => one.position)
    t.strictSame(
      positions,
      [...new Set(positions)].sort((a, b) => a - b),
    )
  })

  t.test('two writers queued on one thread row arrive in post order', async t => {
    const thread = await app.make.thread()
    const [locked, release] = [gate(), gate()]
    const holder = ctx.db.transaction(async db => {
      await db.select().from(threads).where(eq(threads.id, thread.id)).for('update')
      locked.open()
      await release.opened
    })
    await locked.opened
    const contexts = [await app.ctx(people.mia), await app.ctx(people.noor)]
    const writing = Array.from({ length: 8 }, (_, index) =>
      posts.create(contexts[index % 2] ?? ctx, { threadId: thread.id, body: `Queued ${index}` }),
    )
    release.open()
    await holder
    await Promise.all(writing)
    await app.settled()
    const rows = await ctx.db
      .select()
      .from(domainEvents)
      .where(gt(domainEvents.position, 0))
      .orderBy(asc(domainEvents.position))
    const numbers = (rows as DomainEvent[]).flatMap(one =>
      one.type === 'post.created' && one.data.threadId === thread.id ? [one.data.number] : [],
    )
    t.strictSame(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  t.test('the sequencer killed between numbering and waking loses nothing', async t => {
    const handled: number[] = []
    const consumer: Consumer = {
      name: 'test.killed',
      types: ['test.happened'],
      handle: async (_, events) => void handled.push(...numbersOf(events)),
    }
    const before = anotherLog(app, [consumer])
    await before.start()
    await before.drain()
    await before.stop()
    handled.length = 0

    const ids = await ctx.db
      .insert(domainEvents)
      .values([41, 42].map(n => ({ type: 'test.happened', at: ctx.now(), data: { n } })))
      .returning({ id: domainEvents.id })
    const script = fileURLToPath(new URL('../support/killed-sequencer.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(app.target)], { stdio: 'inherit' })
    const [, signal] = await once(child, 'exit')
    t.equal(signal, 'SIGKILL')
    const numbered = await ctx.db
      .select()
      .from(domainEvents)
      .where(eq(domainEvents.id, ids[1]?.id ?? 0))
    t.ok(numbered[0]?.position, 'it had numbered them and told nobody')

    const after = anotherLog(app, [consumer])
    await after.start()
    await after.drain()
    await after.stop()
    t.strictSame(handled, [41, 42])
  })

  t.test('one whose work leaves the machine holds nobody up, and reads again what it could not do', async t => {
    const [done, others]: [number[], number[]] = [[], []]
    let isAway = true
    const apart: Consumer = {
      name: 'test.apart',
      types: ['test.happened'],
      job: 'test.apart',
      handle: async (ctx, events) => {
        t.equal(ctx.unit, null)
        if (isAway) throw new Error('nobody answers')
        done.push(...numbersOf(events))
      },
    }
    const other: Consumer = {
      name: 'test.other',
      types: ['test.happened'],
      handle: async (_, events) => void others.push(...numbersOf(events)),
    }
    const log = anotherLog(app, [apart, other])
    await log.start()
    await happen(ctx, 71)
    await log.drain()
    t.equal(others.at(-1), 71)
    t.strictSame(done, [], 'the log only says that there is something to read')
    const jobs = await ctx.db.execute(
      sql`select from graphile_worker.jobs where task_identifier = 'test.apart' and key = 'test.apart'`,
    )
    t.equal(jobs.length, 1)

    await t.rejects(readOn(ctx, apart), { message: 'nobody answers' })
    await t.rejects(log.retry(apart), { message: 'nobody answers' })
    const cursor = async () => (await ctx.db.select().from(cursors).where(eq(cursors.name, apart.name)))[0]
    t.match(await cursor(), { position: 0, failures: 2, trouble: 'nobody answers' })
    await happen(ctx, 72)
    await log.drain()
    isAway = false
    await readOn(ctx, apart, AbortSignal.abort())
    t.strictSame(done, [], 'whoever has to go leaves it')
    await readOn(ctx, apart)
    t.strictSame(done.slice(-2), [71, 72])
    t.match(await cursor(), { failures: 0, failingSince: null, trouble: null })
    const many = done.length
    await readOn(ctx, apart)
    t.equal(done.length, many)
    await log.stop()
  })

  t.test('a consumer that fails reads the same events again, and its cursor and work move together', async t => {
    let attempts = 0
    const consumer: Consumer = {
      name: 'test.failing',
      types: ['test.happened'],
      handle: async (ctx, events) => {
        await ctx.db.insert(cursors).values({ name: `test.work ${attempts}`, position: events.length })
        attempts++
        if (attempts === 1) throw new Error('the first attempt fails on purpose')
      },
    }
    const log = anotherLog(app, [consumer])
    await t.rejects(log.drain(), /on purpose/)
    await log.drain()
    await log.drain()
    await log.stop()
    t.equal(attempts, 2)
    const left = await ctx.db.select().from(cursors).where(eq(cursors.name, 'test.work 0'))
    t.strictSame(left, [], 'what the failed attempt wrote is gone')
  })

  t.test('a consumer that failed is asked again though nothing more happens', async t => {
    const again = gate()
    let attempts = 0
    const consumer: Consumer = {
      name: 'test.failing once',
      types: ['test.happened'],
      handle: async () => {
        attempts++
        if (attempts === 1) throw new Error('the first attempt fails on purpose')
        again.open()
      },
    }
    await happen(ctx, 5)
    const log = anotherLog(app, [consumer], pino({ level: 'silent' }))
    await log.start()
    await again.opened
    await log.stop()
    t.equal(attempts, 2)
  })

  t.test('what another process had in hand when it died is done though nothing more happens', async t => {
    const handled: number[] = []
    const consumer: Consumer = {
      name: 'test.in another hand',
      types: ['test.happened'],
      handle: async (_, events) => void handled.push(...numbersOf(events)),
    }
    await anotherLog(app, [consumer]).drain()
    handled.length = 0
    const [taken, release] = [gate(), gate()]
    const other = ctx.db.transaction(async db => {
      await db.select().from(cursors).where(eq(cursors.name, consumer.name)).for('update')
      taken.open()
      await release.opened
    })
    await taken.opened
    const log = anotherLog(app, [consumer])
    let looked = 0
    log.afterConsumers(() => looked++)
    await log.start()
    await happen(ctx, 77)
    await until(async () => looked >= 3, 'it has looked while the other was at it')
    t.strictSame(handled, [])
    release.open()
    await other
    await until(async () => handled.includes(77), 'it has done it')
    await log.stop()
    t.strictSame(handled, [77])
  })

  t.test('a consumer that builds on another reads no further than that one has', async t => {
    let broken = true
    const first: Consumer = {
      name: 'test.first',
      types: ['test.happened'],
      handle: async () => {
        if (broken) throw new Error('on purpose')
      },
    }
    const handled: string[] = []
    const caughtUp = gate()
    const second: Consumer = {
      name: 'test.second',
      types: ['test.happened', 'thread.created'],
      after: first.name,
      handle: async (_, events) => {
        for (const { type, data } of events) handled.push('n' in data ? String(data.n) : type)
        if (handled.includes('8')) caughtUp.open()
      },
    }
    // Both have had what happened before.
    await anotherLog(app, [{ ...first, handle: async () => {} }, second]).drain()
    handled.length = 0
    await app.make.thread()
    await happen(ctx, 8)
    const log = anotherLog(app, [second, first], pino({ level: 'silent' }))
    await log.start()
    while (handled.length === 0) await new Promise(resolve => setImmediate(resolve))
    t.strictSame(handled, ['thread.created'], 'only what came before it')
    broken = false
    await caughtUp.opened
    await log.stop()
    t.strictSame(handled, ['thread.created', '8'], 'the rest once it is done, though nothing more happens')
  })

  t.test('what a verb wrote and what it said of it commit together or not at all', async t => {
    const thread = await app.make.thread()
    await app.settled()
    const before = await ctx.db.$count(domainEvents)
    const failing = transaction(ctx, async ctx => {
      await ctx.db.update(threads).set({ title: 'Never' }).where(eq(threads.id, thread.id))
      emit(ctx, 'test.happened', { n: 99 })
      throw new Error('on purpose')
    })
    await t.rejects(failing, /on purpose/)
    t.equal(await ctx.db.$count(domainEvents), before)
    const [row] = await ctx.db.select().from(threads).where(eq(threads.id, thread.id))
    t.equal(row?.title, thread.title)
  })
})
