/** Guessing has an end: limits by address and by account, counted where every process sees them. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { rateLimits } from '../../db/tables/index.ts'
import { consume, forgetOldLimits, network } from '../../server/core/limits.ts'
import { transaction } from '../../server/core/transaction.ts'
import { KINDS } from '../processes/kinds.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

const { mia, noor } = people

for (const kind of KINDS) {
  t.test(`limits counted by ${kind.name}`, { skip: kind.skip }, async t => {
    const inTable = kind.name === 'PostgreSQL'
    let now = new Date('2027-01-10T12:00:00Z')
    const env = { ...(await kind.variables(t)), GUILDHALL_LIMITS: 'on', TRUST_PROXY: 'loopback' }
    const app = await startApp(t, { now: () => now, env })
    const from = (address: string) => app.visitor({ 'x-forwarded-for': address })
    const guess = (address: string, name: string, password = 'x'.repeat(300)) =>
      from(address).api('POST', '/session', { name, password })
    const minutes = (count: number) => {
      now = new Date(now.getTime() + count * 60_000)
    }

    t.test('one address has so many tries, then even the right password waits', async t => {
      for (let i = 0; i < 20; i++) t.equal((await guess('192.0.2.1', `nobody${i}`)).status, 401)
      const refused = await guess('192.0.2.1', 'mia', mia.password)
      t.equal(refused.status, 429)
      t.equal(refused.headers['retry-after'], String(15 * 60))
      t.equal((await guess('192.0.2.2', 'mia', mia.password)).status, 200, 'others are not kept out')
      minutes(15)
      t.equal((await guess('192.0.2.1', 'mia', mia.password)).status, 200, 'and it ends')
    })

    t.test('one account has so many tries, from wherever they come and however it is spelt (30)', async t => {
      minutes(60)
      for (let i = 0; i < 30; i++) t.equal((await guess(`198.51.100.${i}`, i % 2 ? 'noor' : ' NOOR ')).status, 401)
      t.equal((await guess('198.51.100.99', 'noor', noor.password)).status, 429)
      t.equal((await guess('198.51.100.99', 'mia', mia.password)).status, 200)
    })

    t.test('a customer with a whole network of addresses counts once', async t => {
      t.equal(network('2001:db8:1:2:3:4:5:6'), network('2001:0DB8:1:2::1'))
      t.not(network('2001:db8:1:2::1'), network('2001:db8:1:3::1'))
      t.equal(network('::1'), '0:0:0:0::/64')
      t.equal(network('::ffff:192.0.2.1'), '192.0.2.1')
      t.equal(network('fe80::1%eth0'), network('fe80::2'))
      t.equal(network('192.0.2.1'), '192.0.2.1')
    })

    t.test('joining and asking for mails have limits, and the page says when to come back', async t => {
      const address = '203.0.113.7'
      const join = (i: number) =>
        from(address).post('/join', { name: `crowd${i}`, email: `c${i}@people.example`, password: 'three blind mice' })
      for (let i = 0; i < 10; i++) t.equal((await join(i)).status, 303)
      const refused = await join(10)
      t.equal(refused.status, 429)
      t.ok(Number(refused.headers['retry-after']) > 0)
      t.match(refused.text, /That was too often/)
      const ask = (i: number) => from(`203.0.113.${i}`).post('/forgot', { email: 'MIA@people.example' })
      for (let i = 0; i < 4; i++) t.equal((await ask(i)).status, 303)
      t.equal((await ask(9)).status, 429, 'one mailbox, whoever asks')
    })

    if (inTable)
      t.test('the table keeps no address that somebody typed, and forgets', async t => {
        // The consumer of mails counts too.
        await app.settled()
        const rows = JSON.stringify(await app.database.db.select().from(rateLimits))
        t.notMatch(rows, /@people/)
        t.notMatch(rows, /noor/)
        minutes(3 * 24 * 60)
        await forgetOldLimits(await app.ctx())
        t.same(await app.database.db.select().from(rateLimits), [])
      })

    t.test('a try counts even when what it asked for fails; so it is never counted inside a transaction', async t => {
      const ctx = await app.ctx()
      await t.rejects(transaction(ctx, inner => consume(inner, { key: 'x', limit: 1, seconds: 60 })))
      await consume(ctx, { key: 'y', limit: 1, seconds: 60 })
      await t.rejects(consume(ctx, { key: 'y', limit: 1, seconds: 60 }), { code: 'rate-limited' })
      if (!inTable) return
      const [row] = await app.database.db.select().from(rateLimits).where(eq(rateLimits.key, 'y'))
      t.equal(row?.count, 2)
    })

    t.test('without GUILDHALL_LIMITS nothing is counted', async t => {
      const free = await startApp(t)
      for (let i = 0; i < 25; i++) {
        t.equal(
          (await free.visitor().api('POST', '/session', { name: 'nobody', password: 'x'.repeat(300) })).status,
          401,
        )
      }
      t.same(await free.database.db.select().from(rateLimits), [])
    })
  })
}
