/** How well each engine answers a judged set. */
import t from 'tap'
import { meilisearch } from '../../server/search/meilisearch/engine.ts'
import { postgresEngine } from '../../server/search/postgres.ts'
import { startApp } from '../support/app.ts'
import { meiliServer, tidyUp } from './meili-server.ts'
import { measureQuality } from './quality.ts'

t.test('a judged set, by full text in PostgreSQL', async t => {
  await measureQuality(t, { app: await startApp(t), engine: postgresEngine }, { ndcg: 0.97, first: 0.97 })
})

t.test('a judged set, by Meilisearch', async t => {
  const isReal = Boolean(process.env.MEILI_URL)
  const app = await startApp(t, { env: await meiliServer(t) })
  tidyUp(t, app)
  await app.settled()
  if (!isReal) t.comment('what follows is said of the double in these tests, and not of Meilisearch')
  // Not measured yet with a real server: what is held is a guess.
  await measureQuality(t, { app, engine: meilisearch }, isReal ? { ndcg: 0.8, first: 0.8 } : null)
})
