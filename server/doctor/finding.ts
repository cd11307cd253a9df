/** What a check of the installation has found. */
import { type MessageKey, type Translate, t, type Values } from '../core/i18n.ts'
import { OperatorError } from '../core/operator-error.ts'
import { troubleOf } from '../core/trouble.ts'

/** One line. Of what is not well it says what to do. */
export type Finding = {
  readonly result: 'ok' | 'warn' | 'fail'
  /** As the command line says it. */
  readonly says: string
  /** The same for a page, in its reader's language. */
  readonly message?: { readonly key: MessageKey; readonly values: Values }
}
export type Line = Finding & { readonly check: string }

export const ok = (says: string): Finding => ({ result: 'ok', says })
export const warn = (says: string): Finding => ({ result: 'warn', says })
export const fail = (says: string): Finding => ({ result: 'fail', says })

/** A finding that pages show too. */
export const found = (result: Finding['result'], key: MessageKey, values: Values = {}): Finding => ({
  result,
  says: t('en', key, values),
  message: { key, values },
})

/** A finding in its reader's language, where it is known in it. */
export const saysIn = (translate: Translate, { says, message }: Finding): string =>
  message ? translate(message.key, message.values) : says

/** A check that breaks off has found something. */
export function failure(error: unknown): Finding {
  if (error instanceof OperatorError) return fail([error.message, ...error.details].join(' '))
  return fail(troubleOf(error))
}
