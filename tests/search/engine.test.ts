/** Full text in PostgreSQL keeps the contract of engines. */
import t from 'tap'
import { postgresEngine } from '../../server/search/postgres.ts'
import { startApp } from '../support/app.ts'
import { engineContract } from './engine-contract.ts'

t.test('full text in PostgreSQL', t =>
  engineContract(t, async t => ({ app: await startApp(t), engine: postgresEngine })),
)
