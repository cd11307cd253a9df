export * from './conversation.ts'
export * from './core.ts'
export { apiTokens, groupMembers, groups, mailLinks, members, permissionGrants, sessions } from './members.ts'
