/** What one process says the others hear, also after what carries it was away. */
import t, { type Test } from 'tap'
import type { Bus, Topic } from '../../server/core/bus/bus.ts'
import { PostgresBus } from '../../server/core/bus/postgres.ts'
import { ValkeyBus } from '../../server/core/bus/valkey.ts'
import { connect } from '../../server/core/db.ts'
import { Valkey } from '../../server/core/valkey.ts'
import { emptyDatabase } from '../support/cluster.ts'
import { quietLog } from '../support/log.ts'
import { until } from '../support/until.ts'
import { TestValkey, valkeyOnly } from '../support/valkey.ts'

type Ear = { readonly bus: Bus; readonly heard: Topic[] }

/** A process's end of the bus, once it hears. */
async function ear(t: Test, bus: Bus): Promise<Ear> {
  const heard: Topic[] = []
  bus.listen(topic => heard.push(topic))
  t.teardown(() => bus.close())
  await until(async () => heard.includes('missed'), 'it hears')
  heard.length = 0
  return { bus, heard }
}

async function comesThrough(from: Ear, to: Ear, topic: Topic): Promise<void> {
  from.bus.publish(topic)
  await until(async () => to.heard.includes(topic), `${topic} is heard`)
}

async function speaks(t: Test, one: Ear, other: Ear): Promise<void> {
  for (const topic of ['log', 'state:presence:42', 'log', 'state:me:7'] as const) one.bus.publish(topic)
  await until(async () => other.heard.length >= 3, 'all is heard')
  t.strictSame(other.heard, ['log', 'state:presence:42', 'state:me:7'], 'each topic of a moment once')
  t.strictSame(one.heard, [], 'nobody listens to themselves')

  other.heard.length = 0
  const many = Array.from({ length: 3000 }, (_, index): Topic => `state:presence:${1_000_000_000 + index}`)
  for (const topic of many) one.bus.publish(topic)
  await until(async () => other.heard.length >= many.length, 'more than one message holds is heard')
  t.strictSame(other.heard, many)
  other.heard.length = 0

  for (let n = 0; n < 6000; n++) one.bus.publish(`state:me:${n}`)
  await until(async () => other.heard.includes('missed'), 'who says too much at once says that anything may be another')
  other.heard.length = 0
}

t.test('a bus on PostgreSQL', async t => {
  const { target, drop } = await emptyDatabase()
  t.teardown(drop)
  const [one, other] = [await ear(t, new PostgresBus(target)), await ear(t, new PostgresBus(target))]
  await speaks(t, one, other)

  const sql = connect(target, { max: 1 })
  t.teardown(() => sql.end())
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'guildhall bus'`
  await until(
    async () => other.heard.includes('missed'),
    'it listens again, and says that it may have missed something',
  )
  await comesThrough(one, other, 'state:me:8')
})

t.test('a bus on Valkey', { skip: valkeyOnly }, async t => {
  const valkey = await TestValkey.start(t)
  const { log } = quietLog()
  const open = async () => {
    const client = await Valkey.open(valkey.url, log)
    t.teardown(() => client.close())
    return ear(t, new ValkeyBus(client))
  }
  const [one, other] = [await open(), await open()]
  await speaks(t, one, other)

  await valkey.kill()
  one.bus.publish('state:me:8')
  await valkey.start()
  await until(
    async () => other.heard.includes('missed'),
    'it listens again, and says that it may have missed something',
  )
  await comesThrough(one, other, 'state:me:9')

  valkey.hang()
  one.bus.publish('state:me:10')
  valkey.goOn()
  await until(async () => other.heard.includes('state:me:10'), 'what waited is told when it answers again')
})

t.test(
  'two communities on one Valkey are kept apart by the number of their database',
  { skip: valkeyOnly },
  async t => {
    const valkey = await TestValkey.start(t)
    const { log } = quietLog()
    const open = async (database: number) => {
      const client = await Valkey.open(`${valkey.url}/${database}`, log)
      t.teardown(() => client.close())
      return ear(t, new ValkeyBus(client))
    }
    const [one, other, foreign] = [await open(1), await open(1), await open(2)]
    await comesThrough(one, other, 'state:me:1')
    const [another] = [await open(2)]
    await comesThrough(another, foreign, 'state:me:2')
    t.strictSame(foreign.heard, ['state:me:2'])
  },
)
