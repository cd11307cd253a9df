/** `guildhall reindex`: what search does not know yet, at once. */
import { loadEnv } from '../core/env.ts'
import { reindex } from '../search/fill.ts'
import { reindexMeilisearch } from '../search/meilisearch/reindex.ts'
import { openProgress } from './progress.ts'
import { askedToStop } from './stopping.ts'
import { say, sayJson, type Verb } from './verb.ts'
import { withGuildhall } from './with-database.ts'

export default {
  usage: `[--all] [--json]

Makes the posts known to search that it does not know yet. The server does so by itself after an upgrade, an import or a
restore, a part at a time; this is for who does not want to wait. It may run meanwhile, and everything that is known
already can be found. Stopped, it is run again and goes on.

  --all  makes what is there anew too, and forgets words that nobody uses any more; stopped, it begins again. In
         Meilisearch another index is filled, which takes the place of the old one when it is full, and goes on`,
  options: { all: { type: 'boolean' }, json: { type: 'boolean' } },
  run: async ({ all, json }) => {
    const progress = openProgress()
    const began = Date.now()
    const seconds = () => Math.max(1, Math.round((Date.now() - began) / 1000))
    const signal = askedToStop()
    const env = loadEnv()
    const told = await withGuildhall(env, async ({ ctx }) => {
      const one = (name: string, work: typeof reindex) =>
        work(ctx(), {
          all: all === true,
          signal,
          onProgress: many => progress.say(`${name}: ${many} posts, ${Math.round(many / seconds())} a second`),
        })
      const first = await one('PostgreSQL', reindex)
      return env.meilisearch ? [first, await one('Meilisearch', reindexMeilisearch)] : [first]
    })
    progress.end()
    const put = Math.max(...told.map(one => one.put))
    const done = told.every(one => one.done)
    if (json) sayJson({ posts: put, done, seconds: seconds() })
    else if (done)
      say(put === 0 ? 'Search knows all posts already' : `Search knows ${put} more posts, in ${seconds()} s`)
    else say(`Stopped after ${put} posts: run it again for the rest`)
    return done ? 0 : 1
  },
} satisfies Verb
