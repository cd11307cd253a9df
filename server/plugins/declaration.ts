/** What a plugin declares. Everything is data or a function that the host calls: nothing runs by itself. */
import type { VNode } from 'preact'
import type { TObject } from 'typebox'
import type { DomainEvent, EventType } from '../core/events/emit.ts'
import type { Find, Sought } from '../core/finders.ts'
import type { ApiOptions, ApiRequest, ApiShape } from '../core/http/api.ts'
import type { Locale } from '../core/i18n.ts'
import type { KeptRow, Named } from '../core/keeps.ts'
import type { KindField, KindList, Status, Words } from '../core/kinds.ts'
import type { MemberField } from '../core/member-fields.ts'
import type { FilterPoint, FilterPoints } from '../core/points.ts'
import type { VerbLine } from '../core/verb-line.ts'
import type { IconName } from '../site/icon.tsx'
import type { Thing } from '../site/json-ld.tsx'
import type { PageContext, Snippet } from '../site/page.ts'
import type { FormState, GetOptions, PageAnswer, PageRequest, PostOptions, TableAnswer } from '../site/routes.ts'
import type { DescribedPost, ShownBlock, ShownKindPost, ShownPost, ShownThread } from '../site/showing.ts'
import type { PluginCtx, ViewerCtx } from './context.ts'

export type { Words } from '../core/kinds.ts'

/** `tables`: a schema of its own. `routes`: pages and API operations. `jobs`: work in the background. `memberFields`: asks members. */
export const CAPABILITIES = ['tables', 'routes', 'jobs', 'memberFields'] as const
export type Capability = (typeof CAPABILITIES)[number]

/** A name, without port; or the host and port of the address in one of its settings. */
export type PluginHost = string | { readonly setting: string }

/** Groups that hold a permission until an administrator says otherwise. */
export type Holder = 'everyone' | 'members' | 'staff' | 'moderators' | 'administrators' | `trust:${0 | 1 | 2 | 3 | 4}`

type SettingKind =
  | { readonly type: 'string'; readonly default: string; readonly maxLength: number }
  | { readonly type: 'integer'; readonly default: number; readonly min: number; readonly max: number }
  | { readonly type: 'boolean'; readonly default: boolean }
  | { readonly type: 'choice'; readonly default: string; readonly options: readonly { value: string; label: Words }[] }

export type PluginSetting = SettingKind & {
  /** Above its field. */
  readonly label: Words
  /** Under its field. */
  readonly help?: Words
  /** Never shown again and never logged. */
  readonly secret?: boolean
}

/** What a view is given beside its data. */
export type ViewParts = {
  /** The page on which it stands: language, addresses, categories. */
  readonly page: PageContext
  /** The plugin's own messages. */
  readonly t: PluginCtx['t']
  /** Where something of each viewer's own stands: filled by the viewer slot of that name. */
  readonly viewer: (name: string, argument: string | number) => VNode
}

type PostView<Post> = (parts: ViewParts & { readonly post: ShownPost; readonly data: Post }) => VNode | null
type BlockView<Post> = (
  parts: ViewParts & { readonly post: ShownPost; readonly block: ShownBlock; readonly data: Post },
) => VNode | null

export type ViewerSlot<Own = unknown> = {
  /** Reads what the viewer has of their own, for all places of a page at once. */
  readonly load?: (ctx: PluginCtx, places: readonly string[]) => Promise<ReadonlyMap<string, Own>>
  /**
   * What of the viewer it depends on, besides what `load` gave: those for whom that is the same share what it shows, as
   * long as the page is as it was. Without it the slot is filled at each view, which costs the page more.
   */
  readonly variesBy?: (parts: {
    readonly ctx: ViewerCtx
    readonly places: readonly string[]
    readonly loaded: ReadonlyMap<string, Own>
  }) => string
  /** What this viewer is shown at a place; `own` is what `load` gave for it. */
  readonly view: (
    parts: Omit<ViewParts, 'viewer'> & {
      readonly ctx: ViewerCtx
      readonly place: string
      readonly own: Own | undefined
    },
  ) => VNode | null
}

type KindParts<Thread> = ViewParts & {
  readonly thread: ShownThread
  /** What `load` gave for the thread; undefined where it gave nothing, or failed. */
  readonly data: Thread | undefined
}

