import { Icon } from '../site/icon.tsx'
import type { NavCategory, PageContext } from '../site/page.ts'

type CrumbsProps = {
  readonly page: PageContext
  readonly ancestors: readonly NavCategory[]
  /** The page's own category, if it is one's page. */
  readonly here?: NavCategory
}

/** The way down to a category, or to a thread in one. */
export const Crumbs = ({ page, ancestors, here }: CrumbsProps) => (
  <nav aria-label={page.t('nav.crumbs')}>
    <ol class="crumbs">
      <li>
        <a href="/categories">{page.t('nav.categories')}</a>
      </li>
      {ancestors.map(({ id, slug, name, tone }) => (
        <li key={id}>
          <Icon page={page} name="chevron-right" class="sm flip" />
          <a href={`/c/${slug}`}>
            <span class="swatch" data-tone={tone} />
            {name}
          </a>
        </li>
      ))}
      {here && (
        <li>
          <Icon page={page} name="chevron-right" class="sm flip" />
          <span aria-current="page">{here.name}</span>
        </li>
      )}
    </ol>
  </nav>
)
