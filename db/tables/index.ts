export * from './bookmarks.ts'
export * from './consents.ts'
export * from './conversation.ts'
export * from './core.ts'
export * from './data-exports.ts'
export * from './drafts.ts'
export * from './erasures.ts'
export * from './follows.ts'
export * from './imports.ts'
export {
  apiTokens,
  groupMembers,
  groups,
  mailLinks,
  memberNames,
  members,
  permissionGrants,
  sessions,
} from './members.ts'
export * from './notifications.ts'
export * from './plugins.ts'
export * from './presences.ts'
export * from './reactions.ts'
export * from './references.ts'
export * from './related.ts'
export * from './revisions.ts'
export * from './search.ts'
export * from './sitemap.ts'
export * from './tags.ts'
export * from './top.ts'
export * from './uploads.ts'
export * from './webhooks.ts'
