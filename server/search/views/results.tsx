import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { Time } from '../../site/time.tsx'
import { KindChip } from '../../threads/kind-views.tsx'
import { addressOf, type Wanted } from '../asked.ts'
import { MOST_COUNTED } from '../engine.ts'
import { resultPath } from '../paths.ts'
import { PER_PAGE } from '../schema.ts'
import type { Result, Results } from '../service.ts'
import { Marked } from './marked.tsx'

type ResultListProps = { readonly page: PageContext; readonly items: readonly Result[] }

export const ResultList = ({ page, items }: ResultListProps) => (
  <ol class="sheet ledger results" aria-label={page.t('search.results')}>
    {items.map(item => (
      <Row key={item.postId} page={page} item={item} />
    ))}
  </ol>
)

function Row({ page, item }: { readonly page: PageContext; readonly item: Result }) {
  const { t } = page
  const { thread, number, author, createdAt } = item
  const place = page.nav.find(({ id }) => id === thread.categoryId)
  return (
    <li>
      <span class="swatch lg" data-tone={place?.tone} aria-hidden="true">
        <Icon page={page} name={page.kinds.get(thread.kind)?.icon ?? (number === 1 ? 'messages-square' : 'reply')} />
      </span>
      <div class="stack">
        <a class="t" href={resultPath(item)}>
          <Marked parts={item.title} />
        </a>
        <p class="s soft-ink snippet">
          <Marked parts={item.snippet} />
        </p>
        <div class="meta">
          {place && (
            <a href={`/c/${place.slug}`}>
              <span class="swatch" data-tone={place.tone} />
              {place.name}
            </a>
          )}
          <KindChip page={page} thread={thread} />
          {number > 1 && <span>{t('search.reply', { number })}</span>}
          <span>{author.displayName}</span>
          <Time page={page} at={createdAt} style="date" />
          <span>{t('thread.replies', { count: thread.replyCount })}</span>
        </div>
      </div>
    </li>
  )
}

type ResultPagerProps = {
  readonly page: PageContext
  readonly wanted: Wanted
  readonly results: Results
  /** Whether there may be more of them than were counted. */
  readonly more: boolean
}

/** Which of the results these are, and the way to the others, as far as they are told apart. */
export function ResultPager({ page, wanted, results: { items, total }, more }: ResultPagerProps) {
  const { t } = page
  const last = Math.ceil(Math.min(total, MOST_COUNTED) / PER_PAGE)
  if (last <= 1 && wanted.page === 1) return null
  const from = (wanted.page - 1) * PER_PAGE
  return (
    <nav class="pager split" aria-label={t('pager.label')}>
      {items.length > 0 && (
        <span class="s quiet num">
          {t(more ? 'search.rangeOfMany' : 'search.range', { from: from + 1, to: from + items.length, total })}
        </span>
      )}
      <span class="row">
        {wanted.page > 1 && (
          <a class="btn sm" rel="prev" href={addressOf({ ...wanted, page: Math.min(wanted.page - 1, last || 1) })}>
            <Icon page={page} name="arrow-left" class="sm flip" />
            {t('search.previous')}
          </a>
        )}
        {wanted.page < last && (
          <a class="btn sm" rel="next" href={addressOf({ ...wanted, page: wanted.page + 1 })}>
            {t('search.next')}
            <Icon page={page} name="arrow-right" class="sm flip" />
          </a>
        )}
      </span>
    </nav>
  )
}
