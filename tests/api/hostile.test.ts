/** Each operation, asked wrongly in every way that its document tells of: a clear 4xx, never a 5xx, never another's words. */
import t from 'tap'
import { startApp } from '../support/app.ts'
import { drawing, upload } from '../support/files.ts'
import type { Answer, Client } from '../support/http.ts'
import { people } from '../support/people.ts'
import { thirdOf } from '../support/third-of.ts'
import { type Asked, Contract, type Operation, send } from './contract.ts'

/** Stands in everything that is mia's alone. */
const SECRET = 'zq7-hers-alone'

const ODD_PARAMS = [
  '0',
  '-1',
  '1.5',
  '9007199254740993',
  '99999999999999999999',
  'abc',
  '\u0000',
  '..',
  '%2e%2e',
  'é',
  ' ',
]
const ODD_QUERIES = [
  '',
  'x',
  '-1',
  '0',
  '1e9',
  '\u0000',
  '%',
  'null',
  'W10',
  'WzFd',
  'W251bGwsbnVsbF0',
  'x'.repeat(5000),
]
const ODD_VALUES: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e21, '', ' ', '\u0000', '\ud800', 'x'.repeat(70_000), '1e9', '2026-13-45T99:00:00Z'],
  ...[
    [],
    {},
    [[]],
    [null],
    { $ne: null },
    { __proto__: null, constructor: 'x' },
    ['x'.repeat(300)],
    '<script>',
    '../..',
  ],
]
const ODD_BODIES: readonly unknown[] = [
  null,
  [],
  'text',
  0,
  true,
  { unknown: 1 },
  JSON.parse('{"__proto__":{"admin":true}}'),
]

/**
 * Ways of asking for an operation that differ from the right one in one place. Of odd values each place is given a third,
 * another with each turn: who walks next asks what was not asked before.
 */
function* wrongly({ parameters, media }: Operation, right: Asked, turn: number): Generator<Asked> {
  for (const [nth, { name, in: place }] of parameters.entries()) {
    const odd = (all: readonly string[]) => thirdOf(all, turn + nth)
    if (place === 'path')
      for (const one of odd(ODD_PARAMS)) yield { ...right, params: { ...right.params, [name]: one } }
    else if (place === 'query')
      for (const one of odd(ODD_QUERIES)) yield { ...right, query: { ...right.query, [name]: one } }
    else for (const odd of ['', '"', 'x'.repeat(300), 'W/"v1"']) yield { ...right, headers: { [name]: odd } }
  }
  yield { ...right, query: { ...right.query, unknown: '1' } }
  if (media?.type !== 'application/json') return
  for (const body of ODD_BODIES) yield { ...right, body }
  const whole = Object(right.body)
  yield { ...right, body: { ...whole, unknown: 1 } }
  for (const [nth, name] of Object.keys(whole).entries()) {
    const { [name]: _, ...without } = whole
    yield { ...right, body: without }
    for (const odd of thirdOf(ODD_VALUES, turn + nth)) yield { ...right, body: { ...whole, [name]: odd } }
  }
}

t.test('the API asked wrongly', async t => {
  const app = await startApp(t, { bundled: true })
  const contract = new Contract((await app.visitor().get('/api/v1/openapi.json')).json())
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const hers = await furnish(mia)

  /** Params that name what is mia's. */
  const rightFor = ({ parameters, media }: Operation): Asked => ({
    params: Object.fromEntries(
      parameters.filter(one => one.in === 'path').map(({ name }) => [name, hers[name] ?? String(people.mia.id)]),
    ),
    ...(media?.type === 'application/json' && { body: media.example }),
  })

  async function furnish(client: Client): Promise<Readonly<Record<string, string>>> {
    const body = 'Words\n\n:::poll\nWhich?\n\n- One\n- Another\n:::'
    const thread = await app.make.thread({ by: people.mia, kind: 'question', body })
    const { items } = (await client.api('GET', `/threads/${thread.id}/posts`)).json<{ items: { id: string }[] }>()
    const sent = await upload(client, { bytes: await drawing(40, 30).png().toBuffer(), name: `${SECRET}.png` })
    await client.api('PUT', `/posts/${items[0]?.id}/bookmark`, { note: SECRET })
    await client.api('PUT', '/drafts/thread', { body: SECRET })
    await client.api('PUT', `/drafts/reply-${thread.id}`, { body: SECRET })
    await client.api('POST', '/members/me/searches', { name: SECRET, query: { q: SECRET } })
    await client.api('POST', '/tokens', { name: SECRET, scopes: ['read'] })
    return {
      id: sent.json<{ id: string }>().id,
      key: 'thread',
      name: 'mia',
      slug: 'none',
      synonym: 'none',
      memberId: '3',
      threadId: String(thread.id),
      postId: items[0]?.id ?? '',
      place: '0',
    }
  }

  /** What is wrong with an answer, whatever was asked. */
  function troubleWith(operation: Operation, answer: Answer): string {
    if (answer.status >= 500) return `answered ${answer.status}`
    if (answer.text.includes(SECRET)) return 'told what is another’s'
    if (answer.status >= 400 && !/^application\/problem\+json/.test(String(answer.headers['content-type'])))
      return `answered ${answer.status} with ${answer.headers['content-type']}`
    return contract.notAsSaid(operation, answer)
  }

  // Whoever signs out or joins in between would go on as somebody else.
  const lasting = contract.operations.filter(({ id }) => id !== 'signOut' && id !== 'join')

  let walks = 0
  async function walk(client: Client, operations: readonly Operation[]): Promise<string[]> {
    const found: string[] = []
    const shift = walks++
    for (const operation of operations) {
      const right = rightFor(operation)
      for (const asked of [right, ...wrongly(operation, right, lasting.indexOf(operation) + shift)]) {
        const answer = await send(client, operation, asked)
        const trouble = troubleWith(operation, answer)
        if (trouble) found.push(`${operation.id} with ${JSON.stringify(asked).slice(0, 300)}: ${trouble}`)
      }
    }
    return found
  }

  t.test('by a member, of what is another’s', async t => {
    t.strictSame(await walk(noor, lasting), [])
    t.match((await noor.api('GET', '/session')).json(), { member: { name: 'noor' } }, 'and is who they were')
  })

  t.test('by a visitor, of what can be read', async t => {
    t.strictSame(
      await walk(
        app.visitor(),
        lasting.filter(({ method }) => method === 'GET'),
      ),
      [],
    )
  })

  t.test('by an administrator, of what is theirs to keep', async t => {
    const areas = new Set([
      'Members',
      'Groups',
      'Categories',
      'Tags',
      'Settings',
      'Administration',
      'Webhooks',
      'Polls',
      'Questions',
    ])
    const told = await walk(
      await app.as(people.ada),
      lasting.filter(({ tag }) => areas.has(tag)),
    )
    t.strictSame(
      told.filter(line => !line.endsWith('told what is another’s')),
      [],
    )
  })
})
