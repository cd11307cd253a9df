import { Type } from 'typebox'
import { MAX_EMAIL } from './emails.ts'
import { MAX_PASSWORD_LENGTH } from './passwords.ts'

/**
 * Lengths bound what is read at all; the verbs say what is wrong within, in words that fit. A password may be counted in
 * larger units here than there.
 */
export const PasswordText = Type.String({ minLength: 1, maxLength: MAX_PASSWORD_LENGTH * 2 })
export const EmailText = Type.String({ minLength: 1, maxLength: MAX_EMAIL })
export const ReturnTo = Type.Optional(Type.String({ maxLength: 4000 }))

const closed = { additionalProperties: false }
/** The secret of a mail link; of whatever shape, as a wrong one is told like an old one. */
const Key = Type.String({ minLength: 1, maxLength: 200 })
export const KeyQuery = Type.Object({ key: Type.Optional(Key) })

export const SignInForm = Type.Object(
  { login: Type.String({ minLength: 1, maxLength: MAX_EMAIL }), password: PasswordText, returnTo: ReturnTo },
  closed,
)
export const EmailForm = Type.Object({ email: EmailText }, closed)
export const ResetForm = Type.Object({ key: Key, password: PasswordText }, closed)
export const VerifyForm = Type.Object({ key: Key }, closed)
export const ChangeEmailForm = Type.Object({ email: EmailText, password: PasswordText }, closed)
export const ChangePasswordForm = Type.Object({ current: PasswordText, password: PasswordText }, closed)
export const SessionParams = Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{64}$' }) })
