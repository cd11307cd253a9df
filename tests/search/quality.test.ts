/** How well full text in PostgreSQL answers a judged set. */
import t from 'tap'
import { postgresEngine } from '../../server/search/postgres.ts'
import { startApp } from '../support/app.ts'
import { measureQuality } from './quality.ts'

t.test('a judged set, by full text in PostgreSQL', async t => {
  await measureQuality(t, { app: await startApp(t), engine: postgresEngine }, { ndcg: 0.97, first: 0.97 })
})
