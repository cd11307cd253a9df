import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { type Line, saysIn } from '../doctor/finding.ts'
import * as examinations from './examine.ts'
import { ExaminationJson, SystemJson } from './schema.ts'
import { systemOf } from './system.ts'

const tag = 'Operations'

export function systemApi(routes: ApiRoutes): void {
  routes.get(
    '/system',
    {
      tag,
      id: 'getSystem',
      summary: 'Read what the server is, and what is wrong with it',
      response: SystemJson,
      budget: 10,
    },
    async ctx => {
      const { process, findings, examination, ...rest } = await systemOf(ctx)
      return {
        ...rest,
        process: { ...process, startedAt: process.startedAt.toISOString() },
        findings: findings.map(line => findingJson(ctx, line)),
        examination: examination && examinationJson(ctx, examination),
      }
    },
  )

  routes.post(
    '/system/examinations',
    {
      tag,
      id: 'examineSystem',
      summary: 'Look for what takes long to find out; some seconds later it is in getSystem',
      response: ExaminationJson,
      status: 201,
      budget: 10,
      replay: read,
    },
    async ctx => read(ctx, (await examinations.ask(ctx)).id),
  )
}

const read = async (ctx: Ctx, id: number) => examinationJson(ctx, await examinations.get(ctx, id))

const findingJson = (ctx: Ctx, line: Line) => ({ check: line.check, result: line.result, says: saysIn(ctx.t, line) })

const examinationJson = (ctx: Ctx, { id, askedAt, doneAt, findings, ...sums }: examinations.Examination) => ({
  ...sums,
  id: String(id),
  askedAt: askedAt.toISOString(),
  doneAt: doneAt?.toISOString() ?? null,
  findings: findings.map(line => findingJson(ctx, line)),
})
