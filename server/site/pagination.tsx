import { Icon } from './icon.tsx'
import type { PageContext } from './page.ts'

/** Addresses of neighbouring pages; null where there is none. Lists page by key, so there are no page numbers. */
export type Pager = { readonly newer: string | null; readonly older: string | null }

type ListPagerProps = { readonly page: PageContext; readonly pager: Pager }

/** Under a list by activity. Nothing when it all fits. */
export function ListPager({ page, pager }: ListPagerProps) {
  const { t } = page
  if (!pager.newer && !pager.older) return null
  return (
    <nav class="pager split" aria-label={t('pager.label')}>
      {pager.newer ? (
        <a class="btn sm" href={pager.newer} rel="prev">
          <Icon page={page} name="arrow-left" class="sm flip" />
          {t('pager.newer')}
        </a>
      ) : (
        <span />
      )}
      {pager.older && (
        <a class="btn sm" href={pager.older} rel="next">
          {t('pager.older')}
          <Icon page={page} name="arrow-right" class="sm flip" />
        </a>
      )}
    </nav>
  )
}
