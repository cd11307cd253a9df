/** What plugins keep goes along with an export, and comes back: votes, answers, who has the same question. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { LINES, type Line, parseLine } from '../../server/export/format.ts'
import { exportAll } from '../../server/export/write.ts'
import { importAll } from '../../server/import/importer.ts'
import { JsonlAdapter } from '../../server/import/jsonl/adapter.ts'
import { bad } from '../plugins/forum.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { temporaryFolder } from '../support/folder.ts'
import { type Person, people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'

type Kept = Line<'kept'>
type App = Pick<TestApp, 'ctx' | 'as' | 'make' | 'settled'>

const progress = () => {}

async function written(t: Test, app: App) {
  const folder = join(await temporaryFolder(t), 'out')
  const done = await exportAll(await app.ctx(), { path: folder, progress })
  const text = await readFile(join(folder, LINES), 'utf8')
  const lines = text.trimEnd().split('\n').map(parseLine)
  return { folder, done, lines, kept: lines.filter((line): line is Kept => line.type === 'kept') }
}

const bringInto = async (app: App, folder: string) => {
  const report = await importAll(await app.ctx(), { adapter: new JsonlAdapter(folder, false), progress })
  await app.settled()
  return report
}

/** Rows whose members are called by their names, which are the same on both sides. */
function comparable({ lines, kept }: { readonly lines: readonly Line[]; readonly kept: readonly Kept[] }): string[] {
  const names = new Map(lines.flatMap(line => (line.type === 'member' ? [[line.id, line.name] as const] : [])))
  const told = ({ row, ...line }: Kept) => {
    const by = typeof row.memberId === 'string' ? { memberId: names.get(row.memberId) } : {}
    return JSON.stringify({ ...line, row: { ...row, ...by } })
  }
  return kept.map(told).sort()
}

const POLLS = `Before

:::poll ranked
Which?

- Soup
- Bread
:::

:::poll named results=voted
Where?

- Inside
- Outside
:::`

