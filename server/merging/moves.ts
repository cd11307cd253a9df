/**
 * What becomes whose, table by table, in the order in which it is done. `from` and `into` are the two accounts' numbers.
 * Where both have the same, the one that stays is that of the account that stays.
 */
import { type SQL, sql } from 'drizzle-orm'

type Two = { readonly from: number; readonly into: number }
type Move = (two: Two) => SQL

/** Columns that say who: they say the other from then on. */
const WHO = [
  ['posts', 'author_id'],
  ['posts', 'editor_id'],
  ['posts', 'deleted_by_id'],
  ['post_revisions', 'editor_id'],
  ['threads', 'author_id'],
  ['threads', 'last_poster_id'],
  ['threads', 'deleted_by_id'],
  ['tags', 'created_by_id'],
  ['uploads', 'member_id'],
] as const

const says: readonly Move[] = WHO.map(
  ([table, column]) =>
    ({ from, into }) =>
      sql`update ${sql.identifier(table)} set ${sql.identifier(column)} = ${into} where ${sql.identifier(column)} = ${from}`,
)

/** Tables of which each member has at most one row for a thing. */
const ONE_EACH = [
  ['reactions', ['post_id', 'key']],
  ['bookmarks', ['post_id']],
  ['follows', ['kind', 'target_id']],
  ['group_members', ['group_id']],
  ['consents', ['version']],
  ['saved_searches', ['query']],
] as const

const oneEach: readonly Move[] = ONE_EACH.flatMap(([table, columns]) => {
  const name = sql.identifier(table)
  const same = columns.map(column => sql`theirs.${sql.identifier(column)} = mine.${sql.identifier(column)}`)
  return [
    ({ from, into }: Two) => sql`delete from ${name} mine using ${name} theirs
      where mine.member_id = ${from} and theirs.member_id = ${into} and ${sql.join(same, sql` and `)}`,
    ({ from, into }: Two) => sql`update ${name} set member_id = ${into} where member_id = ${from}`,
  ]
})

export const MOVES: readonly Move[] = [
  ...says,
  ...oneEach,
  // Nobody reacts to their own posts.
  ({ into }) => sql`delete from reactions r using posts p
    where p.id = r.post_id and p.author_id = ${into} and r.member_id = ${into}`,
  // Whoever has read further has read so far.
  ({ from, into }) => sql`insert into thread_reads (member_id, thread_id, last_number, read_at)
    select ${into}, thread_id, last_number, read_at from thread_reads where member_id = ${from}
    on conflict (member_id, thread_id) do update set last_number = greatest(thread_reads.last_number, excluded.last_number),
      read_at = greatest(thread_reads.read_at, excluded.read_at)`,
  ({ from }) => sql`delete from thread_reads where member_id = ${from}`,
  // A text is never lost: of two drafts for one thing, one stands below the other.
  ({ from, into }) => sql`insert into drafts (member_id, key, body, fields, uploads, created_at, updated_at)
    select ${into}, key, body, fields, uploads, created_at, updated_at from drafts where member_id = ${from}
    on conflict (member_id, key) do update set body = drafts.body || E'\n\n' || excluded.body,
      uploads = drafts.uploads || excluded.uploads, version = drafts.version + 1`,
  ({ from }) => sql`delete from drafts where member_id = ${from}`,
  ({ from, into }) => sql`delete from notifications mine using notifications theirs
    where mine.member_id = ${from} and theirs.member_id = ${into} and theirs.group_key = mine.group_key`,
  ({ from, into }) => sql`update notifications set member_id = ${into} where member_id = ${from}`,
  ({
    from,
    into,
  }) => sql`update notifications set actor_ids = array_replace(actor_ids, ${from}::bigint, ${into}::bigint)
    where ${from}::bigint = any(actor_ids)`,
  // Nobody is told of what they did themselves.
  ({ into }) => sql`delete from notifications where member_id = ${into} and cardinality(actor_ids) > 0
    and actor_ids <@ array[${into}::bigint]`,
  ({ from, into }) => sql`insert into post_mentions (post_id, kind, target_id)
    select post_id, kind, ${into} from post_mentions where kind = 'member' and target_id = ${from} on conflict do nothing`,
  ({ from }) => sql`delete from post_mentions where kind = 'member' and target_id = ${from}`,
  ({ from, into }) => sql`update imports set target_id = ${into} where kind = 'member' and target_id = ${from}`,
  ({ from, into }) => sql`update members set fields = mine.fields || members.fields
    from members mine where members.id = ${into} and mine.id = ${from} and mine.fields <> '{}'`,
  ({ from, into }) => sql`update member_names set member_id = ${into} where member_id = ${from}`,
  ({ from, into }) => sql`insert into member_names (name, member_id)
    select lower(name), ${into} from members where id = ${from} on conflict (name) do nothing`,
  // It would hear for somebody who may see more: it stops, and who switches it on becomes its owner.
  ({ from }) => sql`update webhooks set owner_id = null where owner_id = ${from}`,
]
