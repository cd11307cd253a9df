/** How long searches of a large community take, and how soon what is written there can be found. */
import { setTimeout as pause } from 'node:timers/promises'
import { table } from './load.ts'
import { memoryMb } from './processes.ts'
import { poster, type Running, signIn } from './server.ts'

/** Each is asked so often, one after the other. */
const TIMES = 40
/** Posts written while it is looked how soon they are found. */
const WRITTEN = 500
const A_SECOND = 50
/** Every so many of them is looked for. */
const LOOKED_FOR = 25
const FOUND_WITHIN_MS = 30_000
/** What the threads with the rare words set off in the background is over by then: how that goes is measured at the end. */
const SETTLED_MS = 10_000

/** Common words stand in many thousands of posts of a seeded community, rare ones in the few that are written here. */
const COMMON = ['stove', 'canvas', 'leather', 'ridge', 'poêle', 'sentier', 'boots', 'lantern']
const RARE = ['gazetteer', 'thermolacquer', 'quarterstaff', 'ombrelle', 'zinnwaldite', 'halyard', 'sextant', 'kumquat']
const SEVERAL = ['stove canvas', 'leather boots ridge', 'folding saw bothy', 'poêle toile', 'lantern early march']
const MISTYPED = ['gazeteer', 'quartersaff', 'zinwaldite', 'kumqat']

type Question = { readonly name: string; readonly paths: readonly string[]; readonly hold: number | null }

const typed = (words: readonly string[]): string[] =>
  words.flatMap(word =>
    [3, 5, word.length].map(length => `/search/suggestions?q=${encodeURIComponent(word.slice(0, length))}`),
  )
const asked = (words: readonly string[], more = ''): string[] =>
  words.map(word => `/search?q=${encodeURIComponent(word)}${more}`)

/** p95 in ms that PostgreSQL holds as one types (architecture.md); whole searches have no figure of their own. */
const AS_TYPED = 60

const QUESTIONS: readonly Question[] = [
  { name: 'as one types, rare words', paths: typed(RARE), hold: AS_TYPED },
  { name: 'as one types, common words', paths: typed(COMMON), hold: AS_TYPED },
  { name: 'as one types, several words', paths: typed(SEVERAL), hold: AS_TYPED },
  { name: 'search, a rare word', paths: asked(RARE), hold: null },
  { name: 'search, a common word', paths: asked(COMMON), hold: null },
  { name: 'search, several words', paths: asked(SEVERAL), hold: null },
  { name: 'search, a mistyped word', paths: asked(MISTYPED), hold: null },
  { name: 'search, a common word by a member', paths: asked(COMMON, '&by=elin-larch'), hold: null },
  { name: 'search, a rare word in a category', paths: asked(RARE, '&in=trail-talk'), hold: null },
]

export async function measureSearch(server: Running): Promise<void> {
  const cookie = await signIn(server.url)
  const post = poster(server.url, cookie)
  for (const [nth, word] of RARE.entries())
    await post('/threads', { categoryId: '1', title: `A thing called ${word}`, body: `Who has one of number ${nth}?` })
  const ask = async (path: string): Promise<{ total?: number }> => {
    const answer = await fetch(`${server.url}/api/v1${path}`, { headers: { cookie } })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as { total?: number }
  }
  while ((await ask(`/search?q=${RARE.at(-1)}`)).total === 0) await pause(50)
  await pause(SETTLED_MS)

  const rows: string[][] = []
  for (const { name, paths, hold } of QUESTIONS) {
    for (const path of paths) await ask(path)
    const times: number[] = []
    while (times.length < TIMES) {
      for (const path of paths) {
        const began = performance.now()
        await ask(path)
        times.push(performance.now() - began)
      }
    }
    rows.push([name, at(times, 0.5), at(times, 0.95), hold === null ? '' : `≤ ${hold}`])
  }
  const lags = await lagsOf(post, async word => (await ask(`/search?q=${word}`)).total ?? 0)
  rows.push([`found after it was written, at ${A_SECOND} posts a second`, at(lags, 0.5), at(lags, 0.95), '≤ 2000'])
  console.log('\nSearch at 1,000,000 posts; ms from the question to the whole answer, one at a time\n')
  table([['what', 'p50', 'p95', 'hold'], ...rows])
  console.log(`\nThe process that answered has ${memoryMb(server.pid).toFixed(0)} MB`)
}

/** Writes posts with a word of their own each, and looks for some of them until they are found. */
async function lagsOf(post: ReturnType<typeof poster>, count: (word: string) => Promise<number>): Promise<number[]> {
  const { id } = await post('/threads', { categoryId: '1', title: 'Written at once', body: 'One after the other.' })
  const began = performance.now()
  const looking: Promise<number>[] = []
  for (let nth = 0; nth < WRITTEN; nth++) {
    await pause(Math.max(0, began + (nth * 1000) / A_SECOND - performance.now()))
    const word = `bench${nth.toString(36)}word`
    const written = post(`/threads/${id}/posts`, { body: `The word of this one is ${word}.` })
    if (nth % LOOKED_FOR === 0) looking.push(written.then(() => foundAfter(() => count(word))))
    else await written
  }
  return Promise.all(looking)
}

async function foundAfter(count: () => Promise<number>): Promise<number> {
  const began = performance.now()
  while ((await count()) === 0) {
    if (performance.now() - began > FOUND_WITHIN_MS) throw new Error('what was written is not found')
    await pause(50)
  }
  return performance.now() - began
}

function at(times: readonly number[], share: number): string {
  const sorted = times.toSorted((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
}
