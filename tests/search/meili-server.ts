/** Which Meilisearch the tests of an engine ask: a real one where there is one, else its double. */
import { Meilisearch } from 'meilisearch'
import type { Test } from 'tap'
import { KEPT } from '../../server/search/meilisearch/kept.ts'
import type { TestApp } from '../support/app.ts'
import { MeiliDouble } from './meili-double.ts'

const { MEILI_URL, MEILI_API_KEY } = process.env

/** The operator's variables. */
export async function meiliServer(t: Test): Promise<Readonly<Record<string, string>>> {
  if (!MEILI_URL) return (await MeiliDouble.start(t)).env
  return { MEILI_URL, ...(MEILI_API_KEY && { MEILI_API_KEY }) }
}

/** Leaves nothing of a community behind in a real one. */
export function tidyUp(t: Test, app: TestApp): void {
  if (!MEILI_URL) return
  const client = new Meilisearch({ host: MEILI_URL, ...(MEILI_API_KEY && { apiKey: MEILI_API_KEY }) })
  t.teardown(async () => {
    const kept = new URLSearchParams(app.server.ctx().setting(KEPT))
    for (const name of [kept.get('asked'), kept.get('next')]) if (name) await client.deleteIndex(name)
  })
}
