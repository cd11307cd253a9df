/** `guildhall seed`: an invented community of any size, to try and to measure on. */
import { loadEnv } from '../core/env.ts'
import type { Wish } from '../seed/plan.ts'
import { type Seeded, seed } from '../seed/service.ts'
import { openProgress } from './progress.ts'
import { askedToStop } from './stopping.ts'
import { say, sayJson, text, UsageError, type Values, type Verb } from './verb.ts'
import { withGuildhall } from './with-database.ts'

const LARGEST = 100_000_000

export default {
  usage: `[--posts <number>] [--threads <number>] [--members <number>] [--categories <number>]
       [--longest-thread <posts>] [--largest-category <threads>] [--seed <number>] [--until <day>] [--force] [--json]

Fills a fresh database with an invented community: 10,000 posts unless said otherwise, in a tenth as many threads, by a
hundredth as many members. One thread has a tenth of all posts and one category two fifths of all threads, unless said
otherwise; the others are few that are long and many that are short. Nobody is told of anything, and no seeded member can
sign in.

The same numbers make the same rows. They end before --until (a day such as 2026-03-01; today), which is printed.
Stopped, it is run again with the same numbers and writes the rest; run again when all is there, it changes nothing.
A community that has posts of its own is left alone unless --force is said. Stop a running server first.`,
  options: {
    posts: { type: 'string' },
    threads: { type: 'string' },
    members: { type: 'string' },
    categories: { type: 'string' },
    'longest-thread': { type: 'string' },
    'largest-category': { type: 'string' },
    seed: { type: 'string' },
    until: { type: 'string' },
    force: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: async values => {
    const wish = wishOf(values)
    const progress = openProgress()
    const began = Date.now()
    const seconds = () => (Date.now() - began) / 1000
    let begun: { at: number; posts: number } | undefined
    const done = await withGuildhall(loadEnv(), ({ ctx }) =>
      seed(ctx(), wish, {
        force: values.force === true,
        signal: askedToStop(),
        onProgress: (written, { posts }) => {
          begun ??= { at: seconds(), posts: written }
          const rate = Math.round((written - begun.posts) / Math.max(1, seconds() - begun.at))
          progress.say(`${written} of ${posts} posts, ${rate} a second`)
        },
      }),
    )
    progress.end()
    if (values.json) sayJson({ ...done, seconds: seconds() })
    else for (const line of told(done, seconds())) say(line)
    return done.missing > 0 ? 1 : 0
  },
} satisfies Verb

function told({ plan, written, missing }: Seeded, seconds: number): string[] {
  const size = `${plan.posts} posts in ${plan.threads} threads of ${plan.categories} categories by ${plan.members} members`
  const what = `seed ${plan.seed}: ${size}, until ${plan.until.slice(0, 10)}`
  if (missing > 0)
    return [`Stopped: ${missing} posts are missing. Run it again with the same numbers for the rest`, what]
  if (written === 0) return ['It is there already, and nothing was changed', what]
  return [`Written ${written} posts in ${seconds.toFixed(0)} s, ${Math.round(written / seconds)} a second`, what]
}

function wishOf(values: Values): Wish {
  return {
    seed: number(values, 'seed', 0),
    posts: number(values, 'posts'),
    threads: number(values, 'threads'),
    members: number(values, 'members'),
    categories: number(values, 'categories'),
    longestThread: number(values, 'longest-thread'),
    largestCategory: number(values, 'largest-category'),
    until: day(text(values, 'until')),
  }
}

function number(values: Values, name: string, least = 1): number | undefined {
  const given = text(values, name)
  if (given === undefined) return undefined
  const value = Number(given)
  if (!/^\d+$/.test(given) || value < least || value > LARGEST) {
    throw new UsageError(`--${name} must be a whole number from ${least} to ${LARGEST}`)
  }
  return value
}

function day(given: string | undefined): string | undefined {
  if (given === undefined) return undefined
  if (!/^\d{4}-\d\d-\d\d$/.test(given) || Number.isNaN(Date.parse(given))) {
    throw new UsageError('--until must be a day such as 2026-03-01')
  }
  return new Date(given).toISOString()
}
