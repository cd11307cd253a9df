/** Lists in the words of schema.org, and which feeds follow them. */
import { breadcrumbs, type Thing } from '../site/json-ld.tsx'
import type { NavCategory, PageContext } from '../site/page.ts'
import { tagPath } from '../tags/links.tsx'
import type { TagItem } from '../tags/list.tsx'

/** The community and who stands behind it. */
export function communityData({ origin, site, locale }: PageContext): Thing[] {
  const named = { name: site.name, url: `${origin}/` }
  const publisher = { '@id': `${origin}/#community` }
  return [
    {
      '@type': 'WebSite',
      '@id': `${origin}/#site`,
      ...named,
      ...(site.tagline && { description: site.tagline }),
      inLanguage: locale,
      publisher,
    },
    { '@type': 'Organization', ...publisher, ...named },
  ]
}

export const categoryData = (page: PageContext, way: readonly NavCategory[]): Thing[] => [
  breadcrumbs(page, [
    { name: page.t('nav.categories'), path: '/categories' },
    ...way.map(({ name, slug }) => ({ name, path: `/c/${slug}` })),
  ]),
]

export const tagData = (page: PageContext, { name, slug }: TagItem): Thing[] => [
  breadcrumbs(page, [
    { name: page.t('nav.tags'), path: '/tags' },
    { name, path: tagPath(slug) },
  ]),
]

/** A list from everywhere has a feed where visitors see anything at all. */
export const publicFeed = (page: PageContext, path: '/' | '/latest' | '/top' | '/unanswered'): string | null =>
  page.publicIds.length > 0 ? path : null

/** A tag is known to visitors by a thread that they see, or by its keepers' word. */
export const tagFeed = (
  { publicIds }: PageContext,
  tag: TagItem,
  threads: readonly { readonly categoryId: number }[],
): string | null =>
  tag.listed || threads.some(({ categoryId }) => publicIds.includes(categoryId)) ? tagPath(tag.slug) : null
