import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { wrongCounters } from '../../server/counters/counters.ts'
import { LINES, type Line, parseLine } from '../../server/export/format.ts'
import { exportAll } from '../../server/export/write.ts'
import { importAll, rehearse } from '../../server/import/importer.ts'
import { JsonlAdapter } from '../../server/import/jsonl/adapter.ts'
import { startApp } from '../support/app.ts'
import { temporaryFolder } from '../support/folder.ts'
import { furnish } from '../support/furnish.ts'

const progress = () => {}
const adapterOn = (path: string, withoutStaff = false) => new JsonlAdapter(path, withoutStaff)

async function linesIn(folder: string): Promise<Line[]> {
  const text = await readFile(join(folder, LINES), 'utf8')
  return text.trimEnd().split('\n').map(parseLine)
}

/** Lines without what may differ: when and where they were written, and what members and categories are numbered. */
function comparable(lines: readonly Line[]): unknown[] {
  const names = new Map(
    lines.flatMap(line =>
      line.type === 'member' || line.type === 'category' ? [[`${line.type} ${line.id}`, line.name]] : [],
    ),
  )
  const KEYS: Readonly<Record<string, string>> = {
    member: 'member',
    author: 'member',
    editor: 'member',
    deletedBy: 'member',
    category: 'category',
    parent: 'category',
  }
  const told = (value: unknown, key: string): unknown => {
    const kind = KEYS[key]
    if (kind !== undefined && typeof value === 'string') return names.get(`${kind} ${value}`) ?? value
    if (Array.isArray(value)) return value.map(one => told(one, ''))
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, told(one, name)]))
  }
  return lines
    .filter(
      line => !['community', 'end'].includes(line.type) && !(line.type === 'import' && line.source !== 'older.example'),
    )
    .map(line =>
      JSON.stringify(told(line.type === 'member' || line.type === 'category' ? { ...line, id: line.name } : line, '')),
    )
    .sort()
}

const categoriesOf = (lines: readonly Line[]): string[] =>
  lines.flatMap(line => (line.type === 'category' ? [line.name] : []))

t.test('a community that is written out and read in again is the same', async t => {
  const here = await startApp(t)
  const made = await furnish(here)
  const folder = join(await temporaryFolder(t), 'out')
  const written = await exportAll(await here.ctx(), { path: folder, progress })
  t.strictSame(written.missing, [])
  t.ok(written.files >= 3, 'the picture and its sizes')
  const lines = await linesIn(folder)
  t.equal(lines.length, written.lines + 2)

  await t.test('without secrets, and for its owner alone', async t => {
    const text = await readFile(join(folder, LINES), 'utf8')
    t.notMatch(text, /argon2|passwordHash|password_hash/)
    for (const session of await (await here.ctx()).db.execute<{ id: string }>(sql`select id from sessions`))
      t.notMatch(text, session.id)
    t.equal((await stat(join(folder, LINES))).mode & 0o077, 0)
    t.equal((await stat(folder)).mode & 0o077, 0)
    await t.rejects(exportAll(await here.ctx(), { path: folder, progress }), /is there already/)
  })

  const there = await startApp(t, { untouched: true })
  const report = await importAll(await there.ctx(), { adapter: adapterOn(folder), progress })
  await there.settled()
  t.strictSame(Object.fromEntries(report.leftOut), {})

  await t.test('line by line', async t => {
    const again = join(await temporaryFolder(t), 'again.tar.gz')
    await exportAll(await there.ctx(), { path: again, progress })
    const unpacked = join(await temporaryFolder(t), 'unpacked')
    const third = await startApp(t, { untouched: true })
    await importAll(await third.ctx(), { adapter: adapterOn(again), progress })
    await third.settled()
    await exportAll(await third.ctx(), { path: unpacked, progress })
    const final = await linesIn(unpacked)
    t.strictSame(comparable(final), comparable(lines), 'twice, and packed')
    t.match(categoriesOf(lines).join(), /Dry wood,Green wood/)
    t.strictSame(categoriesOf(final), categoriesOf(lines), 'in their order')
    t.strictSame(await wrongCounters(await third.ctx()), [])
  })

  await t.test('page by page', async t => {
    const visitor = there.visitor()
    const paths = ['/latest', '/c/wood', '/tags/elm', `/t/${made.bench.id}/a-bench`, '/m/mia']
    for (const path of paths) {
      const [old, now] = [await here.visitor().get(path), await visitor.get(path)]
      t.equal(now.status, 200, path)
      t.equal(now.seen('main'), old.seen('main'), path)
    }
    t.equal((await visitor.get(`/t/${made.secret.id}/keys`)).status, 404, 'what is closed stays closed')
    t.equal((await visitor.get(made.upload.url)).bytes.equals((await here.visitor().get(made.upload.url)).bytes), true)
    const { items } = (await visitor.api('GET', `/threads/${made.bench.id}/posts`)).json<{ items: { id: string }[] }>()
    t.equal(
      (await visitor.get('/t/anything/77/2')).location,
      `/t/${made.bench.id}/a-bench/2#post-${items[1]?.id}`,
      'older addresses lead on',
    )
  })

  await t.test('a second time, nothing changes', async t => {
    const before = join(await temporaryFolder(t), 'before')
    const after = join(await temporaryFolder(t), 'after')
    await exportAll(await there.ctx(), { path: before, progress })
    const again = await importAll(await there.ctx(), { adapter: adapterOn(folder), progress })
    await exportAll(await there.ctx(), { path: after, progress })
    t.strictSame((await linesIn(after)).slice(1), (await linesIn(before)).slice(1))
    t.equal(again.counts.get('posts')?.came, 0)
  })
})

