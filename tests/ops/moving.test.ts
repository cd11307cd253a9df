/** Import, export and seed as an operator runs them. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { packed } from '../import/archives.ts'
import { FORUM, post, topic, writeDocuments } from '../import/invented.ts'
import { temporaryFolder } from '../support/folder.ts'
import { eventually, folderFor, guildhall, postmaster, type Running } from './processes.ts'

type Told = { counts: Record<string, { found: number; came: number }>; stopped: boolean; seconds: number }

/** Runs a verb to its end. @returns its exit code and the JSON that it printed */
async function ask<T>(folder: string, args: string[]): Promise<{ code: unknown; told: T }> {
  const running = guildhall(folder, [...args, '--json'])
  const code = await running.ended
  if (!running.said()) throw new Error(running.complaint())
  return { code, told: JSON.parse(running.said()) as T }
}

async function text(running: Running): Promise<{ code: unknown; said: string; complaint: string }> {
  const code = await running.ended
  return { code, said: running.said(), complaint: running.complaint() }
}

t.test('a forum comes in, goes out, and comes in elsewhere', async t => {
  const folder = await folderFor(t)
  const forum = await writeDocuments(await temporaryFolder(t), FORUM)
  const dry = await text(guildhall(folder, ['import', 'discourse', forum, '--dry-run']))
  t.equal(dry.code, 0, dry.complaint)
  t.match(dry.said, /posts +10\n[\s\S]*Left out[\s\S]*broken\/half\.json: no JSON[\s\S]*Nothing was written in/)
  t.equal(await postmaster(folder), null, 'it needs no database')

  const first = await text(guildhall(folder, ['import', 'discourse', forum]))
  t.equal(first.code, 0, first.complaint)
  t.match(first.said, /posts +10 +10 +0\n/)
  // So large that a thread works along.
  const archive = join(await temporaryFolder(t), 'forum.tar')
  await writeFile(archive, (await packed({ ...FORUM, 'filler.txt': 'x'.repeat(1_000_000) })).tar ?? '')
  const second = await ask<Told>(folder, ['import', 'discourse', archive])
  t.match(second.told.counts.posts, { found: 10, came: 0 })
  t.equal(await postmaster(folder), null, 'what a verb has started it stops')

  const out = join(await temporaryFolder(t), 'out.tar.gz')
  t.match(await ask(folder, ['export', out]), { code: 0, told: { files: 0, missing: [] } })
  t.match(await text(guildhall(folder, ['export', out])), { code: 1, complaint: /is there already/ })

  const elsewhere = await folderFor(t)
  const moved = await ask<Told>(elsewhere, ['import', 'jsonl', out])
  t.match(moved, { code: 0, told: { counts: { posts: { found: 10, came: 10 } } } })
})

t.test('an import that is told to stop leaves the rest to the next', async t => {
  const folder = await folderFor(t)
  const many = Object.fromEntries(
    Array.from({ length: 120 }, (_, place) => [
      `${place}.json`,
      topic({
        id: 100 + place,
        posts: Array.from({ length: 50 }, (_, at) =>
          post({ topic: 100 + place, number: at + 1, created_at: '2015-03-01T10:00:00.000Z' }),
        ),
      }),
    ]),
  )
  const forum = await writeDocuments(await temporaryFolder(t), many)
  const running = guildhall(folder, ['import', 'discourse', forum, '--json'])
  await eventually(async () => (await postmaster(folder)) !== null)
  running.kill('SIGTERM')
  t.equal(await running.ended, 1, running.complaint())
  t.ok((JSON.parse(running.said()) as Told).stopped)
  t.equal(await postmaster(folder), null)
  const next = await ask<Told>(folder, ['import', 'discourse', forum])
  t.equal(next.code, 0)
  const again = await ask<Told>(folder, ['import', 'discourse', forum])
  t.match(again.told.counts.posts, { found: 6000, came: 0 }, 'nothing is missing, and nothing there twice')
})

t.test('what makes no sense is told in a line', async t => {
  const folder = await folderFor(t)
  const odd = join(await temporaryFolder(t), 'odd.tar.gz')
  await writeFile(odd, Buffer.from('1f8b0800', 'hex'))
  for (const args of [
    ['import'],
    ['import', 'phpbb', odd],
    ['import', 'discourse'],
    ['import', 'jsonl', odd, odd],
    ['export'],
  ]) {
    t.equal((await text(guildhall(folder, args))).code, 2, args.join(' '))
  }
  t.match(await text(guildhall(folder, ['import', 'discourse', '/nowhere', '--dry-run'])), {
    code: 1,
    complaint: /no file or folder \/nowhere/,
  })
  t.match(await text(guildhall(folder, ['import', 'discourse', odd, '--dry-run'])), {
    code: 1,
    complaint: /cannot be read to its end/,
  })
  for (const verb of ['import', 'export', 'seed']) {
    t.match(await text(guildhall(folder, [verb, '--help'])), { code: 0, said: new RegExp(`Usage: guildhall ${verb}`) })
  }
})
