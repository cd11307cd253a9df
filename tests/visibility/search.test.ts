/** What you may not see you cannot find, whichever engine looks for it. */
import t from 'tap'
import { MeiliDouble } from '../search/meili-double.ts'
import { startApp } from '../support/app.ts'
import { type Ask, isSearch, PROBES } from './probes.ts'
import { sightIn } from './sight.ts'

const SEARCHES = Object.entries(PROBES).filter(([url]) => isSearch(url))

/** Of addresses that differ only in the word or thing that they name, one: this engine finds all, whatever is named. */
const oneOfEachShape =
  (probe: Ask): Ask =>
  world => [...new Map(probe(world).map(one => [one.path.replace(/zqword\w+|=[\w-]*\d[\w-]*/g, ''), one])).values()]

t.test('visibility of searches', async t => {
  // It finds all that there is, whoever asks: the database has the last word.
  const double = await MeiliDouble.start(t)
  double.isWrong = true
  const { keepsSight } = await sightIn(await startApp(t, { bundled: true, env: double.env }))

  t.test('Meilisearch shows nobody what is out of their sight', async t => {
    for (const [url, probe] of SEARCHES) t.test(`GET ${url}`, t => keepsSight(t, url, oneOfEachShape(probe)))
    t.test('and was asked', async t => t.ok(double.searched.length > 0))
  })

  t.test('nor does PostgreSQL', async t => {
    await double.away()
    for (const [url, probe] of SEARCHES) t.test(`GET ${url}`, t => keepsSight(t, url, probe))
  })
})
