/** Plugins that cannot be switched on: each says why, and is the only one that is not there. */
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'
import { bad, stateOf, works } from './forum.ts'

const GREET = join(import.meta.dirname, 'good/greet')
const OFFERS = join(import.meta.dirname, 'good/offers')

/** What is told of each. */
const TROUBLES = {
  throws: { key: 'plugins.problem.load', values: { problem: 'Error: it will not start' } },
  never: { key: 'plugins.problem.load' },
  garbled: { key: 'plugins.problem.load', values: { problem: /^plugin\.mjs:4: / } },
  missing: { key: 'plugins.problem.load', values: { problem: /^plugin\.mjs:2: .*\.\/words\.mjs/ } },
  hollow: { key: 'plugins.problem.load', values: { problem: 'there is no plugin.ts in it' } },
  lonely: { key: 'plugins.problem.needs', values: { id: 'companion', range: '^2.0.0' } },
  tomorrow: { key: 'plugins.problem.requires', values: { range: '>=99.0.0' } },
  halfway: { key: 'plugins.problem.migration', values: { name: '0002_second.sql', problem: /things_that_are_not/ } },
  silent: { key: 'plugins.problem.undeclared', values: { capability: 'tables' } },
  asksmembers: { key: 'plugins.problem.undeclared', values: { capability: 'memberFields' } },
  stateless: { key: 'plugins.problem.part', values: { part: 'channels.desk.state' } },
  changing: { key: 'plugins.problem.changing' },
  wildhost: { key: 'plugins.problem.part', values: { part: 'hosts' } },
  shouts: { key: 'plugins.problem.part', values: { part: 'verbs.SHOUT OUT' } },
  wordless: { key: 'plugins.problem.part', values: { part: 'settings.word.label' } },
  kindthread: { key: 'plugins.problem.part', values: { part: 'kinds.thread' } },
  fieldtitle: { key: 'plugins.problem.part', values: { part: 'kinds.wish.fields.title' } },
  offersagain: { key: 'plugins.problem.clash', values: { problem: /offer is declared twice/ } },
  keepsnothing: { key: 'plugins.problem.part', values: { part: 'keeps.dreams.ids' } },
  timeless: { key: 'plugins.problem.part', values: { part: 'jobs.never.every' } },
  pageless: { key: 'plugins.problem.load', values: { problem: 'no pages today' } },
  twice: { key: 'plugins.problem.address', values: { address: 'GET /api/v1/twice/here' } },
  shapeless: { key: 'plugins.problem.part', values: { part: 'GET /api/v1/shapeless/:id' } },
  posts: { key: 'plugins.problem.clash', values: { problem: /already declared/ } },
  wantstheirs: { key: 'plugins.problem.clash', values: { problem: /already declared for route '\/ideas\/mine'/ } },
  wantsthreads: { key: 'plugins.problem.clash', values: { problem: /^\/t belongs to / } },
} as const

t.test('plugins that cannot be loaded leave the forum and the others alone', async t => {
  const app = await startStaged(t, { plugins: [GREET, OFFERS, ...bad(...Object.keys(TROUBLES), 'wantsours')] })
  await works(t, app)

  for (const [id, trouble] of Object.entries(TROUBLES)) {
    await t.test(`${id}: who keeps the server is told which it is, and why`, async t => {
      t.match(await stateOf(app, id), { wanted: true, on: false, trouble })
      t.ok(
        app.errors.some(line => JSON.parse(line).plugin === id),
        'the log names it',
      )
    })
  }

  await t.test('of two that claim one path the first has it, and its pages stand there', async t => {
    t.match(await stateOf(app, 'wantsours'), { on: true, trouble: null })
    t.equal((await app.visitor().get('/ideas/mine')).location, '/?ours')
    t.equal((await app.visitor().get('/x/wantsours/mine')).status, 404)
  })

  await t.test('of two that bring one kind of threads the first has it', async t => {
    t.match(await stateOf(app, 'offers'), { on: true, trouble: null })
    const mia = await app.as(people.mia)
    const composer = (await mia.get('/threads/new')).text
    t.match(composer, /Something to give away/)
    t.notMatch(composer, /Something to sell/)
  })

  await t.test('nothing is kept of migrations that failed half-way', async t => {
    const { db } = await app.ctx()
    const [schema] = await db.execute(sql`select 1 from pg_namespace where nspname = 'plugin_halfway'`)
    t.equal(schema, undefined)
    t.strictSame([...(await db.execute(sql`select name from plugin_migrations where plugin = 'halfway'`))], [])
  })

  await t.test('the one that fails at nothing is on', async t => {
    t.match(await stateOf(app, 'greet'), { on: true, trouble: null })
    t.equal((await app.visitor().get('/x/greet')).status, 200)
  })
})
