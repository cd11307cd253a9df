/** What features and plugins show on pages that are not theirs: loaded once per page, rendered in their own place. */
import type { Ctx } from '../core/context.ts'
import type { FieldValues } from '../core/kinds.ts'
import type { Person } from './avatar.tsx'
import type { Thing } from './json-ld.tsx'
import type { PageContext } from './page.ts'

/** What is known of a post wherever something may be shown with it. */
export type ShownPost = {
  readonly id: number
  readonly threadId: number
  readonly number: number
  readonly authorId: number
  /** As it was written. */
  readonly body: string
}

/** A part of a post's text that a plugin shows in its own way: `:::name` up to `:::`. */
export type ShownBlock = {
  readonly name: string
  /** Its place among the post's blocks of that name, from 0. */
  readonly place: number
}

/** What is known of a thread of a kind wherever something may be shown with it. */
export type ShownThread = {
  readonly id: number
  readonly title: string
  readonly slug: string
  readonly kind: string
  readonly status: string
  readonly fields: FieldValues
  readonly categoryId: number
  readonly authorId: number
  readonly replyCount: number
  readonly createdAt: Date
}

/** A post on the page of such a thread. */
export type ShownKindPost = ShownPost & {
  readonly author: Person
  /** Its beginning as plain words. */
  readonly excerpt: string
  /** How many reactions it has. */
  readonly likes: number
  readonly createdAt: Date
  /** Its address on this server. */
  readonly path: string
}

/** A post as search engines are told of it. */
export type DescribedPost = ShownKindPost & {
  /** All its words. */
  readonly text: string
}

/** What a kind shows of its threads. `loaded` is what `load` gave for the thread; undefined where it gave nothing. */
export type KindShowing = {
  /** Reads what is shown with these threads, for the actor. At most one query. */
  load(ctx: Ctx, threads: readonly ShownThread[]): Promise<ReadonlyMap<number, unknown>>
  /** Under the title, on the thread's first page, whose posts these are. */
  header(page: PageContext, thread: ShownThread, loaded: unknown, posts: readonly ShownKindPost[]): string
  postHeader(page: PageContext, thread: ShownThread, post: ShownKindPost, loaded: unknown): string
  postFooter(page: PageContext, thread: ShownThread, post: ShownKindPost, loaded: unknown): string
  /** In lists of threads; null where it shows nothing there, and nothing is loaded. */
  readonly row: ((page: PageContext, thread: ShownThread, loaded: unknown) => string) | null
  /** Ids of the posts that stand before all others when the best are read first; null where there is no such order. */
  readonly best: ((ctx: Ctx, thread: ShownThread) => Promise<readonly number[]>) | null
  /** The thread in the words of schema.org; null for those of every thread. */
  describe(page: PageContext, thread: ShownThread, loaded: unknown, posts: readonly DescribedPost[]): Thing | null
}

export type ViewerPlace = { readonly name: string; readonly argument: string }

/** Where on a page each of a showing's viewer slots is: arguments by the slot's name. */
export type PlacesByName = ReadonlyMap<string, readonly string[]>

/** What one reader is shown in a showing's viewer slots of a page. */
export type Viewer = {
  /** By a slot's name, a word: readers with the same word are shown the same. What has none is filled at each view. */
  readonly words: ReadonlyMap<string, string>
  /** @returns null where that failed */
  fill(place: ViewerPlace): string | null
}

/**
 * One who shows something. All of its functions answer in any case: what is loaded or rendered for a plugin that fails is
 * nothing. HTML comes out of here as it may stand on a page; it may hold viewer slots.
 */
export type Showing = {
  readonly id: string
  /** Reads what is shown with these posts, for the actor. At most one query. */
  loadPosts(ctx: Ctx, posts: readonly ShownPost[]): Promise<ReadonlyMap<number, unknown>>
  /** Of a post for which something was loaded; '' for nothing. */
  block(page: PageContext, post: ShownPost, block: ShownBlock, loaded: unknown): string
  footer(page: PageContext, post: ShownPost, loaded: unknown): string
  /** Whether it has blocks of this name. */
  readonly blocks: readonly string[]
  /** What it shows of threads of its kinds, by their names. */
  readonly kinds: ReadonlyMap<string, KindShowing>
  /** What the actor is shown in its viewer slots of one page. A query for each slot that loads; at once where none does. */
  viewer(ctx: Ctx, page: PageContext, places: PlacesByName): Viewer | Promise<Viewer>
}

