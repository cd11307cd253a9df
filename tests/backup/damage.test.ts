/** What is damaged, newer or in the wrong place is refused, and nothing is changed. */
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { checkBackup } from '../../server/backup/check.ts'
import { sinkAt } from '../../server/backup/sink.ts'
import { sourceAt } from '../../server/backup/source.ts'
import { type Community, writeBackup } from '../../server/backup/write.ts'
import { exportAll } from '../../server/export/write.ts'
import { allRows } from '../support/all-rows.ts'
import { startApp } from '../support/app.ts'
import { temporaryFolder } from '../support/folder.ts'
import { furnish } from '../support/furnish.ts'
import { people } from '../support/people.ts'
import { backUp, communityOf, emptyPlace, forge, forgeRows, restore } from './places.ts'

const check = async (path: string) => checkBackup(await sourceAt(path), {})

/** Restoring is refused for this reason before anything is written. */
async function refused(t: Test, place: Community, path: string, why: RegExp): Promise<void> {
  await fails(t, place, path, why)
  t.strictSame(await readdir(place.dataDir).catch(() => []), [], 'no file is there')
}

/** Restoring fails for this reason, and leaves the database as it was. */
async function fails(t: Test, place: Community, path: string, why: RegExp): Promise<void> {
  await t.rejects(restore(place, path), why)
  t.strictSame(await allRows(place.target), {})
}

async function flip(path: string, at: number): Promise<() => Promise<void>> {
  const bytes = await readFile(path)
  const changed = Buffer.from(bytes)
  changed[at] = (changed[at] ?? 0) ^ 1
  await writeFile(path, changed)
  return () => writeFile(path, bytes)
}

async function filesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true })
  return entries.filter(one => one.isFile()).map(one => join(one.parentPath, one.name))
}

t.test('damage', async t => {
  const here = await startApp(t)
  await furnish(here)

  await t.test('one wrong bit anywhere in an archive is found', async t => {
    const { path } = await backUp(t, here, 'out.tar.gz')
    await check(path)
    const { length } = await readFile(path)
    const place = await emptyPlace(t)
    for (const part of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      const mend = await flip(path, Math.floor(length * part))
      await t.rejects(check(path), /damaged/, `at ${part}`)
      if (part === 0.5) await refused(t, place, path, /damaged/)
      await mend()
    }
    await check(path)
  })

  await t.test('one wrong bit in any file of a folder is found', async t => {
    const { path } = await backUp(t, here, 'out')
    const files = await filesIn(path)
    t.ok(files.length > 20)
    for (const file of files) {
      const { length } = await readFile(file)
      // Of nothing no bit can be wrong.
      if (length === 0) continue
      const mend = await flip(file, length >> 1)
      await t.rejects(check(path), { name: 'OperatorError' }, file)
      await mend()
    }
    await check(path)
    for (const name of ['jobs.json', 'manifest.sha256', 'manifest.json', 'tables/posts/000001.copy']) {
      const bytes = await readFile(join(path, name))
      await rm(join(path, name))
      await t.rejects(check(path), new RegExp(`damaged: it has no ${name}`))
      await writeFile(join(path, name), bytes)
    }
  })

  await t.test('what was cut off is not taken for the whole', async t => {
    const { path } = await backUp(t, here, 'out.tar.gz')
    const { length } = await readFile(path)
    for (const left of [length - 1, length - 20, length >> 1, 100, 0]) {
      await truncate(path, left)
      await refused(t, await emptyPlace(t), path, /damaged|no backup/)
    }
  })

  await t.test('what is something else is told so', async t => {
    const path = join(await temporaryFolder(t), 'letter.tar.gz')
    await writeFile(path, 'Dear Ada')
    await t.rejects(check(path), /damaged/)
    await t.rejects(check('/nowhere/out.tar.gz'), /no file or folder/)
    const exported = join(await temporaryFolder(t), 'export.tar.gz')
    await exportAll(await here.ctx(), { path: exported, progress: () => {} })
    await t.rejects(check(exported), /no backup of Guildhall/)
  })

  await t.test('a newer format, and a newer database, are for newer releases', async t => {
    const { path } = await backUp(t, here, 'out')
    const place = await emptyPlace(t)
    await forge(path, manifest => ({ ...manifest, migrations: [...manifest.migrations, 9_999_999_999_999] }))
    await refused(t, place, path, /made by a newer Guildhall/)
    await forge(path, manifest => ({ ...manifest, format: 2 }))
    await refused(t, place, path, /made by a newer Guildhall/)
  })

  await t.test('rows that the database refuses leave it as it was', async t => {
    const place = await emptyPlace(t)
    const twice = await backUp(t, here, 'out')
    await forgeRows(twice.path, 'tags', rows => [...rows, ...rows])
    await fails(t, place, twice.path, /refuses the rows of the table tags/)
    const nonsense = await backUp(t, here, 'out')
    await forgeRows(nonsense.path, 'threads', rows => rows.map(row => `x${row}`))
    await fails(t, place, nonsense.path, /refuses the rows of the table threads/)
    const orphans = await backUp(t, here, 'out')
    await forgeRows(orphans.path, 'members', rows => rows.slice(1))
    await fails(t, place, orphans.path, /foreign key/i)
    const strange = await backUp(t, here, 'out')
    await forge(strange.path, manifest => ({
      ...manifest,
      tables: manifest.tables.map(one => (one.name === 'tags' ? { ...one, columns: ['id', 'secret'] } : one)),
    }))
    await fails(t, place, strange.path, /table tags, which Guildhall does not make so/)
    const whole = await backUp(t, here, 'out')
    await restore(place, whole.path)
  })
})

t.test('a place where somebody lives is left alone', async t => {
  const here = await startApp(t)
  const { path } = await backUp(t, here, 'out.tar.gz')
  const before = await allRows(here.target)
  await t.rejects(restore(communityOf(here), path), /runs on this database: stop it/)
  const place = await emptyPlace(t)
  await restore(place, path)
  await t.rejects(restore(place, path), /a community here already \(4 members, 0 threads\)/)
  t.strictSame(await allRows(here.target), before)
})

t.test('a backup that is stopped, or breaks off, leaves nothing', async t => {
  const here = await startApp(t)
  await here.make.thread({ by: people.mia })
  const folder = await temporaryFolder(t)
  for (const name of ['out.tar.gz', 'out']) {
    const stop = new AbortController()
    const options = {
      now: new Date(),
      signal: stop.signal,
      progress: () => stop.abort(),
    }
    await t.rejects(writeBackup(communityOf(here), await sinkAt(join(folder, name)), options), { name: 'AbortError' })
    t.strictSame(await readdir(folder), [])
  }
  t.equal((await here.visitor().get('/')).status, 200)
})

t.test('a restore that is stopped leaves the place empty', async t => {
  const here = await startApp(t)
  await here.make.thread({ by: people.mia })
  const { path } = await backUp(t, here, 'out.tar.gz')
  const place = await emptyPlace(t)
  const stop = new AbortController()
  const stopped = restore(place, path, {
    signal: stop.signal,
    progress: what => {
      if (what === 'restoring') stop.abort()
    },
  })
  await t.rejects(stopped, { name: 'AbortError' })
  t.strictSame(await allRows(place.target), {})
  await restore(place, path)
})
