/** What stands in a page's head: for the browser, for search engines, and for who shows a link to it. */
import type { Locale } from '../core/i18n.ts'
import { FeedAlternates } from './feeds.tsx'
import { Data, type Thing } from './json-ld.tsx'
import type { PageContext } from './page.ts'
import { Slot } from './slot.tsx'

/** What others show of the page beside a link to it (ogp.me). */
export type Preview = {
  readonly type: 'website' | 'article' | 'profile'
  /** A picture of this site. */
  readonly picture?: { readonly src: string; readonly alt: string } | null
  readonly publishedAt?: Date
  readonly modifiedAt?: Date
}

export type HeadProps = {
  readonly page: PageContext
  /** Null on home, which bears the community's name alone. */
  readonly title: string | null
  readonly description?: string | undefined
  /** The page's lasting address. Without one it is not for search engines. */
  readonly canonical?: string
  /** False keeps the page out of search engines: forms, settings, administration, errors, later pages of lists. */
  readonly indexed?: boolean
  readonly preview?: Preview
  /** The page whose feed it offers. */
  readonly feed?: string | null
  /** The same in the words of schema.org; for search engines, who are visitors. */
  readonly data?: () => readonly Thing[]
}

export function Head(props: HeadProps) {
  const { page, title, description, canonical, indexed = true, feed, data } = props
  const { site, assets } = page
  const full = title === null ? site.name : `${title} · ${site.name}`
  const about = description || site.tagline
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{full}</title>
      {about && <meta name="description" content={about} />}
      {!indexed && <meta name="robots" content="noindex" />}
      {indexed && canonical && (
        <>
          <link rel="canonical" href={page.origin + canonical} />
          <OpenGraph {...props} url={page.origin + canonical} about={about} />
        </>
      )}
      {feed && <FeedAlternates page={page} of={feed} title={full} />}
      {page.fonts.map(font => (
        <link key={font} rel="preload" href={font} as="font" type="font/woff2" crossorigin="anonymous" />
      ))}
      <link rel="stylesheet" href={assets.styles} />
      {page.files.styles.map(style => (
        <link key={style} rel="stylesheet" href={style} />
      ))}
      <link rel="stylesheet" href={page.brandCss} />
      {page.ownCss && <link rel="stylesheet" href={page.ownCss} />}
      <Slot name="styles" />
      {page.marks.icon ? (
        <link rel="icon" href={page.marks.icon} />
      ) : (
        <link rel="icon" href={assets.favicon} type="image/svg+xml" />
      )}
      <script type="module" src={assets.script} />
      {page.files.scripts.map(script => (
        <script key={script} type="module" src={script} />
      ))}
      {indexed && !page.signedIn && data && <Data things={data()} />}
    </head>
  )
}

/** Our English is British, as its dates are. */
const TERRITORIES: Readonly<Record<Locale, string>> = { en: 'en_GB', fr: 'fr_FR' }

type OpenGraphProps = Pick<HeadProps, 'page' | 'title' | 'preview'> & { readonly url: string; readonly about: string }

function OpenGraph({ page, title, preview = { type: 'website' }, url, about }: OpenGraphProps) {
  const { type, picture, publishedAt, modifiedAt } = preview
  return (
    <>
      <meta property="og:type" content={type} />
      <meta property="og:url" content={url} />
      <meta property="og:title" content={title ?? page.site.name} />
      <meta property="og:site_name" content={page.site.name} />
      {about && <meta property="og:description" content={about} />}
      <meta property="og:locale" content={TERRITORIES[page.locale]} />
      {picture && (
        <>
          <meta property="og:image" content={page.origin + picture.src} />
          {picture.alt && <meta property="og:image:alt" content={picture.alt} />}
        </>
      )}
      {publishedAt && <meta property="article:published_time" content={publishedAt.toISOString()} />}
      {modifiedAt && <meta property="article:modified_time" content={modifiedAt.toISOString()} />}
      <meta name="twitter:card" content={picture ? 'summary_large_image' : 'summary'} />
    </>
  )
}
