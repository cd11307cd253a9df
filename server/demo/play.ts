/**
 * Plays all threads at once, in the order of time, through the verbs by which members write: so rights, counters, cards,
 * notifications and the log are what they would be had people done it.
 */
import { eq } from 'drizzle-orm'
import { posts as postsTable } from '../../db/tables/index.ts'
import type { BulkPost } from '../bulk/rows.ts'
import { writeReactions } from '../bulk/write.ts'
import { AppError } from '../core/errors.ts'
import { transaction } from '../core/transaction.ts'
import * as edits from '../posts/edit.ts'
import { openThread } from '../posts/open.ts'
import * as postRemoval from '../posts/removal.ts'
import * as posts from '../posts/service.ts'
import { setWiki } from '../posts/wiki.ts'
import * as reactions from '../reactions/service.ts'
import * as threadRemoval from '../threads/removal.ts'
import { ContentError } from './blocks.ts'
import { type Content, picturesIn, withAddresses } from './content.ts'
import { hidePost, lockThread, pinThread } from './moderation.ts'
import { MINUTE_MS, momentOf } from './moments.ts'
import { type Sign, signsOn } from './signs.ts'
import { at, found, type Place, type Stage } from './stage.ts'
import type { Act, Story } from './story.ts'
import { PRIVATE } from './world.ts'

type Scene = { readonly moment: Date; play(): Promise<unknown> }

export type Pictures = { address(story: Story, by: string, name: string): Promise<string> }

const DAY_MS = 24 * 60 * MINUTE_MS
/** Signs before that are no news to anybody, and are written at once: they are half of all that happens. */
const NEWS_DAYS = 14

/** Plays everything. `onProgress` hears how much of it is done. */
export async function play(
  stage: Stage,
  content: Content,
  pictures: Pictures,
  onProgress: (done: number, all: number) => void,
): Promise<void> {
  const scenes = content.stories
    .flatMap(story => scenesOf(stage, story, pictures))
    // What is at the same minute stays in the order in which it is written.
    .sort((one, other) => one.moment.getTime() - other.moment.getTime())
  for (const [done, scene] of scenes.entries()) {
    await scene.play()
    onProgress(done + 1, scenes.length)
  }
  await transaction(stage.ctx, ctx =>
    writeReactions(
      ctx,
      content.stories.flatMap(story => oldSigns(stage, story)),
    ),
  )
  for (const { slug, pinned } of content.stories) if (pinned) await pinThread(stage.ctx, found(stage.places, slug).id)
}

function scenesOf(stage: Stage, story: Story, pictures: Pictures): Scene[] {
  return story.acts.flatMap((act): Scene[] => {
    const moment = momentIn(stage, story, act)
    const scene = { moment, play: () => explained(story, act, perform(stage, story, act, moment, pictures)) }
    const news = signsFor(stage, story, act).filter(sign => isNews(stage, sign))
    return [scene, ...news.map(sign => ({ moment: sign.at, play: () => react(stage, story, act, sign) }))]
  })
}

/** Those that no verb is called for, by the posts that are there by now. */
function oldSigns(stage: Stage, story: Story): Pick<BulkPost, 'id' | 'reactions'>[] {
  return story.acts.flatMap(act => {
    const old = signsFor(stage, story, act).filter(sign => !isNews(stage, sign))
    if (old.length === 0) return []
    return { id: postOf(stage, story, act), reactions: old.map(({ by, key, at }) => ({ memberId: by.id, key, at })) }
  })
}

const momentIn = ({ now }: Stage, { began }: Story, { after }: Act): Date =>
  new Date(momentOf(began, now).getTime() + after * MINUTE_MS)

const isNews = ({ now }: Stage, { at: moment }: Sign): boolean => now.getTime() - moment.getTime() < NEWS_DAYS * DAY_MS

/** Who reacts to what an act wrote. What goes away again gathers nothing, and a thread that goes takes all of it along. */
function signsFor(stage: Stage, story: Story, act: Act): Sign[] {
  if (act.does !== 'posts' || isRemoved(story, act.number)) return []
  const players = [...stage.players.values()].filter(
    ({ role, suspendedDays }) => suspendedDays === null && (story.category !== PRIVATE || role !== 'member'),
  )
  return signsOn(act, { seed: story.slug, written: momentIn(stage, story, act), now: stage.now, players })
}

