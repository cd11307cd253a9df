/** What plugins show with posts: in the place of a block of the text, and under it. */
import type { Ctx } from '../core/context.ts'
import type { PageContext } from '../site/page.ts'
import type { Showing, ShownPost } from '../site/showing.ts'

type Row = Omit<ShownPost, 'authorId'> & {
  readonly author: { readonly id: number }
  readonly html: string
  readonly deletedAt: Date | null
}

/** A row with what is shown under it. */
export type Shown<R> = R & { readonly footer: string }

const BLOCK = /<section data-block="([a-z]+)" data-place="(\d+)">[\s\S]*?<\/section>/g

/** The posts with what is shown in and under them, as the actor may see it. One query for each who shows anything. */
export async function withShown<R extends Row>(ctx: Ctx, page: PageContext, rows: readonly R[]): Promise<Shown<R>[]> {
  const posts = rows.filter(row => row.deletedAt === null).map(asShown)
  const loaded = new Map<Showing, ReadonlyMap<number, unknown>>()
  for (const showing of page.showings) if (posts.length > 0) loaded.set(showing, await showing.loadPosts(ctx, posts))
  return rows.map(row => {
    const post = asShown(row)
    const has = [...loaded].flatMap(([showing, of]) => (of.has(row.id) ? [{ showing, data: of.get(row.id) }] : []))
    return {
      ...row,
      html: inBlocks(page, row.html, post, has),
      footer: has.map(({ showing, data }) => showing.footer(page, post, data)).join(''),
    }
  })
}

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
