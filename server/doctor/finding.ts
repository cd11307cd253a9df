/** What a check of the installation has found. */
import { OperatorError } from '../core/operator-error.ts'

/** One line. Of what is not well it says what to do. */
export type Finding = { readonly result: 'ok' | 'warn' | 'fail'; readonly says: string }
export type Line = Finding & { readonly check: string }

export const ok = (says: string): Finding => ({ result: 'ok', says })
export const warn = (says: string): Finding => ({ result: 'warn', says })
export const fail = (says: string): Finding => ({ result: 'fail', says })

/** A check that breaks off has found something. */
export function failure(error: unknown): Finding {
  if (error instanceof OperatorError) return fail([error.message, ...error.details].join(' '))
  return fail(error instanceof Error ? error.message : String(error))
}
