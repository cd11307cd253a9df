/** What plugins show with posts: in the place of a block of the text, above it and under it. */
import type { Ctx } from '../core/context.ts'
import { likesOf, type ReactionCount } from '../posts/queries.ts'
import type { Person } from '../site/avatar.tsx'
import type { PageContext } from '../site/page.ts'
import { type KindShowing, type Showing, type ShownKindPost, type ShownPost, showingOf } from '../site/showing.ts'
import type { ThreadHead } from '../threads/queries.ts'
import { postPath } from './post-path.ts'

export type Row = Omit<ShownPost, 'authorId'> & {
  readonly author: Person
  readonly html: string
  readonly excerpt: string
  readonly createdAt: Date
  readonly reactions: readonly ReactionCount[]
  readonly deletedAt: Date | null
}

/** A row with what is shown above its text and under it. */
export type Shown<R> = R & { readonly header: string; readonly footer: string }

/** A thread of a kind, with who shows it and what was loaded for it. */
export type OfKind = { readonly thread: ThreadHead; readonly showing: KindShowing; readonly loaded: unknown }

/** What the thread's kind shows; null for a plain thread. At most one query. */
export async function ofKind(ctx: Ctx, page: PageContext, thread: ThreadHead): Promise<OfKind | null> {
  const showing = showingOf(page, thread.kind)
  if (!showing) return null
  return { thread, showing, loaded: (await showing.load(ctx, [thread])).get(thread.id) }
}

const BLOCK = /<section data-block="([a-z]+)" data-place="(\d+)">[\s\S]*?<\/section>/g

/**
 * The posts with what is shown above, in and under them, as the actor may see it. One query for each who shows anything.
 * @param kind what `ofKind` gave for their thread
 */
export async function withShown<R extends Row>(
  ctx: Ctx,
  page: PageContext,
  { rows, kind }: { readonly rows: readonly R[]; readonly kind: OfKind | null },
): Promise<Shown<R>[]> {
  const posts = rows.filter(shown).map(asShown)
  const asked = page.showings.map(async showing => ({ showing, of: await showing.loadPosts(ctx, posts) }))
  const loaded = await Promise.all(asked)
  return rows.map(row => {
    const post = asShown(row)
    const has = loaded.flatMap(({ showing, of }) => (of.has(row.id) ? [{ showing, data: of.get(row.id) }] : []))
    return {
      ...row,
      html: inBlocks(page, row.html, post, has),
      header: kind ? kind.showing.postHeader(page, kind.thread, asKindPost(kind, row), kind.loaded) : '',
      footer:
        has.map(({ showing, data }) => showing.footer(page, post, data)).join('') +
        (kind ? kind.showing.postFooter(page, kind.thread, asKindPost(kind, row), kind.loaded) : ''),
    }
  })
}

/** What its kind shows under the title of a thread, above these posts; '' for nothing. */
export const headerOf = (page: PageContext, kind: OfKind | null, rows: readonly Row[]): string =>
  kind
    ? kind.showing.header(
        page,
        kind.thread,
        kind.loaded,
        rows.filter(shown).map(row => asKindPost(kind, row)),
      )
    : ''

/** Whether it is more than its tombstone. */
export const shown = ({ deletedAt }: Row): boolean => deletedAt === null

type Has = readonly { readonly showing: Showing; readonly data: unknown }[]

/** Where nobody shows a block, or what should be shown fails, its words stay. */
const inBlocks = (page: PageContext, html: string, post: ShownPost, has: Has): string =>
  has.length === 0
    ? html
    : html.replace(BLOCK, (words, name, place) => {
        const one = has.find(({ showing }) => showing.blocks.includes(name))
        return one?.showing.block(page, post, { name, place: Number(place) }, one.data) || words
      })

const asShown = ({ id, threadId, number, author, body }: Row): ShownPost => ({
  id,
  threadId,
  number,
  authorId: author.id,
  body,
})

/** A post as its thread's kind knows it. */
export const asKindPost = ({ thread }: OfKind, row: Row): ShownKindPost => ({
  ...asShown(row),
  author: row.author,
  excerpt: row.excerpt,
  likes: likesOf(row),
  createdAt: row.createdAt,
  path: postPath(thread, row),
})
