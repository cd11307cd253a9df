/** Making an administrator from outside the site: the command line and GUILDHALL_ADMIN_…. */
import type { Ctx } from '../core/context.ts'
import * as members from '../members/service.ts'
import { hasAdministrator } from '../setup/service.ts'
import { orTell } from './refusals.ts'

export type NewAdmin = { readonly email: string; readonly name: string; readonly password: string }

/** @throws OperatorError with one line per field that will not do */
export const createAdmin = (ctx: Ctx, input: NewAdmin): Promise<{ id: number; name: string }> =>
  orTell('The administrator was not made', members.createAdmin(ctx, input))

/** GUILDHALL_ADMIN_… counts at the first start only: it may stay set, and makes nobody once there is an administrator. */
export async function createFirstAdmin(ctx: Ctx, input: NewAdmin): Promise<void> {
  if (!(await hasAdministrator(ctx))) await createAdmin(ctx, input)
}