t.test("a community that comes into another one takes nobody's place", async t => {
  const here = await startApp(t)
  const made = await furnish(here)
  const folder = join(await temporaryFolder(t), 'out')
  await exportAll(await here.ctx(), { path: folder, progress })

  const there = await startApp(t)
  const own = await there.make.thread({ title: 'Ours', body: 'Here before' })
  // Somebody else is called mia here: not the one who has that address.
  const system = await there.ctx()
  await system.db.execute(sql`update members set email = 'another@people.example' where name = 'mia'`)
  await rehearse({ adapter: adapterOn(folder, true), progress })
  const report = await importAll(system, { adapter: adapterOn(folder, true), progress })
  await there.settled()
  t.match(Object.fromEntries(report.mended), { 'members whose name was changed': 1 })
  t.strictSame(await wrongCounters(system), [])

  const [bench] = await system.db.execute<{ id: number }>(
    sql`select id::int as id from threads where title = 'A bench'`,
  )
  t.not(bench?.id, made.bench.id)
  t.equal((await there.visitor().get(`/t/${own.id}/ours`)).status, 200)
  const bodies = await system.db.execute<{ body: string }>(sql`
    select body from posts where thread_id = ${bench?.id ?? 0} order by number`)
  t.equal(bodies[1]?.body, 'Said better')
  const [first] = await system.db.execute<{ body: string }>(sql`
    select v.body from post_revisions v join posts p on p.id = v.post_id where p.thread_id = ${bench?.id ?? 0}`)
  t.match(first?.body, `@mia-2`, 'whoever was called is called by their new name')
  t.match(first?.body, `/t/${bench?.id}/a-bench/1`, 'links lead to the new numbers')
  const [search] = await system.db.execute<{ thread: string }>(
    sql`select query ->> 'thread' as thread from saved_searches`,
  )
  t.equal(search?.thread, String(bench?.id), 'what a saved search looks in, too')
  const staff = await system.db.execute<{ name: string }>(sql`
    select m.name from members m join group_members y on y.member_id = m.id join groups g on g.id = y.group_id
    where g.slug in ('administrators', 'moderators') order by m.name`)
  t.strictSame(
    [...staff].map(({ name }) => name),
    ['ada', 'mo'],
    'nobody becomes staff who was not asked to',
  )
  t.equal((await there.visitor().get(`/t/${bench?.id}`)).status, 301)
})

t.test('what is broken is named, and the rest comes', async t => {
  const here = await startApp(t)
  await furnish(here)
  const folder = join(await temporaryFolder(t), 'out')
  await exportAll(await here.ctx(), { path: folder, progress })
  const path = join(folder, LINES)
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  lines.splice(3, 0, '{"type": "member", "id": "x"}', 'not json', '{"type": "spaceship"}')
  // With a member go their posts, and the threads that they opened.
  const noor = lines.findIndex(line => line.includes('"name" : "noor"'))
  lines[noor] = lines[noor]?.replace('"trustLevel" : ', '"trustLevel" : 1') ?? ''
  await writeFile(path, lines.slice(0, -1).join('\n'))
  const there = await startApp(t, { untouched: true })
  const report = await importAll(await there.ctx(), { adapter: adapterOn(folder), progress })
  t.match(Object.fromEntries(report.leftOut), {
    'broken lines': 4,
    'the end of the file, which is missing': 1,
    'posts whose author, thread or category did not come along': 2,
  })
  t.match(report.broken[0]?.name, `${LINES} line 4: member must have required properties`)
  t.equal(report.counts.get('posts')?.came, 3)
  t.strictSame(await wrongCounters(await there.ctx()), [])

  await writeFile(
    path,
    JSON.stringify({ type: 'community', format: 99, origin: 'http://x.example', exportedAt: new Date().toISOString() }),
  )
  await t.rejects(importAll(await there.ctx(), { adapter: adapterOn(folder), progress }), /newer Guildhall/)
  await writeFile(path, 'nothing')
  await t.rejects(importAll(await there.ctx(), { adapter: adapterOn(folder), progress }), /holds no community.jsonl/)
})
