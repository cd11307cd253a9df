/** What waits on the desks of the three who can sign in: unread threads, notifications, bookmarks, drafts, what they follow. */
import * as bookmarks from '../bookmarks/service.ts'
import * as drafts from '../drafts/service.ts'
import * as follows from '../follows/service.ts'
import { list } from '../notifications/queries.ts'
import { markRead } from '../notifications/service.ts'
import { markAllRead } from '../threads/reading.ts'
import { MINUTE_MS } from './moments.ts'
import { at, found, type Stage } from './stage.ts'

const HOUR_MS = 60 * MINUTE_MS

/** A post by its thread's file and its number in it. */
type Post = readonly [story: string, number: number]

type Desk = {
  readonly member: string
  /** They were last here so long ago: what was written since is unread. */
  readonly hoursAway: number
  readonly bookmarks: readonly { readonly post: Post; readonly note?: string; readonly remindInHours?: number }[]
  readonly follows: readonly string[]
  readonly followsTags: readonly string[]
  readonly mutes: readonly string[]
  readonly mutesCategory?: string
  readonly drafts: readonly Draft[]
}

type Draft =
  | { readonly replyTo: string; readonly body: string }
  | { readonly title: string; readonly category: string; readonly tags?: string; readonly body: string }

const DESKS: readonly Desk[] = [
  {
    member: 'juno',
    hoursAway: 30,
    bookmarks: [
      { post: ['cable-wiki', 1], note: 'Print this and tape it to the wall.' },
      { post: ['ground-hum', 4], note: 'Try with the lamp unplugged', remindInHours: 20 },
      { post: ['whimbrel-odd-meters', 1] },
      { post: ['nid-en-noyer', 1], note: 'Walnut!! Ask Théo about the hinge.' },
    ],
    follows: ['long-patch-chain', 'nid-en-noyer', 'rencontre-printemps'],
    followsTags: ['dipper', 'patch'],
    mutes: ['cable-colours'],
    drafts: [
      {
        replyTo: 'first-concert',
        body: 'I keep starting this reply and stopping. Short version: I played four minutes at my sister’s birthday, with two modules and my eyes closed. Long version to follow when I',
      },
      {
        title: 'Pipit into Ruff into Pipit: is that allowed?',
        category: 'first-patches',
        tags: 'pipit, ruff',
        body: 'So I fed the folded wave back into the frequency input, and the room changed colour. My questions:\n\n1. Can this damage anything?\n2. Why does it',
      },
    ],
  },
  {
    member: 'basile',
    hoursAway: 9,
    bookmarks: [{ post: ['bench-newcomer-links', 1], note: 'Décider avant vendredi', remindInHours: 40 }],
    follows: ['house-rules', 'rencontre-printemps'],
    followsTags: ['repair'],
    mutes: [],
    drafts: [
      {
        replyTo: 'bench-two-accounts',
        body: 'J’ai relu les deux fils. Je propose qu’on écrive d’abord en privé, sans citer',
      },
    ],
  },
  {
    member: 'odile',
    hoursAway: 52,
    bookmarks: [{ post: ['wish-second-dipper', 1], note: 'For the autumn planning' }, { post: ['firmware-2-3', 1] }],
    follows: ['wish-second-dipper', 'late-nids'],
    followsTags: ['ideas', 'power'],
    mutes: [],
    mutesCategory: 'kettle',
    drafts: [
      {
        title: 'Workshop open day: a first plan',
        category: 'news',
        body: 'We will open the doors on a Saturday in spring. There will be soup, three soldering stations and',
      },
    ],
  },
]

/** Sets all desks as they were left. The log has been read by then: whom it concerned has been told. */
export async function setDesks(stage: Stage): Promise<void> {
  for (const desk of DESKS) await setDesk(stage, desk)
}

async function setDesk(stage: Stage, desk: Desk): Promise<void> {
  const left = new Date(stage.now.getTime() - desk.hoursAway * HOUR_MS)
  const ctx = at(stage.ctx, stage.now, found(stage.players, desk.member).actor)
  await markAllRead(ctx, { before: left })
  await settle(ctx, left)
  for (const { post, note, remindInHours } of desk.bookmarks) {
    const remindAt = remindInHours === undefined ? undefined : new Date(stage.now.getTime() + remindInHours * HOUR_MS)
    await bookmarks.save(ctx, { postId: postAt(stage, post), note, remindAt })
  }
  const threadIdOf = (slug: string) => found(stage.places, slug).id
  for (const slug of desk.follows) await follows.set(ctx, { kind: 'thread', id: threadIdOf(slug) }, 'follow')
  for (const slug of desk.followsTags) await follows.set(ctx, { kind: 'tag', slug }, 'follow')
  for (const slug of desk.mutes) await follows.set(ctx, { kind: 'thread', id: threadIdOf(slug) }, 'mute')
  if (desk.mutesCategory !== undefined)
    await follows.set(ctx, { kind: 'category', id: found(stage.categories, desk.mutesCategory) }, 'mute')
  for (const draft of desk.drafts) await drafts.save(ctx, draftOf(stage, draft))
}

function draftOf(stage: Stage, draft: Draft): drafts.DraftText {
  if ('replyTo' in draft) return { key: `reply-${found(stage.places, draft.replyTo).id}`, body: draft.body }
  const { title, category, tags = '', body } = draft
  return { key: 'thread', body, fields: { title, tags, categoryId: String(found(stage.categories, category)) } }
}

/** What they were told of before they left, they have looked at. */
async function settle(ctx: Stage['ctx'], left: Date): Promise<void> {
  let cursor: string | undefined
  do {
    const { items, nextCursor } = await list(ctx, { unread: true, cursor, limit: 100 })
    const old = items.filter(({ updatedAt }) => updatedAt < left)
    if (old.length > 0) await markRead(ctx, { ids: old.map(({ id }) => id) })
    cursor = nextCursor ?? undefined
  } while (cursor)
}

function postAt(stage: Stage, [story, number]: Post): number {
  const id = found(stage.places, story).posts[number - 1]
  if (id === undefined) throw new Error(`${story} has no post ${number}`)
  return id
}
