/** Permissions of administration. */
import type { Ctx } from '../core/context.ts'
import { authorize } from '../core/permissions.ts'

declare module '../core/permissions.ts' {
  interface Permissions {
    'site.administer': null
    /** Apart from the rest of the administration: a mail may hold a link that signs its reader in as somebody else. */
    'outbox.read': null
  }
}

/** Guards every page of the administration. @throws NotSignedIn, Forbidden */
export const administer = (ctx: Ctx): void => authorize(ctx, 'site.administer', null)
