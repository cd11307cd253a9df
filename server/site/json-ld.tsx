/**
 * What a page is about in the words of schema.org, as JSON-LD. A browser takes it for data and runs nothing of it, so the
 * content policy, which knows no inline script, has nothing against it.
 */
import type { PageContext } from './page.ts'

/** A thing: its `@type` and what is said of it. What is undefined is not said. */
export type Thing = { readonly '@type': string; readonly [property: string]: unknown }

/** Without `<` no text ends the element, whatever it says. */
export const Data = ({ things }: { readonly things: readonly Thing[] }) => {
  const json = JSON.stringify({ '@context': 'https://schema.org', '@graph': things }).replaceAll('<', '\\u003c')
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />
}

type Crumb = { readonly name: string; readonly path: string }

/** The way down to a page, which comes last. */
export const breadcrumbs = (page: PageContext, crumbs: readonly Crumb[]): Thing => ({
  '@type': 'BreadcrumbList',
  itemListElement: crumbs.map(({ name, path }, index) => ({
    '@type': 'ListItem',
    position: index + 1,
    name,
    item: page.origin + path,
  })),
})

/** How often something was done with a thing. */
export const interactions = (act: 'Comment' | 'Like' | 'Write', count: number): Thing => ({
  '@type': 'InteractionCounter',
  interactionType: `https://schema.org/${act}Action`,
  userInteractionCount: count,
})
