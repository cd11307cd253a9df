/** Whether a page costs the same in a community of a million posts as in one of a thousand; and how fast one fills. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeDocuments } from './documents.ts'
import { type Figure, inTurns, MANNER, ms, rate, type Target, table } from './load.ts'
import { diskMb } from './processes.ts'
import { measureSearch } from './search.ts'
import { postmasterPid, type Running, runVerb, signIn, startServer } from './server.ts'

const UNTIL = '2026-03-01'
/** With so many threads all pages are full, those two years down too. */
const SMALL = ['--posts', '1000', '--threads', '300', '--longest-thread', '300']
const LARGE = ['--posts', '1000000', '--threads', '250000', '--members', '10000', '--longest-thread', '100000']
const LARGEST_CATEGORY = ['--largest-category', '120000']
const IMPORTED = 20_000
/** Each page of the large community may cost so much of the same page of the small one. */
const HOLD = 1.3

type Seeded = { readonly written: number; readonly seconds: number }

/** Fills two communities, and measures the same pages of both in turns. Three quarters of an hour. */
export async function measureSize(folder: string): Promise<void> {
  const [small, large] = [join(folder, 'small'), join(folder, 'large')]
  for (const one of [small, large]) mkdirSync(one, { mode: 0o711 })
  await seed(small, SMALL)
  const seeded = await seed(large, [...LARGE, ...LARGEST_CATEGORY])

  // The server would do it by itself, in the middle of what is measured.
  await runVerb(small, ['reindex'])
  const unindexedMb = tablesMb(large)
  const indexed = (await runVerb(large, ['reindex'])) as { readonly posts: number; readonly seconds: number }
  const indexedMb = tablesMb(large)
  const servers = { small: await startServer(small), large: await startServer(large) }
  const pages = {
    small: await pagesOf(servers.small, small),
    large: await pagesOf(servers.large, large),
  }
  const names = Object.keys(pages.small)
  const measured = await inTurns(
    Object.fromEntries(
      names.flatMap(name => [
        [`small ${name}`, target(pages.small, name)],
        [`large ${name}`, target(pages.large, name)],
      ]),
    ),
  )
  await measureSearch(servers.large)
  for (const server of Object.values(servers)) await server.stop()

  console.log(
    `\nSigned in, at 1,000 posts and at 1,000,000 (a thread of 100,000, a category of 120,000 threads); ${MANNER}\n`,
  )
  table([
    ['page', 'CPU ms, 1,000', 'CPU ms, 1,000,000', 'ratio', 'hold', 'per second'],
    ...names.map(name => rowOf(name, measured[`small ${name}`], measured[`large ${name}`])),
  ])
  console.log('\nFilling a community: posts a second, counters and indexes included\n')
  table([
    ['what', 'posts', 'seconds', 'per second', 'hold'],
    ['seed', ...ratesOf(seeded), '≥ 3,333 (a million in 5 minutes)'],
    ['making known to search', ...ratesOf({ written: indexed.posts, seconds: indexed.seconds }), ''],
  ])
  console.log(
    `\nSearch takes ${(indexedMb - unindexedMb).toFixed(0)} MB on disk, beside ${unindexedMb.toFixed(0)} MB of all else`,
  )
}

/** Tables and indexes of a community that is not running. */
const tablesMb = (dataDir: string): number => diskMb(join(dataDir, 'postgres/base'))

const ratesOf = ({ written, seconds }: Seeded): string[] => [
  String(written),
  seconds.toFixed(1),
  (written / seconds).toFixed(0),
]

function rowOf(name: string, small: Figure | undefined, large: Figure | undefined): string[] {
  if (!small || !large) throw new Error(`${name} was not measured`)
  return [name, ms(small), ms(large), (large.cpu / small.cpu).toFixed(2), `≤ ${HOLD}`, rate(large)]
}

/** What `guildhall seed --json` and `guildhall import --json` say. */
const seed = async (dataDir: string, sizes: readonly string[]): Promise<Seeded> =>
  (await runVerb(dataDir, ['seed', '--until', UNTIL, ...sizes])) as Seeded

/** Imports documents three times, each into a community of its own: the middle one counts. */
export async function measureImport(folder: string): Promise<void> {
  const documents = join(folder, 'documents')
  mkdirSync(documents, { mode: 0o711 })
  writeDocuments(documents, IMPORTED)
  const runs: Seeded[] = []
  for (const turn of [1, 2, 3]) {
    const dataDir = join(folder, `imported-${turn}`)
    mkdirSync(dataDir, { mode: 0o711 })
    const { seconds } = (await runVerb(dataDir, ['import', 'discourse', documents])) as Seeded
    runs.push({ written: IMPORTED, seconds })
  }
  const [, middle] = runs.sort((a, b) => a.seconds - b.seconds)
  if (!middle) throw new Error('nothing was imported')
  console.log('\nDiscourse’s documents, posts a second, counters and indexes included\n')
  table([
    ['what', 'posts', 'seconds', 'per second', 'hold'],
    ['import', ...ratesOf(middle), '≥ 2,000'],
  ])
}

type Pages = Readonly<Record<string, Target>>

function target(pages: Pages, name: string): Target {
  const found = pages[name]
  if (!found) throw new Error(`there is no page ${name}`)
  return found
}

/** The same pages of any seeded community, as its administrator sees them. */
async function pagesOf({ url, pid }: Running, dataDir: string): Promise<Pages> {
  const cookie = await signIn(url)
  const headers = { 'accept-encoding': 'gzip', cookie }
  const at = (path: string): Target => ({ url: url + path, headers, processes: [pid, postmasterPid(dataDir)] })
  const list = async (path: string) => {
    const answer = await fetch(`${url}/api/v1${path}`, { headers: { cookie } })
    // The API's own schema of a list of threads.
    return (await answer.json()) as { readonly items: readonly Listed[] }
  }
  const { items } = await list('/categories/1/threads?limit=100')
  const busy = items.toSorted((one, other) => other.replyCount - one.replyCount)[0]
  const longest = await longestOf(url, cookie)
  const path = new URL(longest.url).pathname
  // Cursors are the server's own business; this one stands two years before the end of all that was seeded.
  const deep = Buffer.from(JSON.stringify([Date.parse(UNTIL) - 2 * 365 * 86_400_000, 1])).toString('base64url')
  if (!busy) throw new Error('the largest category is empty')
  return {
    home: at('/'),
    latest: at('/latest'),
    'latest, two years down': at(`/latest?cursor=${deep}`),
    'largest category': at('/c/trail-talk'),
    'largest category, two years down': at(`/c/trail-talk?cursor=${deep}`),
    tag: at('/tags/canvas'),
    unread: at('/unread'),
    'longest thread, its beginning': at(path),
    'longest thread, its middle': at(`${path}/${1 + Math.floor(longest.replyCount / 2)}`),
    'longest thread, its end': at(`${path}/${1 + longest.replyCount}`),
    'busiest member, their posts': at('/m/elin-larch/posts'),
  }
}

type Listed = { readonly id: string; readonly url: string; readonly replyCount: number }

/** The longest thread: one of the oldest that is still written in. */
async function longestOf(url: string, cookie: string): Promise<Listed> {
  const answer = await fetch(`${url}/api/v1/threads?limit=100`, { headers: { cookie } })
  const { items } = (await answer.json()) as { readonly items: readonly Listed[] }
  const longest = items.toSorted((one, other) => other.replyCount - one.replyCount)[0]
  if (!longest) throw new Error('no thread is there')
  return longest
}
