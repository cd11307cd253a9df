/** Where feeds are, and the ways to them. What stands in them: server/discovery. */
import { Icon } from './icon.tsx'
import type { PageContext } from './page.ts'

export const FEED_TYPES = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
} as const

export type FeedFormat = keyof typeof FEED_TYPES

const NAMES: Readonly<Record<FeedFormat, string>> = { rss: 'RSS', atom: 'Atom', json: 'JSON Feed' }

/** The address of the feed that follows a page. */
export const feedPath = (page: string, format: FeedFormat): string => `${page === '/' ? '' : page}/feed.${format}`

type AlternatesProps = { readonly page: PageContext; readonly of: string; readonly title: string }

/** For the head: by these a reader finds the feed of a page that it is given. */
export const FeedAlternates = ({ page, of, title }: AlternatesProps) => (
  <>
    {FEED_FORMATS.map(format => (
      <link
        key={format}
        rel="alternate"
        type={FEED_TYPES[format]}
        title={`${title} (${NAMES[format]})`}
        href={page.origin + feedPath(of, format)}
      />
    ))}
  </>
)

export const FEED_FORMATS = ['rss', 'atom', 'json'] as const satisfies readonly FeedFormat[]

type LinkProps = { readonly page: PageContext; readonly of: string | null }

/** For people: under a list, beside a thread. Nothing where there is none. */
export const FeedLink = ({ page, of }: LinkProps) =>
  of === null ? null : (
    <p class="row">
      <a class="btn ghost sm" href={feedPath(of, 'rss')} type={FEED_TYPES.rss} title={page.t('feed.help')}>
        <Icon page={page} name="rss" class="sm" />
        {page.t('feed.link')}
      </a>
    </p>
  )
