/** Meilisearch keeps the contract of engines: a real one where `MEILI_URL` is set, else as its double plays it. */
import t from 'tap'
import { meilisearch } from '../../server/search/meilisearch/engine.ts'
import { startApp } from '../support/app.ts'
import { engineContract } from './engine-contract.ts'
import { meiliServer, tidyUp } from './meili-server.ts'

t.test('Meilisearch', t =>
  engineContract(t, async t => {
    const app = await startApp(t, { env: await meiliServer(t) })
    tidyUp(t, app)
    await app.settled()
    return { app, engine: meilisearch }
  }),
)
