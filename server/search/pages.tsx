import type { Ctx } from '../core/context.ts'
import { IdParams } from '../core/http/schemas.ts'
import type { FormState, PageAnswer, PageRoutes } from '../site/routes.ts'
import { addressOf, asksSomething, type Given, wantedOf } from './asked.ts'
import * as saved from './saved.ts'
import { PageQuery, PER_PAGE, RenameInput, SaveForm } from './schema.ts'
import { facetsOf, search } from './service.ts'
import { type Notice, SearchPage } from './views.tsx'

export function pages(routes: PageRoutes): void {
  // Nine, where four sorts of things narrow the search; and three more where words are taken for others.
  routes.get('/search', { query: PageQuery, budget: 12 }, (ctx, { query: { notice, ...given } }) =>
    show(ctx, given, { notice }),
  )

  routes.post(
    '/searches',
    { body: SaveForm, budget: 17, form: (ctx, _request, form) => show(ctx, form.values, { form }) },
    async (ctx, { body: { name, ...given } }) => {
      const wanted = wantedOf(given, ctx.host.kinds)
      await saved.save(ctx, { name, wanted })
      return { redirect: noticed(addressOf(wanted), 'saved') }
    },
  )

  routes.post(
    '/searches/:id',
    {
      params: IdParams,
      body: RenameInput,
      budget: 4,
      form: (ctx, { params }, form) => show(ctx, {}, { form, id: params.id }),
    },
    async (ctx, { params: { id }, body: { name } }) => {
      await saved.rename(ctx, { id, name })
      return { redirect: noticed('/search', 'renamed') }
    },
  )

  routes.post('/searches/:id/delete', { params: IdParams, budget: 3 }, async (ctx, { params }) => {
    await saved.remove(ctx, params)
    return { redirect: noticed('/search', 'removed') }
  })
}

type Shown = {
  readonly notice?: Notice | undefined
  /** A form that was refused: that of a search that is saved, or the one that saves what is shown. */
  readonly form?: FormState
  readonly id?: number
}

/** What was found; where nothing is asked, what may be, and what the member has saved. */
async function show(ctx: Ctx, given: Given, shown: Shown): Promise<PageAnswer> {
  const wanted = wantedOf(given, ctx.host.kinds)
  const asked = asksSomething(wanted)
  const results = await search(ctx, wanted, { limit: PER_PAGE, beside: true })
  const facets = await facetsOf(ctx, results, wanted)
  const mine = asked || ctx.actor.id === null ? [] : await saved.list(ctx)
  const kept = mine.map(one => ({ ...one, href: saved.addressOfSaved(ctx, one) }))
  return { view: page => <SearchPage page={page} {...{ wanted, results, facets, asked, kept }} {...shown} /> }
}

const noticed = (address: string, notice: Notice): string =>
  `${address}${address.includes('?') ? '&' : '?'}notice=${notice}`
