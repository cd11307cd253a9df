/** What you may not see you cannot find, whichever engine looks for it. */
import t from 'tap'
import { MeiliDouble } from '../search/meili-double.ts'
import { startApp } from '../support/app.ts'
import { isSearch, PROBES } from './probes.ts'
import { sightIn } from './sight.ts'

const SEARCHES = Object.entries(PROBES).filter(([url]) => isSearch(url))

t.test('visibility of searches', async t => {
  // It finds all that there is, whoever asks: the database has the last word.
  const double = await MeiliDouble.start(t)
  double.isWrong = true
  const { keepsSight } = await sightIn(await startApp(t, { bundled: true, env: double.env }))

  t.test('Meilisearch shows nobody what is out of their sight', async t => {
    for (const [url, probe] of SEARCHES) t.test(`GET ${url}`, t => keepsSight(t, url, probe))
    t.test('and was asked', async t => t.ok(double.searched.length > 0))
  })

  t.test('nor does PostgreSQL', async t => {
    await double.away()
    for (const [url, probe] of SEARCHES) t.test(`GET ${url}`, t => keepsSight(t, url, probe))
  })
})
