/** How those stand that follow the log, and that one which fails says so and goes on when its cause is cured. */
import { sql } from 'drizzle-orm'
import t from 'tap'
import { troubleOf } from '../../server/core/trouble.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'
import { until } from '../support/until.ts'

type Consumer = {
  name: string
  state: string
  position: number
  behind: number
  after: string | null
  failures: number
  failingSince: string | null
  trouble: string | null
}

t.test('a consumer that fails', async t => {
  const app = await startApp(t, { errors: () => {} })
  const asAda = await app.as(people.ada)
  const { db } = app.database
  const consumer = async (name: string) => {
    const { items } = (await asAda.api('GET', '/consumers')).json<{ items: Consumer[] }>()
    return items.find(one => one.name === name)
  }
  const retry = () => asAda.api('POST', '/consumers/category-counts/retries')

  await app.make.thread()
  await app.settled()
  t.match(await consumer('category-counts'), { state: 'current', behind: 0, failures: 0, trouble: null })
  const before = (await consumer('category-counts'))?.position ?? 0

  await db.execute(sql`create function refuse() returns trigger language plpgsql as $$
    begin raise exception 'no room, says mia@people.example' using detail = 'zq-words'; end $$`)
  await db.execute(sql`create trigger refuse before update of post_count on categories
    for each row execute function refuse()`)
  await app.make.thread({ title: 'zq-words in a title' })
  await until(async () => ((await consumer('category-counts'))?.failures ?? 0) > 1, 'it fails, again and again')
  const failing = await consumer('category-counts')
  t.match(failing, { state: 'failing', trouble: 'no room, says …@people.example', failingSince: /^\d{4}-/ })
  t.ok((failing?.behind ?? 0) > 0)
  t.equal(failing?.position, before, 'its work and its place move together')
  const page = await asAda.get('/admin/jobs')
  t.match(page.seen('main'), /Counts of categories\s*Fails/)
  t.match(page.text, /no room, says …@people\.example/)
  t.notMatch(page.text, /zq-words/)

  const again = await page.submit('/admin/consumers/category-counts/retries')
  t.equal(again.location, '/admin/jobs?notice=failed-again')
  t.match((await retry()).json(), { state: 'failing' })

  await db.execute(sql`drop trigger refuse on categories`)
  t.match((await retry()).json(), { name: 'category-counts', state: 'current', failures: 0, trouble: null, behind: 0 })
  const answer = await asAda.post('/admin/consumers/category-counts/retries')
  t.match((await answer.follow()).seen('main [role=status]'), /went on/)
  t.equal((await asAda.api('POST', '/consumers/nobody/retries')).status, 404)
  await app.settled()
  const acts = await db.execute(
    sql`select from audit_entries where act = 'consumer.retry' and target_id = 'category-counts'`,
  )
  t.equal(acts.length, 4)
})

t.test('the line of an error names no values', async t => {
  for (const [message, line] of [
    ['invalid input syntax for type bigint: "hers alone"', 'invalid input syntax for type bigint'],
    ['value "hers alone" is out of range for type integer', 'value'],
    [
      'duplicate key value violates unique constraint "tags_slug_key"',
      'duplicate key value violates unique constraint "tags_slug_key"',
    ],
    ['connect to smtp://keeper:hidden@mail.example failed\nat somewhere', 'connect to …@mail.example failed'],
  ] as const)
    t.equal(troubleOf(new Error(message)), line)
})