/** Who shows threads of this kind; undefined for plain ones, and where their plugin is off. */
export const showingOf = ({ showings }: Pick<PageContext, 'showings'>, kind: string): KindShowing | undefined =>
  showings.find(({ kinds }) => kinds.has(kind))?.kinds.get(kind)

const NAME = 'x'

/** The name under which a showing's viewer slot stands on a page. */
export const slotNameOf = (id: string, { name, argument }: ViewerPlace): [name: string, argument: string] => [
  NAME,
  `${id}:${name}:${argument}`,
]

type SlotPlace = ViewerPlace & { readonly id: string }

/** Whose viewer slot this is; null for one of the page's own. */
function placeOf(slot: string): SlotPlace | null {
  // Asked of every slot of every page, nearly all of which are the page's own.
  if (!slot.startsWith(`${NAME}:`)) return null
  const [id, name, ...argument] = slot.slice(NAME.length + 1).split(':')
  return id !== undefined && name !== undefined ? { id, name, argument: argument.join(':') } : null
}

type PlacesById = ReadonlyMap<string, PlacesByName>

const placesKnown = new WeakMap<readonly string[], PlacesById>()

/** Those of showings among a page's slots, by the showing's id. A page in memory is asked again and again. */
function placesAmong(slots: readonly string[]): PlacesById {
  const known = placesKnown.get(slots)
  if (known) return known
  const places = new Map<string, Map<string, string[]>>()
  for (const slot of slots) {
    const place = placeOf(slot)
    if (!place) continue
    const ofOne = places.get(place.id) ?? new Map<string, string[]>()
    const at = ofOne.get(place.name) ?? []
    at.push(place.argument)
    places.set(place.id, ofOne.set(place.name, at))
  }
  // Plugins are given them at each view: whoever changes them finds that out, and nobody else does.
  for (const byName of places.values()) for (const at of byName.values()) Object.freeze(at)
  placesKnown.set(slots, places)
  return places
}

/** The viewer slots of showings on a page, as one reader sees them. */
export type ShownSlots = {
  /** Readers with the same word see the same in those that may be kept filled. */
  readonly word: string
  /** @returns undefined for the page's own slots, and for what is to be filled at each view */
  kept(slot: string): string | undefined
  /** @returns undefined for the page's own slots */
  fill(slot: string): string | undefined
}

const NONE: ShownSlots = { word: '', kept: () => undefined, fill: () => undefined }

/** What the actor is shown in the viewer slots of all showings among those of a page. A query for each who loads. */
export async function showTo(ctx: Ctx, page: PageContext, slots: readonly string[]): Promise<ShownSlots> {
  const places = placesAmong(slots)
  if (places.size === 0) return NONE
  const viewers = new Map<string, Viewer>()
  const waiting: Promise<unknown>[] = []
  for (const { id, viewer } of page.showings) {
    const own = places.get(id)
    const seen = own && viewer(ctx, page, own)
    if (seen instanceof Promise) waiting.push(seen.then(one => viewers.set(id, one)))
    else if (seen) viewers.set(id, seen)
  }
  if (waiting.length > 0) await Promise.all(waiting)
  let word = ''
  // In the page's order, whoever answered first.
  for (const id of places.keys()) for (const [name, of] of viewers.get(id)?.words ?? []) word += `${id}.${name}=${of};`
  return {
    word,
    kept: slot => {
      const place = placeOf(slot)
      const viewer = place ? viewers.get(place.id) : undefined
      return place && viewer?.words.has(place.name) ? (viewer.fill(place) ?? undefined) : undefined
    },
    fill: slot => {
      const place = placeOf(slot)
      return place ? (viewers.get(place.id)?.fill(place) ?? '') : undefined
    },
  }
}