/** A sort of thread. Its name, the key under `kinds`, is what the API and the database call it: `question`. */
export type PluginKind<Thread = unknown> = {
  /** What people call one: `Question`. */
  readonly name: Words
  /** What it is for, where a kind is chosen. */
  readonly description: Words
  /** Before its name and its state. */
  readonly icon: IconName
  /** One of its own permissions, without which nobody begins one; without it all who may open threads do. */
  readonly permission?: string
  /**
   * States that a thread goes through, by name; it begins in the first. `ctx.setStatus` puts it in another. In one that
   * `waits` it stands among the unanswered.
   */
  readonly statuses: Readonly<Record<string, Status>>
  /** What is asked for beside title and text, in the composer, when it is edited and in the API; kept with the thread. */
  readonly fields?: Readonly<Record<string, KindField>>
  /** The page of all threads of the kind, at a path that the plugin claims. */
  readonly list?: KindList
  /** Reads what is shown of threads of the kind, for all of a page at once. One query. */
  readonly load?: (ctx: PluginCtx, threads: readonly ShownThread[]) => Promise<ReadonlyMap<number, Thread>>
  /** What it shows of its threads, beside what every thread shows. */
  readonly views?: {
    /** Under the title, on the thread's first page, whose posts these are. */
    readonly header?: (parts: KindParts<Thread> & { readonly posts: readonly ShownKindPost[] }) => VNode | null
    /** Above and below the text of each of its posts. */
    readonly postHeader?: (parts: KindParts<Thread> & { readonly post: ShownKindPost }) => VNode | null
    readonly postFooter?: (parts: KindParts<Thread> & { readonly post: ShownKindPost }) => VNode | null
    /** In lists of threads, behind the state. */
    readonly row?: (parts: KindParts<Thread>) => VNode | null
  }
  /** Ids of the posts that stand before all others when the thread is read best first; the others by their reactions. */
  readonly best?: (ctx: PluginCtx, thread: ShownThread) => Promise<readonly number[]>
  /** The thread in the words of schema.org, in the place of a `DiscussionForumPosting`. */
  readonly describe?: (
    parts: Omit<KindParts<Thread>, 'viewer'> & { readonly posts: readonly DescribedPost[] },
  ) => Thing | null
}

/** What pages and programs listen to over the socket, as `x:<id>:<name>` or `x:<id>:<name>:<argument>`. */
export type PluginChannel = {
  /** What stands behind its name: an `id`, or a `word` of letters, digits, `-` and `_`. Nothing unless said. */
  readonly argument?: 'id' | 'word'
  /**
   * Whether the actor may listen: asked when they come, before each telling and when rights change. What refuses, such as
   * `ctx.thread` of one that is out of their sight, is a no. Without an argument it is given ''.
   */
  readonly may: (ctx: PluginCtx, argument: string) => boolean | Promise<boolean>
  /**
   * What all who listen are told when they come and whenever it is another, as JSON has it: read once for all of them, as
   * the system. What is somebody's own belongs in a channel whose argument they alone may listen to.
   */
  readonly state: (ctx: PluginCtx, argument: string) => unknown
  /** Events after which it is another, as after `ctx.tell`: each with the arguments of the channels that it is about. */
  readonly hears?: { readonly [E in EventType]?: (event: DomainEvent<E>) => readonly (string | number)[] }
}

/** What a member is told of in their notifications. */
export type PluginNotification = {
  /** Where they choose what they hear of: `My answer was accepted`. */
  readonly label: Words
  /** Above the thread's title, with {name}, who did it: `{name} accepted your answer`. */
  readonly text: Words
  /** Beside it. */
  readonly icon: IconName
}

/** A sort of things of its own that people find by search, as they type and on its page, beside posts and names. */
export type PluginSearch = {
  /** Above what was found, or beside it: `Books`. */
  readonly label: Words
  /** Before each. */
  readonly icon: IconName
  /**
   * Finds at most `limit`, the best first, of what the actor may know: whoever looks is shown all that it answers. Asked at
   * every pause in typing, at once with the search itself: one query, along an index, and 1 s at most.
   */
  readonly find: (ctx: PluginCtx, sought: Sought) => Promise<readonly Find[]>
}

