/** Making an administrator from outside the site: the command line and GUILDHALL_ADMIN_…. */
import type { Ctx } from '../core/context.ts'
import { AppError } from '../core/errors.ts'
import { translator } from '../core/i18n.ts'
import { OperatorError } from '../core/operator-error.ts'
import * as members from '../members/service.ts'
import { hasAdministrator } from '../setup/service.ts'

export type NewAdmin = { readonly email: string; readonly name: string; readonly password: string }

/** @throws OperatorError with one line per field that will not do */
export async function createAdmin(ctx: Ctx, input: NewAdmin): Promise<{ id: number; name: string }> {
  try {
    return await members.createAdmin(ctx, input)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const t = translator('en')
    const fields = Object.entries(error.fields).map(([name, { key, values }]) => `${name}: ${t(key, values)}`)
    throw new OperatorError(`The administrator was not made: ${t(error.key, error.values)}`, fields)
  }
}

/** GUILDHALL_ADMIN_… counts at the first start only: it may stay set, and makes nobody once there is an administrator. */
export async function createFirstAdmin(ctx: Ctx, input: NewAdmin): Promise<void> {
  if (!(await hasAdministrator(ctx))) await createAdmin(ctx, input)
}
