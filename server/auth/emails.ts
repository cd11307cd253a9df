/** What counts as an e-mail address, and who holds one: only a verified account does. */
import { and, isNotNull, ne, sql } from 'drizzle-orm'
import { members } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import type { FieldError } from '../core/errors.ts'

type Member = typeof members.$inferSelect

export const MAX_EMAIL = 254

/** NFKC also undoes look-alikes that lower-case to plain letters, such as the Kelvin sign. */
export const normaliseEmail = (email: string): string => email.normalize('NFKC').trim()

/** One address and nothing else: no list, no display name, no quoting, so that no mail program reads it otherwise. */
const EMAIL =
  /^[^\s\p{C}@<>()[\]:;,\\"]{1,64}@[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?)+$/u

/** What is wrong with a normalised address, or null. */
export const problemWithEmail = (email: string): FieldError | null =>
  email.length <= MAX_EMAIL && EMAIL.test(email) ? null : { key: 'invalid.email' }

/** The verified account that holds the address, but for `except`. */
export async function holderOf(
  ctx: Ctx,
  email: string,
  except: number,
): Promise<Pick<Member, 'id' | 'name' | 'locale'> | undefined> {
  const [holder] = await ctx.db
    .select({ id: members.id, name: members.name, locale: members.locale })
    .from(members)
    .where(
      and(sql`lower(${members.email}) = lower(${email})`, isNotNull(members.emailVerifiedAt), ne(members.id, except)),
    )
  return holder
}
