import t from 'tap'
import { ChunkCache } from '../../server/site/chunk-cache.ts'

const MEGABYTE = 'x'.repeat(1024 * 1024)
const page = () => ({ chunks: [MEGABYTE], slots: [] })

t.test('chunks that are kept again under their key take their room once', async t => {
  const cache = new ChunkCache()
  cache.set('first', page())
  for (let again = 0; again < 100; again++) cache.set('second', page())
  t.ok(cache.get('first'), 'the other page has not been pushed out')
})

t.test('what was used longest ago goes first when the room is full', async t => {
  const cache = new ChunkCache()
  for (let number = 1; number <= 32; number++) cache.set(String(number), page())
  cache.get('1')
  cache.set('33', page())
  t.ok(cache.get('1'))
  t.notOk(cache.get('2'))
})
