/**
 * The whole community as lines, each after those that it names. Read in one transaction, so that what is written while it
 * is read is in it as a whole or not at all. Passwords, sessions, tokens, webhooks and links in mails are nowhere in it.
 */
import { type SQL, sql } from 'drizzle-orm'
import { settings } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import { FORMAT, type Line, type LineType } from './format.ts'
import { eachKept, type Unread } from './kept.ts'

/** Rows of one fetch. */
const MANY = 1000

/** A time as JSON has it, in SQL. */
const at = (column: SQL): SQL => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const id = (column: SQL): SQL => sql`${column}::text`

/** One kind of line: what is in it, as pairs for `json_build_object`, and of which rows. */
type Part = { readonly type: LineType; readonly select: SQL; readonly from: SQL }

const removal = (row: 'threads' | 'posts'): SQL => {
  const of = (column: string) => sql.raw(`${row}.${column}`)
  return sql`'hiddenAt', ${at(of('hidden_at'))}, 'deletedAt', ${at(of('deleted_at'))}, 'deletedBy', ${id(of('deleted_by_id'))},
    'deleteReason', ${of('delete_reason')}`
}

const slugsHaving = (right: string): SQL => sql`(select coalesce(json_agg(g.slug order by g.slug), '[]')
  from category_rights r join groups g on g.id = r.group_id where r.category_id = categories.id and r."right" = ${right})`

/** In the order in which lines name each other. */
const PARTS: readonly Part[] = [
  {
    type: 'group',
    select: sql`'slug', slug, 'name', name, 'mentionable', mentionable`,
    from: sql`groups where kind = 'custom' order by id`,
  },
  {
    type: 'permission',
    select: sql`'permission', permission, 'groups', groups`,
    from: sql`(select p.permission, json_agg(g.slug order by g.slug) as groups from permission_grants p
      join groups g on g.id = p.group_id group by p.permission) granted order by permission`,
  },
  {
    type: 'member',
    select: sql`'id', ${id(sql`id`)}, 'name', name, 'displayName', display_name, 'email', email,
      'emailVerifiedAt', ${at(sql`email_verified_at`)}, 'about', about, 'fields', fields, 'locale', locale, 'theme', theme, 'density', density,
      'avatarKey', avatar_key, 'profileAudience', profile_audience, 'activityAudience', activity_audience,
      'profileIndexed', profile_indexed, 'quietKinds', to_json(quiet_kinds), 'autoFollow', auto_follow,
      'trustLevel', trust_level, 'suspendedUntil', ${at(sql`suspended_until`)}, 'createdAt', ${at(sql`created_at`)},
      'lastSeenAt', ${at(sql`last_seen_at`)}, 'groups', (select coalesce(json_agg(g.slug order by g.slug), '[]')
        from group_members y join groups g on g.id = y.group_id where y.member_id = members.id)`,
    from: sql`members order by id`,
  },
  {
    type: 'category',
    // Those that hold others first, siblings in their order.
    select: sql`'id', ${id(sql`id`)}, 'slug', slug, 'name', name, 'description', description, 'tone', tone,
      'parent', ${id(sql`parent_id`)}, 'rights', json_build_object('see', ${slugsHaving('see')},
        'reply', ${slugsHaving('reply')}, 'create', ${slugsHaving('create')}, 'moderate', ${slugsHaving('moderate')})`,
    from: sql`(with recursive placed (id, depth) as (
        select c.id, 0 from categories c where c.parent_id is null
        union all select c.id, depth + 1 from placed join categories c on c.parent_id = placed.id)
      select c.*, depth from placed join categories c using (id)) categories order by depth, position, id`,
  },
  {
    type: 'tag',
    select: sql`'slug', slug, 'name', name, 'description', description, 'listed', listed, 'synonymOf', synonym_of`,
    from: sql`(select tags.*, tag.slug as synonym_of from tags left join tags tag on tag.id = tags.synonym_of_id) tags
      order by synonym_of_id is not null, id`,
  },
  {
    type: 'upload',
    select: sql`'key', key, 'member', ${id(sql`member_id`)}, 'purpose', purpose, 'name', name, 'contentType', type,
      'bytes', bytes, 'width', width, 'height', height, 'variants', variants, 'createdAt', ${at(sql`created_at`)}`,
    from: sql`uploads order by id`,
  },
  {
    type: 'thread',
    select: sql`'id', ${id(sql`id`)}, 'category', ${id(sql`category_id`)}, 'author', ${id(sql`author_id`)}, 'title', title,
      'kind', kind, 'status', status, 'fields', fields, 'createdAt', ${at(sql`created_at`)}, 'views', view_count, 'pinned', pinned,
      'lockedAt', ${at(sql`locked_at`)}, ${removal('threads')}, 'tags', (select coalesce(json_agg(t.slug order by t.slug), '[]')
        from thread_tags y join tags t on t.id = y.tag_id where y.thread_id = threads.id)`,
    from: sql`threads order by id`,
  },
  {
    type: 'post',
    select: sql`'id', ${id(sql`id`)}, 'thread', ${id(sql`thread_id`)}, 'number', number, 'author', ${id(sql`author_id`)},
      'replyTo', (select answered.number from posts answered where answered.id = posts.reply_to_id), 'body', body,
      'createdAt', ${at(sql`created_at`)}, 'version', version, 'editedAt', ${at(sql`edited_at`)},
      'editor', ${id(sql`editor_id`)}, 'editReason', edit_reason, 'wiki', wiki, ${removal('posts')},
      'reactions', (select coalesce(json_agg(json_build_object('member', ${id(sql`r.member_id`)}, 'key', r.key, 'at', ${at(sql`r.at`)})
        order by r.at, r.member_id, r.key), '[]') from reactions r where r.post_id = posts.id),
      'tallies', (select coalesce(json_agg(json_build_object('key', y.key, 'count', y.count) order by y.key), '[]')
        from reaction_tallies y where y.post_id = posts.id),
      'history', (select coalesce(json_agg(json_build_object('version', v.version, 'body', v.body, 'title', v.title,
        'editor', ${id(sql`v.editor_id`)}, 'reason', v.reason, 'at', ${at(sql`v.at`)}) order by v.version), '[]')
        from post_revisions v where v.post_id = posts.id)`,
    from: sql`posts order by id`,
  },
  {
    type: 'bookmark',
    select: sql`'member', ${id(sql`member_id`)}, 'post', ${id(sql`post_id`)}, 'note', note, 'remindAt', ${at(sql`remind_at`)},
      'createdAt', ${at(sql`created_at`)}`,
    from: sql`bookmarks order by member_id, post_id`,
  },
  {
    type: 'follow',
    select: sql`'member', ${id(sql`member_id`)}, 'kind', kind, 'target',
      case kind when 'tag' then (select slug from tags where tags.id = target_id) else target_id::text end,
      'level', level, 'createdAt', ${at(sql`created_at`)}`,
    from: sql`follows where kind <> 'tag' or exists (select from tags where tags.id = target_id)
      order by member_id, kind, target_id`,
  },
  {
    type: 'read',
    select: sql`'member', ${id(sql`member_id`)}, 'thread', ${id(sql`thread_id`)}, 'lastNumber', last_number,
      'readAt', ${at(sql`read_at`)}`,
    from: sql`thread_reads order by member_id, thread_id`,
  },
  {
    type: 'draft',
    select: sql`'member', ${id(sql`member_id`)}, 'key', key, 'body', body, 'fields', fields, 'uploads', to_json(uploads),
      'createdAt', ${at(sql`created_at`)}, 'updatedAt', ${at(sql`updated_at`)}`,
    from: sql`drafts order by id`,
  },
  {
    type: 'search',
    select: sql`'member', ${id(sql`member_id`)}, 'name', name, 'query', query, 'createdAt', ${at(sql`created_at`)}`,
    from: sql`saved_searches order by id`,
  },
  {
    type: 'import',
    select: sql`'source', source, 'kind', kind, 'sourceId', source_id, 'target', target_id::text, 'extra', extra`,
    from: sql`imports where kind in ('member', 'category', 'thread', 'post') order by kind, source, source_id`,
  },
]

