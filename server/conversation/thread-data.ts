/** A page of a thread in the words of schema.org, and as others show a link to it. Made of what the page has loaded. */

import { likesOf } from '../posts/queries.ts'
import type { Person } from '../site/avatar.tsx'
import type { Preview } from '../site/head.tsx'
import { breadcrumbs, interactions, type Thing } from '../site/json-ld.tsx'
import type { PageContext } from '../site/page.ts'
import { threadPath } from '../threads/ledger.tsx'
import type { PostItem } from './post.tsx'
import { postPath } from './post-path.ts'
import { asKindPost, type OfKind, type Row, shown } from './shown.ts'
import type { ThreadPageProps, ThreadView } from './thread-props.ts'

type Shown = Pick<ThreadPageProps, 'page' | 'thread' | 'category' | 'ancestors' | 'posts' | 'describe'>

/** The thread with the posts of this page as its comments, and the way down to it. */
export function threadData({ page, thread, category, ancestors, posts, describe }: Shown): Thing[] {
  const places = [...ancestors, category].map(({ name, slug }) => ({ name, path: `/c/${slug}` }))
  const way = [{ name: page.t('nav.categories'), path: '/categories' }, ...places]
  return [
    describe() ?? discussion({ page, thread, category, posts: posts.filter(({ deletedAt }) => deletedAt === null) }),
    breadcrumbs(page, [...way, { name: thread.title, path: threadPath(thread) }]),
  ]
}

/** The thread in its kind's own words, with these posts; null for a kind that has none. */
export const describedBy = (page: PageContext, kind: OfKind | null, rows: readonly Row[]): Thing | null => {
  if (!kind) return null
  const posts = rows.filter(shown).map(row => ({ ...asKindPost(kind, row), text: wordsOf(row.html) }))
  return kind.showing.describe(page, kind.thread, kind.loaded, posts)
}

/** On a later page it has no text, which stands at its own address: that of the first. */
function discussion({ page, thread, category, posts }: Omit<Shown, 'ancestors' | 'describe'>): Thing {
  const opening = posts.find(({ number }) => number === 1)
  const tags = thread.tags.map(({ name }) => name)
  return {
    '@type': 'DiscussionForumPosting',
    url: page.origin + threadPath(thread),
    headline: thread.title,
    author: personThing(page, thread.author),
    datePublished: thread.createdAt.toISOString(),
    ...(opening && said(page, opening)),
    ...(tags.length > 0 && { keywords: tags }),
    isPartOf: { '@type': 'CollectionPage', name: category.name, url: `${page.origin}/c/${category.slug}` },
    commentCount: thread.replyCount,
    interactionStatistic: [
      interactions('Comment', thread.replyCount),
      ...(opening ? [interactions('Like', likesOf(opening))] : []),
    ],
    comment: posts.filter(post => post !== opening).map(post => commentThing(page, thread, post)),
  }
}

const commentThing = (page: PageContext, thread: ThreadView, post: PostItem): Thing => ({
  '@type': 'Comment',
  url: page.origin + postPath(thread, post),
  author: personThing(page, post.author),
  datePublished: post.createdAt.toISOString(),
  ...said(page, post),
  upvoteCount: likesOf(post),
  interactionStatistic: [interactions('Like', likesOf(post))],
})

function said(page: PageContext, { html, editedAt }: PostItem) {
  const picture = firstPicture(html)
  return {
    text: wordsOf(html),
    ...(picture && { image: page.origin + picture.src }),
    ...(editedAt && { dateModified: editedAt.toISOString() }),
  }
}

const personThing = (page: PageContext, { name, displayName }: Person): Thing => ({
  '@type': 'Person',
  name: displayName,
  url: `${page.origin}/m/${encodeURIComponent(name)}`,
})

/** How others show a link to this page: by its first post. */
export function threadPreview({ thread, posts }: Pick<Shown, 'thread' | 'posts'>): Preview {
  const opening = posts.find(({ number }) => number === 1)
  const changes = posts.map(({ createdAt, editedAt }) => editedAt ?? createdAt)
  return {
    type: 'article',
    picture: opening ? firstPicture(opening.html) : null,
    publishedAt: thread.createdAt,
    modifiedAt: new Date(Math.max(thread.createdAt.getTime(), ...changes.map(at => at.getTime()))),
  }
}

/** As cooking writes it: its source, in a size that a phone and a desk can both show, then its words. */
function firstPicture(html: string): { src: string; alt: string } | null {
  const found = /<img src="(\/uploads\/[^"]+)"[^>]* alt="([^"]*)"/.exec(unfolded(html))
  return found?.[1] ? { src: unescaped(found[1]), alt: unescaped(found[2] ?? '') } : null
}

/** Enough to judge it by; the whole stands on the page, once. */
const MOST_LETTERS = 2000

/** A cooked text as plain words. */
function wordsOf(html: string): string {
  const words = unfolded(html)
    .replace(/<[^>]*>/g, '')
    .trim()
  return unescaped(
    words.length > MOST_LETTERS ? `${words.slice(0, MOST_LETTERS).replace(/&[a-z]*$|\p{Surrogate}$/u, '')}…` : words,
  )
}

/** Without what its writer folded away, as in excerpts: nobody is told the end of a story by a search engine. */
function unfolded(html: string): string {
  let depth = 0
  const parts = html.split(/(<details\b[^>]*>|<\/details>)/).map(part => {
    if (part.startsWith('<details')) return depth++ === 0 ? '…' : ''
    if (part === '</details>') depth--
    return depth > 0 || part === '</details>' ? '' : part
  })
  return parts.join('')
}

const SIGNS: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' }

const unescaped = (text: string): string => text.replace(/&(?:lt|gt|quot|amp);/g, sign => SIGNS[sign] ?? sign)
