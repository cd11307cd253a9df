/** The sitemap protocol (sitemaps.org): an index of files, and files of addresses. */
import { escapeHtml } from '../core/text/escape.ts'

export type Entry = {
  readonly url: string
  /** Left out where it is not known: a wrong date is worse than none. */
  readonly changedAt?: Date | undefined
}

export const urlset = (entries: readonly Entry[]): string => document('urlset', 'url', entries)

export const sitemapIndex = (entries: readonly Entry[]): string => document('sitemapindex', 'sitemap', entries)

function document(root: string, element: string, entries: readonly Entry[]): string {
  const rows = entries.map(({ url, changedAt }) => {
    const date = changedAt ? `<lastmod>${changedAt.toISOString()}</lastmod>` : ''
    return `<${element}><loc>${escapeHtml(url)}</loc>${date}</${element}>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${rows.join('')}</${root}>\n`
}