/** A sort of rows that an export of the community takes along, and an import brings back. */
export type PluginKept = {
  /** Which parts of a row are ids, and of what: they are other ids where it comes in. Null in a row names nobody. */
  readonly ids: Readonly<Record<string, Named>>
  /** Hands over all its rows, some at a time, as JSON can say them. */
  readonly read: (ctx: PluginCtx, take: (rows: readonly KeptRow[]) => Promise<void>) => Promise<void>
  /**
   * Puts rows in, whose ids are those here; what is here already stays. They may have been written by hand: what makes no
   * sense is passed over. In a transaction; nobody is told of anything.
   */
  readonly write: (ctx: PluginCtx, rows: readonly KeptRow[]) => Promise<void>
}

/** The sample community (`npm run demo`), once its threads are written. */
export type PluginDemo = {
  /** Its threads by the names of their files, with the ids of their posts in order. */
  readonly threads: ReadonlyMap<string, { readonly id: number; readonly posts: readonly number[] }>
  /** Names of the members who take part. */
  readonly people: readonly string[]
  /** What the plugin's functions are given, for one of them. */
  readonly as: (name: string) => PluginCtx
}

type PluginJob = {
  /** Five fields of cron in UTC; without them it runs when it is added. */
  readonly every?: string
  /** Does it; what it throws is tried again later. */
  run(ctx: PluginCtx, payload: unknown, signal: AbortSignal): Promise<void>
}

/** A verb of the command line: `guildhall x <plugin> <name>`. Like all of them it speaks English. */
export type PluginVerb = {
  /** In the list of verbs: `say how polls stand`. */
  readonly does: string
  /** Told by `--help` behind its name: flags and words, an empty line, and what they mean. */
  readonly usage: string
  /** Its flags by name. `json` is the one for a script that reads the answer; `help` comes by itself. */
  readonly options?: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>
  /** How many words may stand beside them; none unless said. */
  readonly positionals?: number
  /** Does it as the system, beside a server that may run. What it throws on purpose is told without a stack. */
  run(ctx: PluginCtx, line: VerbLine): Promise<void>
}

export type Plugin<Post = unknown> = {
  /** Lower case letters and digits: it names the schema `plugin_<id>`, the address `/x/<id>`, and what it keeps. */
  readonly id: string
  /** What people call it. */
  readonly name: Words
  /** What it brings, in a sentence. */
  readonly description: Words
  /** Its own (semver). */
  readonly version: string
  /** `server`: the range of versions of Guildhall that it works with (semver). */
  readonly requires: { readonly server: string }
  /** Plugins that must be on, with the range of their versions. */
  readonly needs?: Readonly<Record<string, string>>
  /** Where it stands among others at the same point, after those that it needs: the larger, the earlier; 0 unless said. */
  readonly priority?: number
  /** What it asks for beyond showing something; an administrator agrees to all of them, and it gets no others. */
  readonly capabilities?: readonly Capability[]
  /**
   * Servers outside that it asks (`ctx.ask`), by https: exact names, `api.example.org`, or `{ setting }` for the address
   * that stands in one of its settings. An administrator agrees to each.
   */
  readonly hosts?: readonly PluginHost[]
  /** What members may with it, by name; administrators decide which groups hold them. */
  readonly permissions?: Readonly<Record<string, { readonly label: Words; readonly default: readonly Holder[] }>>
  /** What administrators choose, by name: the form comes of itself, `ctx.setting` reads them. */
  readonly settings?: Readonly<Record<string, PluginSetting>>
  /** Its messages by name, for `t`. */
  readonly locales?: Readonly<Record<Locale, Readonly<Record<string, string>>>>
  /** Folder of SQL files, run once each in the order of their names; their search path is the plugin's schema. */
  readonly migrations?: string
  /** Reads what is shown with posts, for all posts of a page at once. */
  readonly load?: {
    readonly posts: (ctx: PluginCtx, posts: readonly ShownPost[]) => Promise<ReadonlyMap<number, Post>>
  }
  /** Blocks of a text, `:::name` up to `:::`, that it shows in its own way. */
  readonly blocks?: Readonly<Record<string, BlockView<Post>>>
  /** Sorts of threads that it brings, by name. */
  // biome-ignore lint/suspicious/noExplicitAny: each kind has data of its own, which only it sees
  readonly kinds?: Readonly<Record<string, PluginKind<any>>>
  /** What members may say of themselves on their profiles, by name: in the API, `<id>.<name>`. */
  readonly memberFields?: Readonly<Record<string, MemberField>>
  /** What it tells members of (`ctx.notify`), by name. */
  readonly notifications?: Readonly<Record<string, PluginNotification>>
  /** What can be listened to live, by name: its pages do so with `listen` of `guildhall/client`. */
  readonly channels?: Readonly<Record<string, PluginChannel>>
  /** Where it adds something that is the same for all who see the page. */
  readonly slots?: { readonly 'post.footer'?: PostView<Post> }
  /** Buttons above the text of every composer, by name: each puts its text in, where scripts run. */
  readonly snippets?: Readonly<Record<string, Snippet>>
  /** What differs per viewer, within its own slots and blocks. */
  // biome-ignore lint/suspicious/noExplicitAny: each viewer slot has data of its own, which only it sees
  readonly viewerSlots?: Readonly<Record<string, ViewerSlot<any>>>
  /** Changes or refuses what is about to happen, before anything is stored. */
  readonly filters?: {
    readonly [P in FilterPoint]?: (
      ctx: PluginCtx,
      value: FilterPoints[P],
    ) => FilterPoints[P] | undefined | void | Promise<FilterPoints[P] | undefined | void>
  }
  /** Learns of what happened, in order, in a transaction of its own; a failed one is tried again. */
  readonly on?: { readonly [E in EventType]?: (ctx: PluginCtx, event: DomainEvent<E>) => Promise<void> }
  /** Its own events that name a thread whose page shows something else after them: open ones read themselves again. */
  readonly refreshes?: readonly EventType[]
  /** A path of one part, `/ideas`, where its pages stand instead of at `/x/<id>`. Nobody else may have it. */
  readonly claims?: readonly [path: string]
  /** Called once, when it is loaded. */
  readonly pages?: (routes: PluginPages) => void
  /** Called once, when it is loaded: its operations stand in the API and its document under `/<id>`. */
  readonly api?: (routes: PluginApi) => void
  /**
   * What it adds to the sample community: a folder of threads (written as those in server/demo/content/threads), and what
   * its members do with it when all are written.
   */
  readonly demo?: { readonly threads?: string; readonly play?: (demo: PluginDemo) => Promise<void> }
  /** Verbs of the command line, by name. */
  readonly verbs?: Readonly<Record<string, PluginVerb>>
  /** What it keeps beside the texts of posts, by name, for `guildhall export` and `import`. */
  readonly keeps?: Readonly<Record<string, PluginKept>>
  /** What people find of it by search, by name. */
  readonly search?: Readonly<Record<string, PluginSearch>>
  /** Work in the background, by name. */
  readonly jobs?: Readonly<Record<string, PluginJob>>
}

