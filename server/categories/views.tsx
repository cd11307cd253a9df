/** All categories, and categories as tiles. */
import { Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import type { NavCategory, PageContext } from '../site/page.ts'

export type CategoryTile = NavCategory & { readonly description: string; readonly threadCount: number }

type CategoriesProps = { readonly page: PageContext; readonly categories: readonly CategoryTile[] }

/** Small cards side by side. */
export const CategoryTiles = ({ page, categories }: CategoriesProps) => (
  <ul class="grid tight">
    {categories.map(({ id, slug, name, tone, threadCount }) => (
      <li key={id} class="panel row nowrap tile" data-tone={tone}>
        <span class="swatch lg" aria-hidden="true">
          {[...name][0]}
        </span>
        <span class="grow">
          <a class="plain b" href={`/c/${slug}`}>
            {name}
          </a>
          <br />
          <span class="s quiet">{page.t('category.threadCount', { count: threadCount })}</span>
        </span>
      </li>
    ))}
  </ul>
)

/** Everything that this class of viewers sees, parents before children. */
export function CategoriesPage({ page, categories }: CategoriesProps) {
  const { t } = page
  const known = new Set(categories.map(({ id }) => id))
  const roots = categories.filter(({ parentId }) => parentId === null || !known.has(parentId))
  return (
    <Layout page={page} title={t('nav.categories')} canonical="/categories">
      <h1>{t('nav.categories')}</h1>
      {roots.length > 0 ? (
        <section class="sheet" aria-label={t('nav.categories')}>
          <ul class="ledger">
            {roots.map(category => (
              <CategoryRow
                key={category.id}
                page={page}
                category={category}
                below={categories.filter(({ parentId }) => parentId === category.id)}
              />
            ))}
          </ul>
        </section>
      ) : (
        <p class="note">
          <Icon page={page} name="info" />
          {t('categories.empty')}
        </p>
      )}
    </Layout>
  )
}

type CategoryRowProps = {
  readonly page: PageContext
  readonly category: CategoryTile
  readonly below: readonly CategoryTile[]
}

const CategoryRow = ({ page, category, below }: CategoryRowProps) => (
  <li data-tone={category.tone}>
    <span class="swatch lg" aria-hidden="true">
      {[...category.name][0]}
    </span>
    <div class="stack">
      <a class="t" href={`/c/${category.slug}`}>
        {category.name}
      </a>
      {category.description && <p class="s soft-ink">{category.description}</p>}
      {below.length > 0 && (
        <ul class="row" aria-label={page.t('category.childrenOf', { name: category.name })}>
          {below.map(({ id, slug, name, tone }) => (
            <li key={id}>
              <a class="chip" data-tone={tone} href={`/c/${slug}`}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
    <div class="last">
      <span class="num">{page.t('category.threadCount', { count: category.threadCount })}</span>
    </div>
  </li>
)
