/**
 * The demo's bot: now and then one of the members replies, reacts or begins a thread, so that open pages have something
 * to show. It says what is written in content/bot.md, nothing twice within a day, and never where only staff read.
 */
import { and, desc, eq, gt, inArray, isNull } from 'drizzle-orm'
import { members, posts as postsTable, threads as threadsTable } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import { memberActor, VISITOR } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { AppError } from '../core/errors.ts'
import { openThread } from '../posts/open.ts'
import * as posts from '../posts/service.ts'
import * as reactions from '../reactions/service.ts'
import { type Content, readContent } from './content.ts'
import type { BotReply, BotThread } from './lines.ts'
import type { Language } from './story.ts'
import { SIGN_INS } from './world.ts'

const LEAST_MS = 20_000
const MOST_MS = 60_000
const DAY_MS = 24 * 60 * 60 * 1000
/** It joins in where somebody wrote lately. */
const FRESH_DAYS = 21
const FRESH = 25

type Pause = () => number
type Roll = () => number

export type Bot = {
  /** Does one thing. @returns whether it did */
  act(): Promise<boolean>
  /** Begins to do things by itself. */
  start(pause?: Pause): void
  /** Resolves when what it is at is done; nothing follows. */
  stop(): Promise<void>
}

const usualPause: Pause = () => LEAST_MS + Math.random() * (MOST_MS - LEAST_MS)

/**
 * A bot for a community that the demo has set up. Its lines are read now.
 * @param context the system's, of the application that answers now
 * @throws ContentError
 */
export async function botFor(context: () => Ctx, roll: Roll = Math.random): Promise<Bot> {
  const content = await readContent()
  let timer: NodeJS.Timeout | undefined
  let doing: Promise<unknown> = Promise.resolve()
  let stopped = false
  const act = () => actOnce(context(), content, roll)
  const start = (pause: Pause = usualPause) => {
    if (stopped) return
    timer = setTimeout(() => {
      doing = act()
        .catch(error => context().log.warn(error, 'the bot of the demo had a bad moment'))
        .finally(() => start(pause))
    }, pause())
    timer.unref()
  }
  return {
    act,
    start,
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await doing
    },
  }
}

async function actOnce(ctx: Ctx, content: Content, roll: Roll): Promise<boolean> {
  const what = roll()
  try {
    if (what < 0.1) return await begin(ctx, content, roll)
    return what < 0.4 ? await react(ctx, content, roll) : await reply(ctx, content, roll)
  } catch (error) {
    // Somebody was faster, or a limit was reached: there is a next time.
    if (error instanceof AppError) return false
    throw error
  }
}

type Fresh = { readonly id: number; readonly title: string; readonly lastPosterId: number | null }

async function reply(ctx: Ctx, content: Content, roll: Roll): Promise<boolean> {
  const thread = oneOf(await freshThreads(ctx), roll)
  if (!thread) return false
  const { slug, speaks } = knownAs(content, thread)
  const line = oneOf(
    await unsaid(
      ctx,
      content.lines.filter((one): one is BotReply => one.does === 'reply' && fits(one, slug, speaks)),
    ),
    roll,
  )
  const by = await somebody(ctx, content, speaks, thread.lastPosterId, roll)
  if (!line || !by) return false
  await posts.create(by, { threadId: thread.id, body: line.body })
  return true
}

/** A line for that very thread, or one for any in its language. */
const fits = (line: BotReply, slug: string | null, speaks: Language): boolean =>
  line.fits === null ? line.speaks === speaks : line.fits === slug

async function begin(ctx: Ctx, content: Content, roll: Roll): Promise<boolean> {
  const threads = content.lines.filter((one): one is BotThread => one.does === 'thread')
  const line = oneOf(await unsaid(ctx, threads), roll)
  const by = line && (await somebody(ctx, content, line.speaks, null, roll))
  const category = line && ctx.read(categoryTree).find(line.category)
  if (!line || !by || !category) return false
  await openThread(by, { categoryId: category.id, title: line.title, body: line.body })
  return true
}