/** Its pages and forms. Addresses begin with `/x/<id>`, or with what it claims. */
export type PluginPages = {
  get<P extends TObject, Q extends TObject>(
    path: string,
    options: Omit<GetOptions<P, Q>, 'first' | 'shared' | 'opened'>,
    handler: (ctx: PluginCtx, request: PageRequest<P, Q, TObject>) => Promise<PageAnswer>,
  ): void
  /** A form's target: it answers with a redirect, or with its form again where the input was refused. */
  post<P extends TObject, Q extends TObject, B extends TObject>(
    path: string,
    options: Omit<PostOptions<P, Q, B>, 'form'> & {
      readonly form?: (ctx: PluginCtx, request: PageRequest<P, Q, B>, state: FormState) => Promise<PageAnswer>
    },
    handler: (ctx: PluginCtx, request: PageRequest<P, Q, B>) => Promise<PageAnswer>,
  ): void
  /** A table as a file (CSV); texts in it that would be formulas are made texts. */
  table<P extends TObject, Q extends TObject>(
    path: string,
    options: Pick<GetOptions<P, Q>, 'params' | 'query' | 'budget'>,
    handler: (ctx: PluginCtx, request: PageRequest<P, Q, TObject>) => Promise<TableAnswer>,
  ): void
}

type PluginOperation = Pick<ApiOptions<ApiShape>, 'id' | 'summary' | 'tag' | 'response' | 'budget'> & {
  readonly status?: 200 | 201 | 204
}

type Operation = <const S extends ApiShape>(
  path: string,
  options: S & PluginOperation,
  handler: (ctx: PluginCtx, request: ApiRequest<S>) => Promise<unknown>,
) => void

/** Its operations. Addresses begin with `/<id>`, under `/api/v1`. */
export type PluginApi = Readonly<Record<'get' | 'post' | 'put' | 'patch' | 'delete', Operation>>

/** Declares a plugin: the default export of its `plugin.ts` or `plugin.tsx`. */
export const definePlugin = <Post>(plugin: Plugin<Post>): Plugin<Post> => plugin
