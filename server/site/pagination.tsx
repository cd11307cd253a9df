import { Icon } from './icon.tsx'
import type { PageContext } from './page.ts'

type ListPagerProps = {
  readonly page: PageContext
  /** The list's own address, perhaps with what narrows it. */
  readonly path: string
  /** Where its next page begins; null on the last. Lists page by key, so there are no page numbers. */
  readonly nextCursor: string | null
  readonly firstPage?: boolean
  /** What the list holds, for the words on the buttons. */
  readonly kind?: 'threads' | 'list'
}

/** Under a list by activity: back to its top, and on to what is older. Nothing when it all fits. */
export function ListPager({ page, path, nextCursor, firstPage = true, kind = 'threads' }: ListPagerProps) {
  const { t } = page
  if (firstPage && !nextCursor) return null
  return (
    <nav class="pager split" aria-label={t('pager.label')}>
      {firstPage ? (
        <span />
      ) : (
        <a class="btn sm" href={path}>
          <Icon page={page} name="arrow-left" class="sm flip" />
          {t(kind === 'threads' ? 'pager.newest' : 'pager.start')}
        </a>
      )}
      {nextCursor && (
        <a
          class="btn sm"
          href={`${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(nextCursor)}`}
          rel="next"
        >
          {t(kind === 'threads' ? 'pager.older' : 'pager.more')}
          <Icon page={page} name="arrow-right" class="sm flip" />
        </a>
      )}
    </nav>
  )
}