/** A community with votes and answers: ids of the post with the polls, and of the question. */
async function furnished(app: App) {
  const ask = async (by: Person, method: string, path: string, body?: object) => {
    const answer = await (await app.as(by)).api(method, path, body)
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`)
  }
  const { mia, noor, mo } = people
  const opened = await (await app.as(mia)).api('POST', '/threads', {
    ...{ categoryId: String((await app.make.category()).id), title: 'Lunch', body: POLLS },
  })
  const { post } = opened.json<{ post: { id: string } }>()
  await ask(mia, 'PUT', `/polls/${post.id}/0/ballot`, { choice: [1, 0] })
  await ask(noor, 'PUT', `/polls/${post.id}/0/ballot`, { choice: [0] })
  await ask(noor, 'PUT', `/polls/${post.id}/1/ballot`, { choice: [1] })
  await ask(mia, 'PUT', `/polls/${post.id}/1/closing`)

  const { id: question } = await app.make.thread({ by: mia, kind: 'question', title: 'How sharp?' })
  const [accepted, verified] = [
    await app.make.post({ threadId: question, by: noor }),
    await app.make.post({ threadId: question, by: noor }),
  ]
  await ask(mia, 'PUT', `/questions/${question}/accepted/${accepted.id}`)
  await ask(mo, 'PUT', `/questions/${question}/verified/${verified.id}`)
  await ask(noor, 'PUT', `/questions/${question}/same`)
  await app.settled()
  return { postId: post.id, question, accepted, verified }
}

/** What a member is told of the polls and the question. */
async function seen(app: App, who: Person, { postId, question }: { postId: string | number; question: number }) {
  const client = await app.as(who)
  const polls = (await client.api('GET', `/polls/${postId}`)).json<{ items: object[] }>().items
  const { mine, ...state } = (await client.api('GET', `/questions/${question}`)).json<Record<string, unknown>>()
  return { polls, mine, state }
}

t.test('polls and questions that are written out and read in again are the same', async t => {
  const here = await startApp(t, { bundled: true })
  const made = await furnished(here)
  const out = await written(t, here)
  t.strictSame(
    [...new Set(out.kept.map(({ name }) => name))],
    ['polls.ballots', 'polls.closings', 'questions.answers', 'questions.same'],
  )
  t.equal(out.lines.length, out.done.lines + 2)
  for (const { row } of out.kept)
    for (const part of ['postId', 'threadId', 'memberId'])
      t.ok(row[part] === undefined || typeof row[part] === 'string', 'ids are texts')

  const there = await startApp(t, { bundled: true, untouched: true })
  const report = await bringInto(there, out.folder)
  t.strictSame(Object.fromEntries(report.leftOut), {})

  await t.test('row by row', async t => {
    t.strictSame(comparable(await written(t, there)), comparable(out))
  })

  await t.test('and to whoever looks', async t => {
    // Passwords are in no export: whoever comes has a new one.
    const visit = (app: TestApp) => app.visitor().get(`/api/v1/polls/${made.postId}`)
    t.strictSame((await visit(there)).json(), (await visit(here)).json())
    const asked = (app: TestApp) => app.visitor().get(`/api/v1/questions/${made.question}`)
    const [now, before] = [(await asked(there)).json<object>(), (await asked(here)).json<object>()]
    const plain = (state: object) => JSON.stringify(state).replace(/"id":"\d+"/g, '')
    t.equal(plain(now), plain(before))
    t.match(now, { status: 'answered', accepted: { number: 2 }, verified: [{ number: 3 }], sameCount: 1 })
  })

  await t.test('a second time nothing changes', async t => {
    const before = await written(t, there)
    await bringInto(there, out.folder)
    t.strictSame((await written(t, there)).kept, before.kept)
  })
})

t.test('into another community they come with other ids, and what is there stays', async t => {
  const here = await startApp(t, { bundled: true })
  const made = await furnished(here)
  const { folder } = await written(t, here)

  const there = await startApp(t, { bundled: true })
  await there.make.thread({ by: people.mia, title: 'Ours' })
  const report = await bringInto(there, folder)
  t.strictSame(Object.fromEntries(report.leftOut), {})
  const { items } = (await there.visitor().get('/api/v1/threads?limit=100')).json<{
    items: { id: string; title: string }[]
  }>()
  const idOf = (title: string) => Number(items.find(one => one.title === title)?.id)
  const posts = (await there.visitor().get(`/api/v1/threads/${idOf('Lunch')}/posts`)).json<{
    items: { id: string }[]
  }>()
  const at = { postId: posts.items[0]?.id ?? '', question: idOf('How sharp?') }
  t.not(at.question, made.question)
  // Members with one confirmed address are the same.
  const { polls, mine, state } = await seen(there, people.noor, at)
  t.match(polls, [
    { votes: 2, own: [0] },
    { votes: 1, own: [1], closed: true },
  ])
  t.equal(mine, true)
  t.match(state, { status: 'answered', accepted: { number: 2, by: { name: 'mia' } }, sameCount: 1 })

  const mia = await there.as(people.mia)
  await mia.api('PUT', `/polls/${at.postId}/0/ballot`, { choice: [0, 1] })
  await bringInto(there, folder)
  t.match((await seen(there, people.mia, at)).polls, [{ votes: 2, own: [0, 1] }, {}], 'a vote changed here')
})

t.test('where their plugins are off they are counted, and come when they are on', async t => {
  const here = await startApp(t, { bundled: true })
  const { postId } = await furnished(here)
  const { folder, kept } = await written(t, here)
  const off = await startApp(t, { untouched: true })
  const report = await bringInto(off, folder)
  const ballots = kept.filter(({ name }) => name === 'polls.ballots').length
  t.equal(report.leftOut.get('rows of “polls.ballots”, whose plugin is not on here'), ballots)
  const on = await startApp(t, { bundled: true, target: off.target })
  await bringInto(on, folder)
  t.match((await on.visitor().get(`/api/v1/polls/${postId}`)).json(), { items: [{ votes: 2 }, { votes: 1 }] })
})

t.test('rows that make no sense are passed over', async t => {
  const here = await startApp(t, { bundled: true })
  const { postId, question } = await furnished(here)
  const { folder, lines } = await written(t, here)
  const member = lines.find((line): line is Line<'member'> => line.type === 'member' && line.name === 'mo')?.id
  const ballot = { postId, place: 0, memberId: member, choice: [0], at: '2026-01-01T00:00:00Z' }
  const odd: readonly [name: string, row: object][] = [
    ...[{ choice: [7] }, { choice: 'all' }, { choice: [[0]] }, { place: 9 }, { place: 'x' }, { at: 'then' }].map(
      (more): [string, object] => ['polls.ballots', { ...ballot, ...more }],
    ),
    ['polls.ballots', { ...ballot, memberId: '999999' }],
    ['polls.ballots', { ...ballot, memberId: null }],
    ['polls.ballots', {}],
    ['polls.closings', { postId, place: 0, closedAt: 12 }],
    ['questions.answers', { postId, threadId: String(question), memberId: null, mark: 'accepted', at: ballot.at }],
    ['questions.answers', { postId, threadId: String(question), memberId: null, mark: 'loved', at: ballot.at }],
    ['questions.same', { threadId: String(question), memberId: null }],
    ['nobody.things', { any: 1 }],
  ]
  const path = join(folder, LINES)
  const text = (await readFile(path, 'utf8')).trimEnd().split('\n')
  const more = odd.map(([name, row]) => JSON.stringify({ type: 'kept', name, row }))
  await writeFile(path, [...text.slice(0, -1), ...more, text.at(-1)].join('\n'))
  const there = await startApp(t, { bundled: true, untouched: true })
  const report = await bringInto(there, folder)
  t.equal(report.leftOut.get('rows that their plugin did not take'), undefined, JSON.stringify(report))
  t.match((await there.visitor().get(`/api/v1/polls/${postId}`)).json(), { items: [{ votes: 2, closed: false }, {}] })
  t.match((await there.visitor().get(`/api/v1/questions/${question}`)).json(), {
    accepted: { number: 2 },
    sameCount: 1,
  })
})

t.test('a plugin that fails while it is exported is named, and the rest is whole', async t => {
  const app = await startStaged(t, { plugins: bad('keepslies') })
  await furnished(app)
  const { done, kept, lines } = await written(t, app)
  t.match(done.unread, [
    { name: 'keepslies.broken', why: /nowhere/ },
    { name: 'keepslies.lies', why: /no list of rows/ },
    { name: 'keepslies.writes', why: /read-only/ },
  ])
  t.ok(kept.some(({ name }) => name === 'questions.answers'))
  t.match(lines.at(-1), { type: 'end' })
})
