/** Lines of our export as the records that every importer brings. */
import type { Line } from '../../export/format.ts'
import type { MemberRecord, OwnRecord, PostRecord, RevisionRecord, SurveyRecord } from '../records.ts'

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text))

/** What the first reading takes of a line; null when that is nothing. */
export function surveyOf(line: Line, rank: number): SurveyRecord | null {
  switch (line.type) {
    case 'setting':
      return { kind: 'setting', key: line.key, value: line.value }
    case 'group':
      return { kind: 'group', slug: line.slug, name: line.name, mentionable: line.mentionable }
    case 'permission':
      return { kind: 'permission', permission: line.permission, groups: line.groups }
    case 'member':
      return memberOf(line)
    case 'category': {
      const { id, name, slug, description, tone, parent, rights } = line
      return { kind: 'category', id, name, slug, description, tone, parentId: parent, rights }
    }
    case 'tag': {
      const { slug, name, description, listed, synonymOf } = line
      return { kind: 'tag', id: slug, name, description, listed, synonymOf }
    }
    case 'upload': {
      const { type: _, member, contentType, createdAt, ...row } = line
      return { kind: 'upload', ...row, type: contentType, authorId: member, createdAt: new Date(createdAt) }
    }
    case 'thread':
      return threadOf(line)
    case 'post': {
      const { id, thread, number, createdAt } = line
      return { kind: 'post', id, threadId: thread, number, createdAt: new Date(createdAt), rank }
    }
    default:
      return null
  }
}

function memberOf(line: Line<'member'>): MemberRecord {
  const { id, name, displayName, email, about, fields, locale, trustLevel, groups } = line
  const { theme, density, avatarKey, profileAudience, activityAudience, profileIndexed, quietKinds, autoFollow } = line
  return {
    ...{ kind: 'member', id, name, displayName, email, about, locale, trustLevel, groups },
    emailVerifiedAt: dateOf(line.emailVerifiedAt),
    createdAt: new Date(line.createdAt),
    seenAt: new Date(line.lastSeenAt),
    choices: {
      ...{ theme, density, avatarKey, profileAudience, activityAudience, profileIndexed, quietKinds, autoFollow },
      suspendedUntil: dateOf(line.suspendedUntil),
      ...(fields && { fields }),
    },
  }
}

const removalOf = (line: Line<'thread'> | Line<'post'>) => ({
  hiddenAt: dateOf(line.hiddenAt),
  deletedAt: dateOf(line.deletedAt),
  deletedBy: line.deletedBy,
  deleteReason: line.deleteReason,
})

function threadOf(line: Line<'thread'>): SurveyRecord {
  const { id, category, author, title, kind, status, fields, createdAt, views, pinned, lockedAt, tags } = line
  return {
    ...{ kind: 'thread', id, title, pinned, tags, ...removalOf(line) },
    whole: true,
    categoryId: category,
    authorId: author,
    sort: kind,
    ...(status && { status }),
    ...(fields && { fields }),
    createdAt: new Date(createdAt),
    viewCount: views,
    lockedAt: dateOf(lockedAt),
  }
}

/** A post with its text, whose addresses become ours. */
export function postOf(line: Line<'post'>, rank: number): PostRecord {
  const { id, thread, number, author, replyTo, body, createdAt, version, editedAt, editor, editReason, wiki } = line
  return {
    ...{ id, number, replyTo, version, editReason, wiki, rank, text: body, tallies: line.tallies, ...removalOf(line) },
    threadId: thread,
    authorId: author,
    createdAt: new Date(createdAt),
    editedAt: dateOf(editedAt),
    editorId: editor,
    reactions: line.reactions.map(({ member, key, at }) => ({ memberId: member, key, at: new Date(at) })),
    history: line.history.map(revisionOf),
  }
}

const revisionOf = ({ editor, at, ...rest }: Line<'post'>['history'][number]): RevisionRecord => ({
  ...rest,
  editorId: editor,
  at: new Date(at),
})

/** What members have of their own; null for all other lines. */
export function ownOf(line: Line): OwnRecord | null {
  switch (line.type) {
    case 'bookmark': {
      const { member, post, note, remindAt, createdAt } = line
      const own = { memberId: member, postId: post, note }
      return { kind: 'bookmark', ...own, remindAt: dateOf(remindAt), createdAt: new Date(createdAt) }
    }
    case 'follow': {
      const { member, kind, target, level, createdAt } = line
      return { kind: 'follow', memberId: member, of: kind, targetId: target, level, createdAt: new Date(createdAt) }
    }
    case 'read': {
      const { member, thread, lastNumber, readAt } = line
      return { kind: 'read', memberId: member, threadId: thread, lastNumber, readAt: new Date(readAt) }
    }
    case 'draft': {
      const { member, key, body, fields, uploads, createdAt, updatedAt } = line
      const own = { memberId: member, key, body, fields, uploads }
      return { kind: 'draft', ...own, createdAt: new Date(createdAt), updatedAt: new Date(updatedAt) }
    }
    case 'search': {
      const { member, name, query, createdAt } = line
      return { kind: 'search', memberId: member, name, query, createdAt: new Date(createdAt) }
    }
    case 'import': {
      const { source, kind, sourceId, target, extra } = line
      return { kind: 'origin', source, of: kind, sourceId, targetId: target, extra }
    }
    default:
      return null
  }
}
