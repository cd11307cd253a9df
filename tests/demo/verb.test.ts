import t from 'tap'
import { isLoopback } from '../../server/core/env.ts'

t.test('a host that others reach is told from one that they do not', async t => {
  for (const host of ['127.0.0.1', '::1', 'localhost']) t.ok(isLoopback(host))
  for (const host of ['0.0.0.0', '::', '192.0.2.7', 'talk.example']) t.notOk(isLoopback(host))
})
