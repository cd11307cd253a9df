import { sql } from 'drizzle-orm'
import t from 'tap'
import { cacheVersions } from '../../db/tables/index.ts'
import type { QueryReport } from '../../server/core/http/budget.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

t.test(
  'what a change elsewhere made stale is read again by whoever comes first, and is no part of their page',
  async t => {
    const reports: QueryReport[] = []
    const app = await startApp(t, { queries: report => void reports.push(report) })
    const asMia = await app.as(people.mia)
    await asMia.get('/latest')
    const before = reports.at(-1)?.statements

    await app.database.db.update(cacheVersions).set({ version: sql`${cacheVersions.version} + 1` })
    const { generation } = app.server.ctx().host.caches
    await asMia.get('/latest')
    t.not(app.server.ctx().host.caches.generation, generation, 'it was read again')
    t.strictSame(reports.at(-1)?.statements.length, before?.length)
  },
)
