/**
 * A page that lists threads: neutral, and kept by what its rows show. Which rows those are is asked for every reader, under
 * their own sight (threads/listing.ts); so who sees the same threads in the same state, in one class, shares the page.
 */
import type { VNode } from 'preact'
import { asAnybody, type Ctx } from '../core/context.ts'
import type { PageContext } from '../site/page.ts'
import type { FillSlot, PageAnswer } from '../site/routes.ts'
import { showingOf } from '../site/showing.ts'
import { fillRows, type LedgerRow } from '../threads/ledger.tsx'
import { type Listing, rowsOf, stateOf, waitingIn } from '../threads/listing.ts'
import type { ListedRow } from '../threads/queries.ts'

type ListedPage = {
  /** The page's own name, such as `category 7`. */
  readonly name: string
  /** Where in the list the page begins. */
  readonly cursor: string | undefined
  readonly list: Listing
  /** What else the neutral page shows that neither its rows nor the site's settings say. */
  readonly shows?: unknown
  /** What else differs from one reader to the next: the word that it depends on, and what it fills. */
  readonly own?: { readonly word: string; readonly fill: FillSlot }
  readonly fillNow?: FillSlot
  readonly view: (page: PageContext, threads: readonly LedgerRow[]) => VNode
}

/** The rows with what their kinds show of them. One query for each kind that shows anything. */
async function withKinds(ctx: Ctx, page: PageContext, rows: readonly ListedRow[]): Promise<LedgerRow[]> {
  const beside = new Map<number, string>()
  for (const kind of new Set(rows.map(row => row.kind))) {
    const showing = showingOf(page, kind)
    const { row: view = null } = showing ?? {}
    if (!showing || !view) continue
    const threads = rows.filter(row => row.kind === kind).map(row => ({ ...row, authorId: row.author.id }))
    const loaded = await showing.load(ctx, threads)
    for (const thread of threads) beside.set(thread.id, view(page, thread, loaded.get(thread.id)))
  }
  return rows.map(row => ({ ...row, beside: beside.get(row.id) ?? '' }))
}

export function listedPage(ctx: Ctx, { name, cursor, list, shows, own, fillNow, view }: ListedPage): PageAnswer {
  const { items, nextCursor } = list
  // A hidden thread's author sees what their class does not: such a page is made for them alone.
  const neutral = items.every(({ hidden }) => !hidden)
  const reader = neutral ? asAnybody(ctx) : ctx
  const fillOfRows = fillRows(items)
  const key = `${name} ${cursor ?? ''} ${nextCursor} ${stateOf(items)} ${JSON.stringify(shows ?? null)}`
  return {
    ...(neutral && { key, variant: `${waitingIn(items)} ${own?.word ?? ''}` }),
    fill: (...slot) => own?.fill(...slot) ?? fillOfRows(...slot),
    ...(fillNow && { fillNow }),
    view: async page => view(page, await withKinds(reader, page, await rowsOf(reader, items))),
  }
}