/**
 * Hands over the community's lines, each a JSON text, some hundred at a time. What cannot be read any more when the
 * connection is lost on the way ends it: the rows of a cursor are of one transaction.
 * @returns how many lines there are between the first and the last, and which rows of plugins are not among them
 */
export async function eachLine(
  ctx: Ctx,
  take: (lines: readonly string[]) => Promise<void>,
): Promise<{ lines: number; unread: readonly Unread[] }> {
  const community: Line<'community'> = {
    type: 'community',
    format: FORMAT,
    origin: ctx.host.env.publicUrl.origin,
    exportedAt: ctx.now().toISOString(),
  }
  await take([JSON.stringify(community)])
  const { lines, unread } = await ctx.db.transaction(
    async db => {
      const settings = await settingLines(ctx, db)
      await take(settings)
      let count = settings.length
      for (const part of PARTS) count += await eachOf(db, part, take)
      const kept = await eachKept(ctx, db, take)
      return { lines: count + kept.lines, unread: kept.unread }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
  await take([JSON.stringify({ type: 'end', lines } satisfies Line<'end'>)])
  return { lines, unread }
}

/** Those that somebody set; without secrets. */
async function settingLines(ctx: Ctx, db: Db): Promise<string[]> {
  const rows = await db.select({ key: settings.key, value: settings.value }).from(settings).orderBy(settings.key)
  return rows
    .filter(({ key }) => ctx.host.declarations[key]?.secret !== true)
    .map(row => JSON.stringify({ type: 'setting', ...row } satisfies Line<'setting'>))
}

async function eachOf(db: Db, { type, select, from }: Part, take: (lines: string[]) => Promise<void>): Promise<number> {
  return readLines(
    db,
    sql`select json_build_object('type', ${sql.raw(`'${type}'`)}, ${select})::text as line from ${from}`,
    take,
  )
}

/** Hands over the `line` of each row of a query, some hundred at a time. In a transaction. @returns how many there were */
export async function readLines(db: Db, query: SQL, take: (lines: string[]) => Promise<void>): Promise<number> {
  await db.execute(sql`declare lines no scroll cursor for ${query}`)
  let count = 0
  for (;;) {
    const rows = await db.execute<{ line: string }>(sql`fetch ${sql.raw(String(MANY))} from lines`)
    if (rows.length === 0) break
    await take(rows.map(({ line }) => line))
    count += rows.length
  }
  await db.execute(sql`close lines`)
  return count
}
