/**
 * Brings a whole community in: reads twice, settles people and places, then writes texts in batches. Safe to stop at any
 * time and to run again: what is here already is left as it is.
 */
import { sql } from 'drizzle-orm'
import { openKitchen } from '../cooking/service.ts'
import type { Ctx } from '../core/context.ts'
import type { Adapter } from './adapter.ts'
import { Contents } from './contents.ts'
import { bringFiles, settleUploads } from './files.ts'
import { settleHouse } from './house.ts'
import { bringKept } from './kept.ts'
import { bringOwn } from './own.ts'
import { settlePeople } from './people.ts'
import { claim } from './places.ts'
import type { PostRecord } from './records.ts'
import { Report } from './report.ts'
import { foundIn, type Settled } from './settled.ts'
import { settleCategories, settleTags } from './shelves.ts'
import { Survey } from './survey.ts'

export type ImportOptions = {
  readonly adapter: Adapter
  /** Called now and then with how far it is. */
  readonly progress: (phase: 'reading' | 'writing', done: number, of: number | null) => void
  /** New categories are shown to staff alone. */
  readonly staffOnly?: boolean
  /** Aborted, it ends with the next batch. */
  readonly signal?: AbortSignal
}

/** Posts of one transaction. Much fewer make it slower, more keep locks longer. */
const BATCH = 1000

/** Imports all that is not here yet. @returns what came of it */
export async function importAll(ctx: Ctx, options: ImportOptions): Promise<Report> {
  const { adapter } = options
  const report = new Report()
  openKitchen()
  const survey = await read(options, report)
  if (report.stopped) return report
  const source = adapter.source()
  const settled = await settle(ctx, source, survey, options, report)
  const contents = new Contents(ctx, { source, settled, convert: adapter.converter(foundIn(ctx, settled)), report })

  await writeAll(contents, batches(options, survey, report))
  if (report.stopped) return report
  await contents.finish()
  if (adapter.own) await bringOwn(ctx, settled, adapter.own())
  if (adapter.kept) await bringKept(ctx, settled, adapter.kept(), report)
  if (adapter.files) await bringFiles(ctx, survey, adapter.files(), report)
  if (report.counts.get('posts')?.came) await analyse(ctx)
  return report
}

/**
 * Three batches are under way at once: one is turned into ours, the one before is cooked by the worker, and the one before
 * that is written by PostgreSQL. When one fails, nothing is left running.
 */
async function writeAll(contents: Contents, all: AsyncIterable<readonly PostRecord[]>): Promise<void> {
  let writing: Promise<void> = Promise.resolve()
  let waiting: Promise<void> = writing
  try {
    for await (const batch of all) {
      const ready = await contents.convert(await contents.missing(batch))
      const cooked = contents.cook(ready)
      const before = writing
      await waiting
      waiting = before
      writing = Promise.all([cooked, before]).then(([dishes]) => contents.write(ready, dishes))
      // Whoever awaits it is told; until then nobody must take it for forgotten.
      writing.catch(() => {})
    }
  } finally {
    await writing
  }
}

/** Reads all, turns each text into ours, and writes nothing. @returns what would come of it */
export async function rehearse(options: ImportOptions): Promise<Report> {
  const report = new Report()
  const survey = await read(options, report)
  const { members, threads } = survey
  const convert = options.adapter.converter({
    thread: id => (threads.has(id) ? { id: 1, slug: '-' } : undefined),
    post: id => survey.posts.get(id),
    member: id => members.get(id)?.name,
    category: id => (survey.categories.has(id) ? id : undefined),
    tag: name => (survey.tags.has(name) ? name : undefined),
    home: '',
  })
  for await (const batch of batches(options, survey, report)) {
    for (const record of batch) {
      report.convert(convert(record.text, record.rank))
    }
  }
  return report
}

async function read({ adapter, progress, signal }: ImportOptions, report: Report): Promise<Survey> {
  const survey = new Survey(report)
  for await (const record of adapter.survey()) {
    report.stopped = signal?.aborted ?? false
    if (report.stopped) break
    survey.add(record)
    if (record.kind === 'post' && survey.posts.size % BATCH === 0) progress('reading', survey.posts.size, null)
  }
  survey.finish()
  report.found('members', survey.members.size)
  report.found('categories', survey.categories.size)
  report.found('tags', survey.tags.size)
  report.found('threads', survey.threads.size)
  report.found('posts', survey.posts.size)
  if (survey.uploads.length > 0) report.found('uploads', survey.uploads.length)
  const staff = [...survey.members.values()].filter(({ staff }) => staff).map(({ name }) => name)
  if (staff.length > 0) report.notes.push(`Staff there, given no rights here: ${staff.join(', ')}`)
  return survey
}

async function settle(
  ctx: Ctx,
  source: string,
  survey: Survey,
  { staffOnly = false }: ImportOptions,
  report: Report,
): Promise<Settled> {
  const byAge = <T extends { readonly createdAt: Date }>(entries: ReadonlyMap<string, T>): string[] =>
    [...entries]
      .sort(([a, one], [b, other]) => one.createdAt.getTime() - other.createdAt.getTime() || Number(a) - Number(b))
      .map(([id]) => id)
  const settleNamed = async () => {
    await settleHouse(ctx, survey, report)
    const people = await settlePeople(ctx, source, survey.members, report)
    await settleUploads(ctx, survey.uploads, people, report)
    const categories = await settleCategories(ctx, { source, records: survey.categories, staffOnly }, report)
    return { people, categories, tags: await settleTags(ctx, survey.tags, report) }
  }
  // Numbers wait for no names.
  const [named, threads, posts] = await Promise.all([
    settleNamed(),
    claim(ctx, source, 'thread', byAge(survey.threads)),
    claim(ctx, source, 'post', byAge(survey.posts)),
  ])
  return { survey, ...named, threads, posts }
}

/** Each post once, with the best of its texts, until it is asked to stop. */
async function* batches(
  { adapter, progress, signal }: ImportOptions,
  survey: Survey,
  report: Report,
): AsyncGenerator<PostRecord[]> {
  const taken = new Set<string>()
  let batch: PostRecord[] = []
  for await (const record of adapter.posts()) {
    if (survey.posts.get(record.id)?.rank !== record.rank || taken.has(record.id)) continue
    taken.add(record.id)
    batch.push(record)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
    progress('writing', taken.size, survey.posts.size)
    report.stopped = signal?.aborted ?? false
    if (report.stopped) return
  }
  if (batch.length > 0) yield batch
}

/** So that the first pages are not planned for an empty community. Most is in posts: the rest is looked at beside them. */
const analyse = (ctx: Ctx): Promise<unknown> =>
  Promise.all([
    ctx.db.execute(sql`analyze posts`),
    ctx.db.execute(sql`analyze members, threads, thread_tags, post_links, post_mentions, reaction_tallies, imports`),
  ])
