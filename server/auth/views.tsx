/** Pages of signing in and of the account: everything that has to do with passwords, addresses and sessions. */
export { AccountSettingsPage } from './views/account.tsx'
export { ForgotPage, ResetPage } from './views/recovery.tsx'
export { SessionsPage } from './views/sessions.tsx'
export { SignInPage } from './views/sign-in.tsx'
export { VerifyPage } from './views/verify.tsx'
