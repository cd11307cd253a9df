/** Limits hold over all processes, whatever counts them. */
import t from 'tap'
import { consume, type Limit } from '../../server/core/limits.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { until } from '../support/until.ts'
import { TestValkey, valkeyOnly } from '../support/valkey.ts'
import { KINDS } from './kinds.ts'

const AT = new Date('2027-01-10T12:10:00Z')

const limitOf = (key: string): Limit => ({ key, limit: 2, seconds: 3600 })
const tried = async ({ ctx }: TestApp, key: string) => consume(await ctx(), limitOf(key))

for (const kind of KINDS) {
  t.test(`limits counted by ${kind.name}`, { skip: kind.skip }, async t => {
    let now = AT
    const env = { ...(await kind.variables(t)), GUILDHALL_LIMITS: 'on' }
    const here = await startApp(t, { env, now: () => now })
    const there = await startApp(t, { env, now: () => now, target: here.target })
    await tried(here, 'a')
    await tried(there, 'a')
    await t.rejects(tried(here, 'a'), { code: 'rate-limited', retryAfterSeconds: 50 * 60 })
    await t.rejects(tried(there, 'a'), { code: 'rate-limited' })
    await t.resolves(tried(there, 'b'), 'another key is counted by itself')
    now = new Date(AT.getTime() + 3600_000)
    await t.resolves(tried(here, 'a'), 'the next window begins anew')

    const together = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => tried(n % 2 ? here : there, 'many at once')),
    )
    t.equal(together.filter(one => one.status === 'fulfilled').length, 2)
  })
}

t.test('while Valkey is away PostgreSQL counts, and Valkey again when it is back', { skip: valkeyOnly }, async t => {
  const valkey = await TestValkey.start(t)
  const app = await startApp(t, { env: { VALKEY_URL: valkey.url, GUILDHALL_LIMITS: 'on' }, now: () => AT })
  await tried(app, 'c')
  t.match(await valkey.keys(), [/^guildhall:limit:c:\d+$/])
  await valkey.kill()
  await tried(app, 'c')
  await tried(app, 'c')
  await t.rejects(tried(app, 'c'), { code: 'rate-limited' }, 'from the beginning, but with an end')
  await valkey.start()
  const counted = async () => {
    await tried(app, `d${Math.random()}`)
    return (await valkey.keys()).some(key => key.startsWith('guildhall:limit:d'))
  }
  await until(counted, 'it counts again')
})
