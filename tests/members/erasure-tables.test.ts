/** Every place that names a member is known to the erasure: a new one has to say whether it goes or stays as a number. */
import { sql } from 'drizzle-orm'
import t from 'tap'
import { THEIRS } from '../../server/erasure/account.ts'
import { startApp } from '../support/app.ts'

/** Those that stay say only by number who it was, or go by another way, or with the row itself. */
const STAYS: ReadonlySet<string> = new Set([
  // Ended by their own verbs.
  'api_tokens.member_id',
  'group_members.member_id',
  'sessions.member_id',
  // Gone with their bytes.
  'data_exports.asked_by_id',
  'data_exports.member_id',
  // The erasure itself, until it is done.
  'erasures.member_id',
  // What was written, done, liked and sent; files that no post shows go.
  'audit_entries.actor_id',
  'domain_events.actor_id',
  'member_post_counts.member_id',
  'notifications.actor_ids',
  'post_revisions.editor_id',
  'posts.author_id',
  'posts.deleted_by_id',
  'posts.editor_id',
  'reactions.member_id',
  'tags.created_by_id',
  'threads.author_id',
  'threads.deleted_by_id',
  'threads.last_poster_id',
  'uploads.member_id',
  // Without an owner who may see, it stops.
  'webhooks.owner_id',
])

t.test('no table is forgotten', async t => {
  const app = await startApp(t)
  const rows = await app.database.db.execute<{ place: string }>(sql`
    select c.relname || '.' || a.attname as place
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0
      and (a.attname ~ '(member|author|actor|editor|owner|poster|by)_ids?$' or exists (
        select from pg_constraint k where k.contype = 'f' and k.conrelid = c.oid and a.attnum = any(k.conkey)
          and k.confrelid = 'members'::regclass))
    order by 1`)
  const places = rows.map(({ place }) => place)
  const theirs = THEIRS.map(table => `${table}.member_id`)
  t.ok(places.length > 20)
  t.strictSame(
    places.filter(place => !theirs.includes(place) && !STAYS.has(place)),
    [],
  )
  t.strictSame(
    [...theirs, ...STAYS].filter(place => !places.includes(place)),
    [],
    'what is named here is there',
  )
})
