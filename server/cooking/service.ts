/** Cooking a member's text: looks up whom and what it names, then turns it into safe HTML. The one path for posts, preview and mail. */
import { randomBytes } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { can } from '../core/permissions.ts'
import { COOKED_VERSION, type CookedText, type Known, PLAIN_VERSION } from '../core/text/cooked.ts'
import { Kitchen } from '../core/text/kitchen.ts'
import { namesIn, uploadKeysIn } from '../core/text/names.ts'
import { plainHtml } from '../core/text/plain.ts'
import * as lookups from './lookups.ts'

declare module '../core/permissions.ts' {
  interface Permissions {
    'group.mention': null
  }
}

export type Cooked = CookedText & {
  /** To be stored beside the HTML. */
  readonly version: number
  /** Stands in `html` for the post's id, which is known only once the post is stored: see `htmlOf`. */
  readonly marker: string
}

/** Names and keys of a text that are looked up at all; how many of them count is the pipeline's to say. */
const MOST_NAMES = 100
const MOST_UPLOADS = 60

/** This process's worker. */
const kitchen = new Kitchen()

/**
 * Cooks a text for `ctx.actor`, who wrote it; when they edit a post, what it called and showed before it calls and shows
 * still, whoever edits. Call it before a transaction, never in one. At most two queries.
 */
export function cook(ctx: Ctx, source: string, edited?: { readonly id: number }): Promise<Cooked> {
  const groups = can(ctx, 'group.mention', null) ? lookups.mentionable : null
  const uploads = lookups.showableBy(ctx)
  return cookWith(ctx, source, {
    // Nobody can guess it, so no text can hold it.
    marker: randomBytes(12).toString('base64url'),
    groups: edited ? either(groups, lookups.mentionedIn(edited.id)) : groups,
    uploads: edited ? either(uploads, lookups.shownBy(edited.id)) : uploads,
  })
}

const either = (one: SQL | null, other: SQL): SQL => (one ? sql`(${one} or ${other})` : other)

/**
 * Cooks a stored post anew. Whom it called and what it showed when it was written, it calls and shows still; what its
 * writer was not allowed then does not come about now.
 */
export const recook = (ctx: Ctx, post: { id: number; authorId: number; body: string }): Promise<Cooked> =>
  cookWith(ctx, post.body, {
    marker: String(post.id),
    groups: lookups.mentionedIn(post.id),
    uploads: lookups.shownIn(post),
  })

/** The HTML of a post that has its id. */
export const htmlOf = ({ html, marker }: Cooked, postId: number): string => html.replaceAll(marker, String(postId))

/** Starts the worker, for those who know that texts are coming: it takes a third of a second. */
export const openKitchen = (): void => kitchen.warm()

/** Ends the worker. */
export const closeKitchen = (): Promise<void> => kitchen.close()

type Rules = Pick<Known, 'marker'> & lookups.Conditions

async function cookWith(ctx: Ctx, source: string, { marker, ...conditions }: Rules): Promise<Cooked> {
  const people = await lookups.people(ctx, namesIn(source, MOST_NAMES), conditions)
  const uploads = await lookups.uploads(ctx, uploadKeysIn(source, MOST_UPLOADS), conditions)
  try {
    const text = await kitchen.cook(source, { ...house(ctx), marker, ...people, uploads })
    return { ...text, marker, version: COOKED_VERSION }
  } catch (error) {
    return asTyped(ctx, source, marker, error)
  }
}

/** A stored text of a post whose id is known already. */
export type StoredText = { readonly id: number; readonly body: string }

/**
 * Cooks texts that come in from elsewhere, in their order. They name members and show whatever uploads they name; groups
 * they do not call. At most two queries, however many they are.
 */
export async function cookMany(ctx: Ctx, texts: readonly StoredText[]): Promise<Cooked[]> {
  const named = texts.map(({ body }) => namesIn(body, MOST_NAMES))
  const shown = texts.map(({ body }) => uploadKeysIn(body, MOST_UPLOADS))
  const conditions = { groups: null, uploads: sql`true` }
  const { members, groups } = await lookups.people(ctx, [...new Set(named.flat())], conditions)
  const uploads = await lookups.uploads(ctx, [...new Set(shown.flat())], conditions)
  const { origin, breaks, blocks } = house(ctx)
  const orders = texts.map(({ id, body }, place) => ({
    source: body,
    // Each property by its name, here and below: spreading objects took as long as half the cooking.
    known: {
      origin,
      breaks,
      blocks,
      marker: String(id),
      members: part(members, named[place]),
      groups,
      uploads: part(uploads, shown[place]),
    },
  }))
  const cooked = await kitchen.cookMany(orders)
  return texts.map(({ id, body }, place) => {
    const text = cooked[place] ?? new Error('a text was not cooked')
    const marker = String(id)
    if (text instanceof Error) return asTyped(ctx, body, marker, text)
    const { html, excerpt, mentions, links, outwardLinks, uploadIds } = text
    return { html, excerpt, mentions, links, outwardLinks, uploadIds, marker, version: COOKED_VERSION }
  })
}

/** What is known to every text of this community. */
const house = (ctx: Ctx): Pick<Known, 'origin' | 'breaks' | 'blocks'> => ({
  origin: ctx.host.env.publicUrl.origin,
  breaks: ctx.setting('cooking.breaks'),
  blocks: ctx.host.blocks,
})

/** The entries with these keys: only they travel to the worker. */
const part = <T>(all: ReadonlyMap<string, T>, keys: readonly string[] = []): ReadonlyMap<string, T> =>
  new Map(
    keys.flatMap(key => {
      const value = all.get(key)
      return value === undefined ? [] : [[key, value]]
    }),
  )

/** What stands for a text that could not be cooked. */
function asTyped(ctx: Ctx, source: string, marker: string, error: unknown): Cooked {
  ctx.log.warn(error, 'a text is shown as it was typed')
  return {
    html: plainHtml(source),
    // What its writer folded away must not stand in lists.
    excerpt: '',
    mentions: [],
    links: [],
    outwardLinks: 0,
    uploadIds: [],
    marker,
    version: PLAIN_VERSION,
  }
}
