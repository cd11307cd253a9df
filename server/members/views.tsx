/** Pages of members: joining, a profile, one's own profile and preferences. */
export { JoinPage } from './views/join.tsx'
export { MemberPage } from './views/member.tsx'
export { PreferencesPage, ProfileSettingsPage } from './views/settings.tsx'
