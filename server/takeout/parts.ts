/**
 * What is known of a member, table by table: their own words and choices, and of others no more than numbers. What they
 * may not see any more is in it by its number alone.
 */
import { type SQL, sql } from 'drizzle-orm'

/** A file of the archive: a JSON array of what the rows say, in their order. */
type Part = { readonly name: string; readonly says: SQL; readonly from: (memberId: number) => SQL }

export const PARTS: readonly Part[] = [
  {
    name: 'account',
    says: sql`'id', m.id, 'name', m.name, 'formerNames', array(select f.name from member_names f where f.member_id = m.id order by 1),
      'displayName', m.display_name, 'email', m.email, 'emailConfirmedAt', m.email_verified_at, 'about', m.about,
      'fields', m.fields,
      'groups', array(select g.slug from group_members y join groups g on g.id = y.group_id where y.member_id = m.id order by 1),
      'trustLevel', m.trust_level, 'locale', m.locale, 'theme', m.theme, 'density', m.density,
      'profileAudience', m.profile_audience, 'activityAudience', m.activity_audience, 'profileIndexed', m.profile_indexed,
      'quietNotifications', m.quiet_kinds, 'autoFollow', m.auto_follow, 'suspendedUntil', m.suspended_until,
      'joinedAt', m.created_at, 'lastSeenAt', m.last_seen_at`,
    from: id => sql`members m where m.id = ${id}`,
  },
  {
    name: 'threads',
    says: sql`'id', t.id, 'title', t.title, 'category', c.slug, 'createdAt', t.created_at, 'deletedAt', t.deleted_at,
      'tags', array(select g.slug from thread_tags y join tags g on g.id = y.tag_id where y.thread_id = t.id order by 1)`,
    from: id => sql`threads t join categories c on c.id = t.category_id where t.author_id = ${id} order by t.id`,
  },
  {
    name: 'posts',
    says: sql`'id', p.id, 'threadId', p.thread_id, 'number', p.number, 'body', p.body, 'createdAt', p.created_at,
      'editedAt', p.edited_at, 'deletedAt', p.deleted_at, 'earlierVersions', (
        select coalesce(json_agg(json_build_object('version', v.version, 'body', v.body, 'title', v.title, 'at', v.at)
          order by v.version), '[]') from post_revisions v where v.post_id = p.id and v.editor_id = p.author_id)`,
    from: id => sql`posts p where p.author_id = ${id} order by p.id`,
  },
  {
    name: 'reactions',
    says: sql`'postId', r.post_id, 'key', r.key, 'at', r.at`,
    from: id => sql`reactions r where r.member_id = ${id} order by r.at, r.post_id, r.key`,
  },
  {
    name: 'bookmarks',
    says: sql`'postId', b.post_id, 'note', b.note, 'remindAt', b.remind_at, 'createdAt', b.created_at`,
    from: id => sql`bookmarks b where b.member_id = ${id} order by b.created_at, b.post_id`,
  },
  {
    name: 'drafts',
    says: sql`'for', d.key, 'body', d.body, 'fields', d.fields, 'createdAt', d.created_at, 'updatedAt', d.updated_at`,
    from: id => sql`drafts d where d.member_id = ${id} order by d.id`,
  },
  {
    name: 'searches',
    says: sql`'name', s.name, 'query', s.query, 'createdAt', s.created_at`,
    from: id => sql`saved_searches s where s.member_id = ${id} order by s.id`,
  },
  {
    name: 'follows',
    says: sql`'kind', f.kind, 'id', f.target_id, 'level', f.level, 'createdAt', f.created_at`,
    from: id => sql`follows f where f.member_id = ${id} order by f.created_at, f.kind, f.target_id`,
  },
  {
    name: 'read',
    says: sql`'threadId', r.thread_id, 'lastNumber', r.last_number, 'readAt', r.read_at`,
    from: id => sql`thread_reads r where r.member_id = ${id} order by r.thread_id`,
  },
  {
    name: 'notifications',
    says: sql`'kind', n.kind, 'threadId', n.thread_id, 'postId', n.post_id, 'count', n.count, 'createdAt', n.created_at,
      'updatedAt', n.updated_at, 'readAt', n.read_at`,
    from: id => sql`notifications n where n.member_id = ${id} order by n.id`,
  },
  {
    name: 'sessions',
    says: sql`'browser', s.user_agent, 'address', s.address, 'createdAt', s.created_at, 'lastSeenAt', s.last_seen_at,
      'endsAt', s.ends_at`,
    from: id => sql`sessions s where s.member_id = ${id} order by s.created_at, s.id`,
  },
  {
    name: 'tokens',
    says: sql`'name', k.name, 'scopes', k.scopes, 'createdAt', k.created_at, 'expiresAt', k.expires_at,
      'lastUsedAt', k.last_used_at`,
    from: id => sql`api_tokens k where k.member_id = ${id} order by k.id`,
  },
  {
    name: 'consents',
    says: sql`'kind', l.kind, 'version', c.version, 'at', c.at, 'text', l.text`,
    from: id => sql`consents c join legal_texts l using (version) where c.member_id = ${id} order by c.at, l.kind`,
  },
  {
    name: 'uploads',
    says: sql`'id', u.id, 'file', 'files/' || u.key || '-' || u.name, 'purpose', u.purpose, 'type', u.type, 'bytes', u.bytes,
      'createdAt', u.created_at`,
    from: id => sql`uploads u where u.member_id = ${id} order by u.id`,
  },
]
