import { Icon } from './icon.tsx'
import type { PageContext } from './page.ts'

type ListPagerProps = {
  readonly page: PageContext
  /** The list's own address, perhaps with what narrows it. */
  readonly path: string
  /** Where its next page begins; null on the last. Lists page by key, so there are no page numbers. */
  readonly nextCursor: string | null
  /** The way back, of lists that have one; the others lead to their beginning. */
  readonly prevCursor?: string | null
  readonly firstPage?: boolean
  /** What the list holds, for the words on the buttons. */
  readonly kind?: 'threads' | 'list'
}

/** Under a list by activity: back, to its top, and on to what is older. Nothing when it all fits. */
export function ListPager(props: ListPagerProps) {
  const { page, path, nextCursor, prevCursor = null, firstPage = true, kind = 'threads' } = props
  const { t } = page
  if (firstPage && !nextCursor) return null
  const at = (cursor: string) => `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`
  const top = t(kind === 'threads' ? 'pager.newest' : 'pager.start')
  return (
    <nav class="pager split" aria-label={t('pager.label')}>
      <span class="row">
        {!firstPage && !prevCursor && (
          <a class="btn sm" href={path}>
            <Icon page={page} name="arrow-left" class="sm flip" />
            {top}
          </a>
        )}
        {prevCursor && (
          <a class="btn sm sq" href={path} aria-label={top} title={top}>
            <Icon page={page} name="chevrons-left" class="sm flip" />
          </a>
        )}
        {prevCursor && (
          <a class="btn sm" href={at(prevCursor)} rel="prev">
            <Icon page={page} name="arrow-left" class="sm flip" />
            {t(kind === 'threads' ? 'pager.newer' : 'pager.back')}
          </a>
        )}
      </span>
      {nextCursor && (
        <a class="btn sm" href={at(nextCursor)} rel="next">
          {t(kind === 'threads' ? 'pager.older' : 'pager.more')}
          <Icon page={page} name="arrow-right" class="sm flip" />
        </a>
      )}
    </nav>
  )
}
