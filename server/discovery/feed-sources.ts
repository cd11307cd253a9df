/**
 * What each feed tells. All are made for a visitor, whoever asks: a feed is fetched by programs that carry no session, and
 * kept by those in between. So a place that visitors do not see has none.
 */
import * as categories from '../categories/queries.ts'
import type { Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import type { KindList } from '../core/kinds.ts'
import * as members from '../members/queries.ts'
import { memberPath } from '../profiles/frame.tsx'
import { tagPath } from '../tags/links.tsx'
import * as tags from '../tags/queries.ts'
import { threadPath } from '../threads/ledger.tsx'
import { listing, type Place } from '../threads/listing.ts'
import { USUAL_PERIOD } from '../threads/periods.ts'
import * as threads from '../threads/queries.ts'
import type { FeedItem } from './feed-formats.ts'
import { itemOf } from './feed-items.ts'
import { newestBy, newestIn, openings } from './queries.ts'

/** As many as a page of a list. */
const ITEMS = 30

export type Source = {
  /** The page that the feed follows, under its right address. */
  readonly path: string
  /** Whether it was asked for under another. */
  readonly moved: boolean
  /** Null for the whole community's. */
  readonly title: string | null
  readonly description: string
  /** Newest first, with when something last happened to each. */
  items(): Promise<readonly { readonly item: FeedItem; readonly activeAt: Date }[]>
}

/** Home's, and that of the latest: the same threads at two addresses. */
export const latest =
  (path: '/' | '/latest') =>
  async (ctx: Ctx): Promise<Source> => ({
    path,
    moved: false,
    title: path === '/' ? null : ctx.t('home.latest'),
    description: ctx.setting('site.tagline'),
    items: () => threadItems(ctx, { all: true }),
  })

/** Of the usual period. */
export const top = async (ctx: Ctx): Promise<Source> => ({
  path: '/top',
  moved: false,
  title: ctx.t(`top.of.${USUAL_PERIOD}`),
  description: ctx.t('top.note'),
  items: () => threadItems(ctx, { top: USUAL_PERIOD }),
})

export const unanswered = async (ctx: Ctx): Promise<Source> => ({
  path: '/unanswered',
  moved: false,
  title: ctx.t('unanswered.title'),
  description: ctx.t('unanswered.note'),
  items: () => threadItems(ctx, { unanswered: true }),
})

/** @throws NotFound; so do the others */
export async function category(ctx: Ctx, { slug }: { readonly slug: string }): Promise<Source> {
  const found = categories.get(ctx, slug)
  return {
    path: `/c/${found.slug}`,
    moved: found.slug !== slug,
    title: found.name,
    description: found.description,
    items: () => threadItems(ctx, { categoryId: found.id }),
  }
}

export async function tag(ctx: Ctx, { slug }: { readonly slug: string }): Promise<Source> {
  const found = await tags.find(ctx, slug)
  return {
    path: tagPath(found.slug),
    moved: found.slug !== slug,
    title: `#${found.name}`,
    description: found.description,
    items: () => threadItems(ctx, { tag: found }),
  }
}

/** All threads of a kind, which has a page of them. */
export const ofKind =
  (kind: string, { path, title, description }: KindList) =>
  async (ctx: Ctx): Promise<Source> => ({
    path,
    moved: false,
    title: title[ctx.locale],
    description: description[ctx.locale],
    items: () => threadItems(ctx, { kind }),
  })

export async function thread(ctx: Ctx, { id, slug }: { readonly id: number; readonly slug?: string }): Promise<Source> {
  const found = await threads.head(ctx, id)
  return {
    path: threadPath(found),
    moved: slug !== (found.slug || '-'),
    title: found.title,
    description: '',
    items: async () => (await newestIn(ctx, id, ITEMS)).map(post => withActivity(itemOf(ctx, post, 'post'))),
  }
}

/** What a member wrote, if they show that to everybody. */
export async function member(ctx: Ctx, { name }: { readonly name: string }): Promise<Source> {
  const found = await members.get(ctx, name)
  if (!found.activityShown) throw new NotFound()
  return {
    path: memberPath(found),
    moved: found.name !== name,
    title: ctx.t('feed.byMember', { name: found.displayName }),
    description: '',
    items: async () => (await newestBy(ctx, found.id, ITEMS)).map(post => withActivity(itemOf(ctx, post, 'post'))),
  }
}

const withActivity = (item: FeedItem) => ({ item, activeAt: item.updatedAt })

/** The threads of a list by their latest activity, each as its opening post. Two queries. */
async function threadItems(ctx: Ctx, place: Place) {
  const { items } = await listing(ctx, { ...place, limit: ITEMS })
  // Where pinned threads come first, they have their place among the others here.
  const newest = [...items].sort((a, b) => b.bumpedAt - a.bumpedAt).slice(0, ITEMS)
  const found = await openings(
    ctx,
    newest.map(({ id }) => id),
  )
  return newest.flatMap(({ id, bumpedAt }) => {
    const opening = found.find(post => post.thread.id === id)
    return opening ? [{ item: itemOf(ctx, opening, 'thread'), activeAt: new Date(bumpedAt) }] : []
  })
}
