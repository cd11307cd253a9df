import { blankCookie } from '../auth/sessions.ts'
import type { Ctx } from '../core/context.ts'
import { NotSignedIn } from '../core/errors.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { OwnErasure } from './schema.ts'
import * as service from './service.ts'
import { ErasePage, GoodbyePage } from './views.tsx'

const PATH = '/settings/erase'

export function pages(routes: PageRoutes): void {
  routes.get(PATH, { budget: 1 }, async ctx => show(ctx, EMPTY_FORM))

  routes.post(
    PATH,
    { body: OwnErasure, budget: 12, form: async (ctx, _request, form) => show(ctx, form) },
    async (ctx, { body }) => {
      const { dueAt } = await service.askOwn(ctx, body)
      const waits = dueAt > ctx.now()
      return {
        view: page => <GoodbyePage page={page} dueAt={waits ? dueAt : null} />,
        cookies: [blankCookie(ctx.host, ctx.db)],
      }
    },
  )
}

/** @throws NotSignedIn */
function show(ctx: Ctx, form: FormState): PageAnswer {
  if (ctx.actor.id === null) throw new NotSignedIn()
  const policy = service.postsPolicy(ctx)
  const days = ctx.setting('erasure.days')
  const chosen = { ...form, values: { posts: policy.otherwise, ...form.values } }
  return { view: page => <ErasePage page={page} form={chosen} policy={policy} days={days} /> }
}
