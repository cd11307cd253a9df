/** The server that outlives applications: what comes before one is there waits for it. */
import { createServer } from 'node:http'
import t, { type Test } from 'tap'
import { Front } from '../../server/front.ts'

async function listening(t: Test) {
  const front = new Front()
  const port = await front.listen(0, '127.0.0.1')
  t.teardown(() => front.close(0))
  return { front, ask: (path: string) => fetch(`http://127.0.0.1:${port}${path}`) }
}

t.test('a request that comes while the server starts is answered by the application', async t => {
  const { front, ask } = await listening(t)
  const early = ask('/latest')
  t.equal((await ask('/healthz')).status, 503, 'who asks how it is, is told')
  t.equal((await ask('/readyz')).status, 503)
  front.serve(createServer((request, response) => response.end(request.url)))
  t.equal(await (await early).text(), '/latest')
  t.equal(await (await ask('/top')).text(), '/top')
})

t.test('where none comes, who waits is told to come again', async t => {
  const { front, ask } = await listening(t)
  const early = ask('/latest')
  t.equal((await ask('/healthz')).status, 503)
  await front.close(1000)
  const { status, headers } = await early
  t.equal(status, 503)
  t.equal(headers.get('retry-after'), '2')
})
