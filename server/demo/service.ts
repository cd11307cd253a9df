/**
 * Sets the demo up: a lively community of a brand that does not exist (docs/decisions/0050). Everything goes through the
 * verbs by which people do things, each at its own time, so that what follows from it is right by itself.
 */
import { and, eq, sql } from 'drizzle-orm'
import { auditEntries, members } from '../../db/tables/index.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { OperatorError } from '../core/operator-error.ts'
import { transaction } from '../core/transaction.ts'
import type { DemoStage } from '../feature.ts'
import { pluginsOf } from '../plugins/registry.ts'
import { random } from '../site/random.ts'
import { viewCounts } from '../threads/view-counts.ts'
import { makeAll } from '../top/make.ts'
import { type Content, picturesIn, readContent, readPicture } from './content.ts'
import { setDesks } from './desks.ts'
import { sendFace, sendPicture } from './drawings.ts'
import { faceOf } from './faces.ts'
import { gather, layGround } from './ground.ts'
import { type Pictures, play } from './play.ts'
import { at, found, type Stage } from './stage.ts'
import type { Story } from './story.ts'

const BEGUN = 'demo.begin'
const READY = 'demo.ready'

export type House = {
  readonly ctx: Ctx
  /** Resolves when the log is read by all. */
  settled(): Promise<void>
}

/** Whether the demo is here; `half` while, or after, its set-up was interrupted. */
export async function stateOf(ctx: Ctx): Promise<'none' | 'half' | 'ready'> {
  const rows = await ctx.db
    .select({ act: auditEntries.act })
    .from(auditEntries)
    .where(and(eq(auditEntries.targetType, 'demo'), eq(auditEntries.targetId, 'demo')))
  if (rows.some(({ act }) => act === READY)) return 'ready'
  return rows.length > 0 ? 'half' : 'none'
}

/**
 * Makes the demo in a community that nobody has joined yet. The application's background work must run.
 * @returns whether it was made now; false when it was there
 * @throws OperatorError in a community with members of its own, or after an interrupted set-up; ContentError
 */
export async function setUp(house: House, onProgress: (line: string) => void = () => {}): Promise<boolean> {
  const { ctx } = house
  const state = await stateOf(ctx)
  if (state === 'ready') return false
  if (state === 'half') throw new OperatorError('The set-up of the demo was interrupted: add --reset to make it anew')
  const [somebody] = await ctx.db.select({ id: members.id }).from(members).limit(1)
  if (somebody)
    throw new OperatorError('This community has members of its own: give the demo another DATA_DIR or database')
  const demos = pluginsOf(ctx.host).loaded.flatMap(({ feature: { demo } }) => demo ?? [])
  const content = await readContent(
    undefined,
    demos.flatMap(({ threads }) => threads ?? []),
  )
  await note(ctx, BEGUN)
  onProgress('Building the house')
  const now = ctx.now()
  const { categories, groups } = await layGround(ctx, now)
  const players = await gather(ctx, content, { now, groups })
  const stage: Stage = { ctx, now, players, categories, places: new Map() }
  await fill(stage, content, onProgress)
  onProgress('Telling everybody')
  await house.settled()
  await setDesks(stage)
  for (const { play } of demos) await play(partsOf(stage))
  await house.settled()
  // The job may have made them while there was little.
  await makeAll(ctx)
  await note(ctx, READY)
  return true
}

/** What plugins play on: time stands at the set-up. */
const partsOf = ({ ctx, now, players, places }: Stage): DemoStage => ({
  places,
  people: [...players.values()].flatMap(({ name, suspendedDays }) => (suspendedDays === null ? [name] : [])),
  as: name => at(ctx, now, found(players, name).actor),
})

const note = (ctx: Ctx, act: string): Promise<void> =>
  transaction(ctx, ctx => audit(ctx, { act, targetType: 'demo', targetId: 'demo' }))

/** Faces and pictures are made in a process of their own, meanwhile. */
async function fill(stage: Stage, content: Content, onProgress: (line: string) => void): Promise<void> {
  const pictures = beginPictures(stage, content)
  const told = (done: number, all: number) => onProgress(`${Math.round((done / all) * 100)} % of fourteen months`)
  await Promise.all([play(stage, content, pictures, told), dressAll(stage)])
  for (const story of content.stories) noteViews(stage, story)
  await viewCounts(stage.ctx.host).flush()
}

async function dressAll({ ctx, players }: Stage): Promise<void> {
  for (const { name, face, actor, joinedAt } of players.values()) {
    if (face) await sendFace(at(ctx, joinedAt, actor), faceOf(name))
  }
}

/** Sends every picture once for each story and author, one after the other; whoever needs one waits for it. */
function beginPictures({ ctx, now, players }: Stage, content: Content): Pictures {
  const sent = new Map<string, Promise<string>>()
  let before: Promise<unknown> = Promise.resolve()
  for (const { slug, acts } of content.stories) {
    for (const act of acts) {
      for (const name of 'body' in act ? picturesIn(act.body) : []) {
        const key = `${slug} ${act.by} ${name}`
        if (sent.has(key)) continue
        const { actor } = found(players, act.by)
        const sending = before.then(async () => sendPicture(at(ctx, now, actor), name, await readPicture(name)))
        before = sending.catch(() => {})
        sent.set(key, sending)
      }
    }
  }
  return { address: (story, by, name) => found(sent, `${story.slug} ${by} ${name}`) }
}

/** Most threads are opened by those who write in them and a few more; a few are found by everybody. */
function noteViews({ ctx, places }: Stage, { slug, views, acts }: Story): void {
  const { id } = found(places, slug)
  const roll = random(`views ${slug}`)
  viewCounts(ctx.host).note(id, views ?? Math.round(acts.length * (6 + 70 * roll() ** 3)) + Math.floor(roll() * 9))
}

/** How large it has become, for the last line of the set-up. One query. */
export async function sizeOf(ctx: Ctx): Promise<{ members: number; threads: number; posts: number }> {
  const [row] = await ctx.db.execute<{ members: number; threads: number; posts: number }>(sql`
    select (select count(*)::int from members) as members, (select count(*)::int from threads) as threads,
      (select count(*)::int from posts) as posts`)
  return row ?? { members: 0, threads: 0, posts: 0 }
}
