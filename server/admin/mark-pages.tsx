import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import { withFile } from '../core/http/form-file.ts'
import { isMark, type Mark } from '../site/marks.ts'
import type { PageRoutes } from '../site/routes.ts'
import { incomingFolder } from '../uploads/service.ts'
import { showAppearance } from './appearance-pages.tsx'
import { removeMark, setMark } from './marks.ts'
import { administer } from './policy.ts'

const PATH = '/admin/appearance'
const MarkParams = Type.Object({ mark: Type.String({ maxLength: 20 }) })

/** What takes a file. */
export function markFilePages(routes: PageRoutes): void {
  routes.post(
    `${PATH}/marks/:mark`,
    {
      params: MarkParams,
      budget: 12,
      form: (ctx, { params }, form) => showAppearance(ctx, { form: null, marks: { mark: params.mark, form } }),
    },
    async (ctx, { params, raw }) => {
      const mark = markNamed(ctx, params.mark)
      const under = incomingFolder(ctx)
      await setMark(ctx, mark, (maxBytes, work) => withFile(raw, { maxBytes, under }, work))
      return { redirect: `${PATH}?notice=saved` }
    },
  )
}

export function markPages(routes: PageRoutes): void {
  routes.post(`${PATH}/marks/:mark/delete`, { params: MarkParams, budget: 12 }, async (ctx, { params }) => {
    await removeMark(ctx, markNamed(ctx, params.mark))
    return { redirect: `${PATH}?notice=saved` }
  })
}

/** @throws NotSignedIn, Forbidden; NotFound for a mark that there is not */
function markNamed(ctx: Ctx, name: string): Mark {
  administer(ctx)
  if (!isMark(name)) throw new NotFound()
  return name
}
