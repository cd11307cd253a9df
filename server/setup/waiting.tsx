import type { PageAnswer } from '../site/routes.ts'
import { SetupWaitingPage } from './views.tsx'

/** What every page says until the community has an administrator. */
export const waiting: PageAnswer = { status: 503, view: page => <SetupWaitingPage page={page} /> }