async function react(ctx: Ctx, content: Content, roll: Roll): Promise<boolean> {
  const thread = oneOf(await freshThreads(ctx), roll)
  const [post] = thread
    ? await ctx.db
        .select({ id: postsTable.id, authorId: postsTable.authorId })
        .from(postsTable)
        .where(and(eq(postsTable.threadId, thread.id), isNull(postsTable.deletedAt), isNull(postsTable.hiddenAt)))
        .orderBy(desc(postsTable.number))
        .limit(1)
    : []
  const by = post && (await somebody(ctx, content, roll() < 0.5 ? 'en' : 'fr', post.authorId, roll))
  if (!post || !by) return false
  await reactions.add(by, { postId: post.id, key: roll() < 0.7 ? 'heart' : 'lightbulb' })
  return true
}

/** Open threads in which somebody wrote lately, where visitors may read and members may reply. One query. */
function freshThreads(ctx: Ctx): Promise<Fresh[]> {
  const open = ctx.read(categoryTree).idsHaving(VISITOR, 'see')
  return ctx.db
    .select({ id: threadsTable.id, title: threadsTable.title, lastPosterId: threadsTable.lastPosterId })
    .from(threadsTable)
    .where(
      and(
        inArray(threadsTable.categoryId, [...open]),
        isNull(threadsTable.deletedAt),
        isNull(threadsTable.hiddenAt),
        isNull(threadsTable.lockedAt),
        gt(threadsTable.bumpedAt, new Date(ctx.now().getTime() - FRESH_DAYS * DAY_MS)),
      ),
    )
    .orderBy(desc(threadsTable.bumpedAt), desc(threadsTable.id))
    .limit(FRESH)
}

/** Whose thread of the content it is, and its language; a thread of a visitor to the demo is taken to be in English. */
function knownAs({ stories, lines }: Content, { title }: Fresh): { slug: string | null; speaks: Language } {
  const story = stories.find(one => one.title === title)
  const line = lines.find(one => one.does === 'thread' && one.title === title)
  return { slug: story?.slug ?? null, speaks: story?.speaks ?? line?.speaks ?? 'en' }
}

/** Of these lines, those that nobody has posted within a day. One query. */
async function unsaid<T extends { readonly body: string }>(ctx: Ctx, lines: readonly T[]): Promise<T[]> {
  if (lines.length === 0) return []
  const said = await ctx.db
    .select({ body: postsTable.body })
    .from(postsTable)
    .where(
      and(
        gt(postsTable.createdAt, new Date(ctx.now().getTime() - DAY_MS)),
        inArray(
          postsTable.body,
          lines.map(({ body }) => body),
        ),
      ),
    )
  const bodies = new Set(said.map(({ body }) => body))
  return lines.filter(({ body }) => !bodies.has(body))
}

/** A context of some member of the demo who speaks that language and is not `butId`; null when there is none. One query. */
async function somebody(
  ctx: Ctx,
  { people }: Content,
  speaks: Language,
  butId: number | null,
  roll: Roll,
): Promise<Ctx | null> {
  const names = people
    .filter(one => one.speaks === speaks && one.role === 'member' && one.suspendedDays === null)
    .map(({ name }) => name)
    .filter(name => !SIGN_INS.some(one => one === name))
  const rows = await ctx.db
    .select({ id: members.id, name: members.name, trustLevel: members.trustLevel })
    .from(members)
    .where(inArray(members.name, names))
  const member = oneOf(
    rows.filter(({ id }) => id !== butId),
    roll,
  )
  return member ? { ...ctx, actor: memberActor({ ...member, verified: true, joined: [] }) } : null
}

const oneOf = <T>(all: readonly T[], roll: Roll): T | undefined => all[Math.floor(all.length * roll())]