const isRemoved = ({ acts }: Story, number: number): boolean =>
  acts.some(act => (act.does === 'deletes' || act.does === 'hides') && (act.number ?? number) === number)

/** A verb that refuses what is written is its writer's matter. */
async function explained(story: Story, { by, does }: Act, work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new ContentError(`${story.slug}: what ${by} ${does} is refused: ${error.key}`, [JSON.stringify(error.fields)])
  }
}

async function perform(stage: Stage, story: Story, act: Act, moment: Date, pictures: Pictures): Promise<void> {
  const ctx = at(stage.ctx, moment, found(stage.players, act.by).actor)
  const id = () => postOf(stage, story, act)
  const threadId = () => found(stage.places, story.slug).id
  switch (act.does) {
    case 'posts':
      return write(stage, story, act, moment, pictures)
    case 'edits':
      return edits.edit(ctx, { id: id(), reason: act.reason, body: await text(stage, story, act, pictures) })
    case 'deletes':
      if (act.number === null) return threadRemoval.remove(ctx, { id: threadId(), reason: act.reason })
      return postRemoval.remove(ctx, { id: id(), reason: act.reason })
    case 'hides':
      return hidePost(ctx, id())
    case 'opens':
      return setWiki(ctx, { id: id(), wiki: true })
    case 'locks':
      return lockThread(ctx, threadId())
  }
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('something is done to what is not there yet')
  return value
}

async function write(
  stage: Stage,
  story: Story,
  act: Extract<Act, { does: 'posts' }>,
  moment: Date,
  pictures: Pictures,
): Promise<void> {
  const ctx = at(stage.ctx, moment, found(stage.players, act.by).actor)
  const body = await text(stage, story, act, pictures)
  const place = stage.places.get(story.slug)
  if (place) {
    const replyTo = act.replyTo === null ? null : known(place.posts[act.replyTo - 1])
    place.posts.push((await posts.create(ctx, { threadId: place.id, body, replyTo })).id)
    return
  }
  const categoryId = found(stage.categories, story.category)
  const { id, slug, postId } = await begin(stage, ctx, {
    ...{ categoryId, title: story.title, body, tags: story.tags },
    kind: story.kind,
  })
  stage.places.set(story.slug, { id, slug, categoryId, posts: [postId] })
}

async function begin(stage: Stage, ctx: Stage['ctx'], thread: Parameters<typeof openThread>[1]) {
  const opened = await openThread(ctx, thread)
  const [opening] = await stage.ctx.db
    .select({ id: postsTable.id })
    .from(postsTable)
    .where(eq(postsTable.threadId, opened.id))
  return { ...opened, postId: known(opening).id }
}

/** What is written, with addresses in it. */
async function text(
  stage: Stage,
  story: Story,
  act: { by: string; body: string },
  pictures: Pictures,
): Promise<string> {
  const addresses = new Map<string, string>()
  for (const name of picturesIn(act.body)) addresses.set(name, await pictures.address(story, act.by, name))
  return withAddresses(act.body, {
    thread: (slug, number) => addressOf(found(stage.places, slug || story.slug), number),
    picture: name => found(addresses, name),
  })
}

const addressOf = ({ id, slug }: Place, number: number | null): string =>
  number === null ? `/t/${id}/${slug || '-'}` : `/t/${id}/${slug || '-'}/${number}`

async function react(stage: Stage, story: Story, act: Act, { by, key, at: moment }: Sign): Promise<void> {
  await reactions.add(at(stage.ctx, moment, by.actor), { postId: postOf(stage, story, act), key })
}

/** The id of the post that an act wrote, or is about. */
function postOf(stage: Stage, { slug }: Story, act: Act): number {
  const number = 'number' in act ? act.number : null
  return known(number === null ? undefined : found(stage.places, slug).posts[number - 1])
}
