/** What the entries of the audit log name: threads, members, groups …, as far as their reader sees them. */
import { type SQL, sql } from 'drizzle-orm'
import { type Category, categoryTree } from '../categories/tree.ts'
import { postPath } from '../conversation/post-path.ts'
import { isAdministrator } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { can } from '../core/permissions.ts'
import { visiblePosts } from '../posts/policy.ts'
import { memberPath } from '../profiles/frame.tsx'
import { threadPath } from '../threads/ledger.tsx'
import { visibleThreads } from '../threads/policy.ts'
import * as webhooks from '../webhooks/policy.ts'

export const TARGET_TYPES = [
  ...['category', 'consumer', 'group', 'job', 'jobs', 'mail', 'mails', 'member', 'permission', 'plugin', 'post'],
  ...['settings', 'system', 'tag', 'thread', 'token', 'webhook'],
] as const

export type Reference = { readonly type: string; readonly id: string }

/** `path`: null where the reader finds nothing there. */
type Target = { readonly name: string | null; readonly path: string | null }

export type Targets = ReadonlyMap<string, Target>

export const keyOf = ({ type, id }: Reference): string => `${type} ${id}`

type Found = {
  readonly type: string
  readonly id: number
  readonly name: string
  readonly slug: string
  readonly threadId: number
  readonly number: number
}

const columns = (type: string, id: SQL, name: SQL, slug: SQL, threadId = sql`0`, number = sql`0`): SQL =>
  sql`select ${type}::text as type, ${id}::float8 as id, ${name} as name, ${slug} as slug,
    ${threadId}::float8 as "threadId", ${number}::int as number`

const POST_NAME = sql`threads.title || ' #' || posts.number`

/** Reads what is in sight of a kind. */
const READS: Readonly<Record<string, (ctx: Ctx, ids: SQL) => SQL>> = {
  thread: (ctx, ids) => sql`
    ${columns('thread', sql`threads.id`, sql`threads.title`, sql`threads.slug`)} from threads
    where threads.id = any(${ids}) and ${visibleThreads(ctx.read(categoryTree), ctx.actor)}`,
  post: (ctx, ids) => sql`
    ${columns('post', sql`posts.id`, POST_NAME, sql`threads.slug`, sql`threads.id`, sql`posts.number`)}
    from posts join threads on threads.id = posts.thread_id
    where posts.id = any(${ids}) and ${visiblePosts(ctx.read(categoryTree), ctx.actor)}`,
  member: (_, ids) => sql`
    ${columns('member', sql`id`, sql`coalesce(display_name, name)`, sql`name`)} from members where id = any(${ids})`,
  group: (_, ids) => sql`${columns('group', sql`id`, sql`name`, sql`slug`)} from groups where id = any(${ids})`,
  // A name may tell as much as a title: administrators look up any.
  tag: (ctx, ids) => sql`
    ${columns('tag', sql`id`, sql`name`, sql`slug`)} from tags
    where id = any(${ids}) and (${isAdministrator(ctx.actor)}::boolean or listed)`,
  webhook: (ctx, ids) => sql`
    ${columns('webhook', sql`webhooks.id`, sql`webhooks.description`, sql`''`)} from webhooks
    where webhooks.id = any(${ids}) and ${webhooks.inSight(ctx) ?? sql`true`}`,
  mail: (_, ids) => sql`${columns('mail', sql`id`, sql`''`, sql`''`)} from mails where id = any(${ids})`,
}

/** Where each kind is looked at; nowhere for whoever may not. */
const PATHS: Readonly<Record<string, (ctx: Ctx, found: Found) => string | null>> = {
  thread: (_, found) => threadPath(found),
  post: (_, { id, slug, threadId, number }) => postPath({ id: threadId, slug }, { id, number }),
  member: (_, { slug }) => memberPath({ name: slug }),
  group: (ctx, { id }) => (can(ctx, 'group.manage', null) ? `/admin/groups/${id}` : null),
  tag: (_, { slug }) => `/tags/${slug}`,
  webhook: (ctx, { id }) => (can(ctx, 'webhook.manage', null) ? `/admin/webhooks/${id}` : null),
  mail: (ctx, { id }) => (can(ctx, 'outbox.read', null) ? `/admin/outbox/${id}` : null),
}

/** Places that are there whatever has become of what was done. */
const PLACES: Readonly<Record<string, string>> = {
  consumer: '/admin/jobs#consumers',
  job: '/admin/jobs',
  jobs: '/admin/jobs',
  mails: '/admin/outbox',
  permission: '/admin/permissions',
  plugin: '/admin/plugins',
  settings: '/admin/settings',
  system: '/admin/system',
}

/** Kinds of which not everybody who may read the log sees all. */
const GUARDED: ReadonlySet<string> = new Set(['category', 'post', 'tag', 'thread', 'webhook'])

/** Whether the reader may know more of an entry than that it is there. */
export const isTold = (ctx: Ctx, reference: Reference, targets: Targets): boolean =>
  isAdministrator(ctx.actor) || !GUARDED.has(reference.type) || targets.has(keyOf(reference))

/** Those in sight, by their keys. One query, or none. */
export async function targetsOf(ctx: Ctx, references: readonly Reference[]): Promise<Targets> {
  const targets = new Map<string, Target>()
  for (const reference of references) {
    const place = PLACES[reference.type]
    const category = reference.type === 'category' ? categoryInSight(ctx, Number(reference.id)) : undefined
    if (place) targets.set(keyOf(reference), { name: null, path: place })
    if (category) targets.set(keyOf(reference), { name: category.name, path: categoryPath(ctx, category) })
  }
  const reads = Object.entries(READS).flatMap(([type, read]) => {
    const ids = [...new Set(references.flatMap(one => (one.type === type && isId(one.id) ? [Number(one.id)] : [])))]
    return ids.length > 0 ? [read(ctx, sql`${sql.param(ids)}::bigint[]`)] : []
  })
  if (reads.length === 0) return targets
  const rows = await ctx.db.execute<Found>(sql.join(reads, sql` union all `))
  for (const row of rows) {
    const found = { name: row.name || null, path: PATHS[row.type]?.(ctx, row) ?? null }
    targets.set(keyOf({ type: row.type, id: String(row.id) }), found)
  }
  return targets
}

const isId = (id: string): boolean => /^[1-9]\d{0,14}$/.test(id)

function categoryInSight(ctx: Ctx, id: number): Category | undefined {
  const tree = ctx.read(categoryTree)
  return can(ctx, 'category.manage', null) || tree.allows(ctx.actor, 'see', id) ? tree.get(id) : undefined
}

const categoryPath = (ctx: Ctx, { id, slug }: Category): string =>
  can(ctx, 'category.manage', null) ? `/admin/categories/${id}` : `/c/${slug}`
