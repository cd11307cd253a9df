/** What Prometheus is told, by one process and by two. */
import t from 'tap'
import { folderFor, guildhall } from '../ops/processes.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

const TOKEN = 'prometheus keeps 1 long secret'.replaceAll(' ', '-')

/** The value of a series; NaN where there is none. */
const numberIn = (text: string, series: string): number =>
  Number(
    text
      .split('\n')
      .find(line => line.startsWith(`${series} `))
      ?.slice(series.length + 1) ?? 'none',
  )

t.test('metrics', async t => {
  const app = await startApp(t, { env: { METRICS_TOKEN: TOKEN } })
  const scrape = async () =>
    (await app.visitor().get('/metrics', { headers: { authorization: `Bearer ${TOKEN}` } })).text

  t.test('are for who has the token, and nowhere without one', async t => {
    t.equal((await app.visitor().get('/metrics')).status, 401)
    const wrong = await app.visitor().get('/metrics', { headers: { authorization: `Bearer ${TOKEN}x` } })
    t.equal(wrong.status, 401)
    t.match(wrong.headers['content-type'], /problem\+json/)
    t.equal((await (await app.as(people.ada)).get('/metrics')).status, 401, 'an administrator is no Prometheus')
    const without = await startApp(t)
    t.equal((await without.visitor().get('/metrics')).status, 404)
  })

  t.test('count answers by route, never by address', async t => {
    const thread = await app.make.thread()
    const series = 'guildhall_http_request_seconds_count{method="GET",route="/t/:id/:slug",status="2xx"}'
    const before = numberIn(await scrape(), series) || 0
    for (let asked = 0; asked < 3; asked++) await app.visitor().get(`/t/${thread.id}/${thread.slug}?n=${asked}`)
    const text = await scrape()
    t.equal(numberIn(text, series), before + 3)
    t.notMatch(text, new RegExp(thread.slug), 'nothing that a member wrote')
  })

  t.test('tell of events, consumers, jobs, mails, sockets and what was found in memory', async t => {
    const thread = await app.make.thread()
    await app.make.post({ threadId: thread.id })
    await app.settled()
    const text = await scrape()
    t.ok(numberIn(text, 'guildhall_events_total{type="post.created"}') >= 1)
    t.equal(numberIn(text, 'guildhall_consumer_lag_events{consumer="notifications"}'), 0)
    t.equal(numberIn(text, 'guildhall_jobs{state="failed"}'), 0)
    t.ok(numberIn(text, 'guildhall_mails{state="waiting"}') >= 0)
    t.equal(numberIn(text, 'guildhall_sockets'), 0)
    t.ok(numberIn(text, 'guildhall_cache_total{cache="visitors",found="no"}') >= 1)
    t.ok(numberIn(text, 'process_resident_memory_bytes') > 1e7)
  })
})

t.test('two processes are told of as one machine, whichever is asked', async t => {
  const folder = await folderFor(t)
  const env = { WORKERS: '2', METRICS_TOKEN: TOKEN, GUILDHALL_LIMITS: 'off' }
  const server = guildhall(folder, ['start'], { env })
  const address = (await server.line(/^Guildhall is at /)).slice('Guildhall is at '.length)
  const headers = { connection: 'close', authorization: `Bearer ${TOKEN}` }
  const series = 'guildhall_http_request_seconds_count{method="GET",route="/healthz",status="2xx"}'
  for (let asked = 0; asked < 10; asked++) await (await fetch(`${address}/healthz`, { headers })).text()
  for (let asked = 0; asked < 4; asked++) {
    const text = await (await fetch(`${address}/metrics`, { headers })).text()
    t.equal(numberIn(text, series), 10)
    t.equal(text.split('\n').filter(line => line.startsWith('# TYPE guildhall_jobs ')).length, 1, 'the community once')
  }
  server.kill('SIGTERM')
  t.equal(await server.ended, 0, 'and it stops as it was told to')
})
