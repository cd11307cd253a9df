/**
 * Errors that a service throws on purpose: a code, a status, a translatable message and data. One handler makes them a
 * page, a form shown again, or problem+json. Anything else is a bug: logged whole, shown as a reference number.
 */
import type { MessageKey, Values } from './i18n.ts'

export type FieldError = { readonly key: MessageKey; readonly values?: Values }

export class AppError extends Error {
  constructor(
    readonly status: number,
    /** Machine-readable, dotted: `thread.locked`. */
    readonly code: string,
    readonly key: MessageKey,
    readonly values: Values = {},
    /** Wrong fields by name, or by path in nested bodies. */
    readonly fields: Readonly<Record<string, FieldError>> = {},
  ) {
    super(code)
    this.name = new.target.name
  }
}

/** Does not exist, or may not be known to exist: the same answer. */
export class NotFound extends AppError {
  constructor() {
    super(404, 'not-found', 'error.notFound')
  }
}

/** Deleted; only for who still sees its tombstone. */
export class Gone extends AppError {
  constructor() {
    super(410, 'gone', 'error.gone')
  }
}

export class NotSignedIn extends AppError {
  constructor() {
    super(401, 'not-signed-in', 'error.notSignedIn')
  }
}

export class Forbidden extends AppError {
  constructor(code = 'forbidden', key: MessageKey = 'error.forbidden', values: Values = {}) {
    super(403, code, key, values)
  }
}

/** One or more fields are wrong. */
export class Invalid extends AppError {
  constructor(fields: Readonly<Record<string, FieldError>>) {
    super(422, 'invalid', 'error.invalid', {}, fields)
  }
}

export class Conflict extends AppError {
  constructor(code: string, key: MessageKey, values: Values = {}) {
    super(409, code, key, values)
  }
}

/** `If-Match` names another version than the stored one. */
export class PreconditionFailed extends AppError {
  constructor() {
    super(412, 'edited-meanwhile', 'error.editedMeanwhile')
  }
}

export class RateLimited extends AppError {
  constructor(readonly retryAfterSeconds: number) {
    super(429, 'rate-limited', 'error.rateLimited', { minutes: Math.ceil(retryAfterSeconds / 60) })
  }
}
