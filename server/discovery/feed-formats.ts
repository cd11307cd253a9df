/** One feed in three formats: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1. All say the same. */
import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith'
import { escapeHtml } from '../core/text/escape.ts'
import { FEED_TYPES, type FeedFormat } from '../site/feeds.tsx'
import { forXml } from './feed-text.ts'

export type FeedItem = {
  /** The same for ever, in whichever feed it stands and wherever its page moves. */
  readonly id: string
  readonly url: string
  readonly title: string
  /** With whole addresses. */
  readonly html: string
  /** Plain. */
  readonly excerpt: string
  readonly author: { readonly name: string; readonly url: string }
  /** Names of its category and its tags. */
  readonly labels: readonly string[]
  readonly publishedAt: Date
  readonly updatedAt: Date
}

export type Feed = {
  readonly title: string
  readonly description: string
  readonly language: string
  /** Its own address, and that of the page that it follows. */
  readonly self: string
  readonly url: string
  readonly updatedAt: Date
  readonly items: readonly FeedItem[]
}

const WRITERS: Readonly<Record<FeedFormat, (feed: Feed) => string>> = { rss: toRss, atom: toAtom, json: toJson }

/** The feed as text, without the letters that XML cannot hold. */
export const writeFeed = (feed: Feed, format: FeedFormat): string => WRITERS[format](fitted(feed))

function fitted(feed: Feed): Feed {
  return {
    ...feed,
    title: forXml(feed.title),
    description: forXml(feed.description),
    items: feed.items.map(item => ({
      ...item,
      title: forXml(item.title),
      html: forXml(item.html),
      excerpt: forXml(item.excerpt),
      author: { ...item.author, name: forXml(item.author.name) },
      labels: item.labels.map(forXml),
    })),
  }
}

function toRss({ title, description, language, self, url, updatedAt, items }: Feed): string {
  return generateRssFeed({
    title,
    link: url,
    // The format wants one.
    description: description || title,
    language,
    lastBuildDate: updatedAt,
    atom: { links: [{ href: self, rel: 'self', type: FEED_TYPES.rss }] },
    items: items.map(item => ({
      title: item.title,
      link: item.url,
      guid: { value: item.id, isPermaLink: false },
      pubDate: item.publishedAt,
      // `author` would have to be an address of mail.
      dc: { creators: [item.author.name] },
      categories: item.labels.map(name => ({ name })),
      // Readers take it for HTML.
      description: escapeHtml(item.excerpt),
      content: { encoded: item.html },
    })),
  })
}

function toAtom({ title, description, self, url, updatedAt, items }: Feed): string {
  return generateAtomFeed({
    id: self,
    title: { value: title },
    ...(description && { subtitle: { value: description } }),
    links: [
      { href: self, rel: 'self', type: FEED_TYPES.atom },
      { href: url, rel: 'alternate', type: 'text/html' },
    ],
    updated: updatedAt,
    entries: items.map(item => ({
      id: item.id,
      title: { value: item.title },
      links: [{ href: item.url, rel: 'alternate', type: 'text/html' }],
      published: item.publishedAt,
      updated: item.updatedAt,
      authors: [{ name: item.author.name, uri: item.author.url }],
      categories: item.labels.map(label => ({ term: label })),
      ...(item.excerpt && { summary: { value: item.excerpt } }),
      content: { value: item.html, type: 'html' },
    })),
  })
}

function toJson({ title, description, language, self, url, items }: Feed): string {
  const feed = generateJsonFeed({
    title,
    ...(description && { description }),
    language,
    home_page_url: url,
    feed_url: self,
    items: items.map(item => ({
      id: item.id,
      url: item.url,
      title: item.title,
      content_html: item.html,
      ...(item.excerpt && { summary: item.excerpt }),
      authors: [item.author],
      tags: [...item.labels],
      date_published: item.publishedAt,
      date_modified: item.updatedAt,
    })),
  })
  // The format wants them, even none; the library leaves an empty list out.
  return JSON.stringify({ items: [], ...Object(feed) })
}
