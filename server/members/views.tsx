/** Pages of members: joining, one's own profile and preferences. */
export { JoinPage } from './views/join.tsx'
export { PrivacyPage } from './views/privacy.tsx'
export { PreferencesPage, ProfileSettingsPage } from './views/settings.tsx'
