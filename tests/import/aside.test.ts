/** Documents that a thread tells apart. */
import t from 'tap'
import { toldAside } from '../../server/import/discourse/aside.ts'
import { foundIn } from '../../server/import/discourse/read.ts'
import type { Opened, Read } from '../../server/import/discourse/reading.ts'
import { post, topic } from './invented.ts'

const bytesOf = (content: unknown): Buffer =>
  Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))

/** Some parts of documents of all kinds. */
const documents = Array.from({ length: 350 }, (_, place): Opened => {
  const name = `${place}.json`
  if (place % 7 === 0) return { name, bytes: 0, found: { kind: 'other' } }
  const content = bytesOf(
    place % 11 === 0
      ? '{"half'
      : place % 2 === 0
        ? topic({ id: place, posts: [post({ topic: place, number: 1 })] })
        : post({ topic: 1, number: place }),
  )
  return { name, bytes: content.length, content }
})

async function* given(): AsyncGenerator<Opened> {
  yield* documents
}

t.test('a thread says of each document, in their order, what is said here', async t => {
  const got: Read[] = []
  for await (const one of toldAside(given())) got.push(one)
  t.same(
    got,
    documents.map(one => ({
      name: one.name,
      bytes: one.bytes,
      found: 'found' in one ? one.found : foundIn(one.content),
    })),
  )
  t.match(
    ['other', 'broken', 'topic', 'post'].map(kind => got.some(({ found }) => found.kind === kind)),
    [true, true, true, true],
    'there were some of all kinds',
  )
})

t.test('whoever has enough ends it, and what fails before it is told', async t => {
  const seen: string[] = []
  for await (const { name } of toldAside(given())) {
    seen.push(name)
    if (name === '3.json') break
  }
  t.strictSame(seen, ['0.json', '1.json', '2.json', '3.json'])
  async function* cutOff(): AsyncGenerator<Opened> {
    yield* given()
    throw new Error('cut off')
  }
  await t.rejects(async () => {
    for await (const _ of toldAside(cutOff()));
  }, /cut off/)
})

t.test('nothing is nothing', async t => {
  async function* none(): AsyncGenerator<Opened> {}
  const got: Read[] = []
  for await (const one of toldAside(none())) got.push(one)
  t.strictSame(got, [])
})
