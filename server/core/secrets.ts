/** Secrets that we hand out once and keep only as a hash: links in mails, API tokens, session cookies. */
import { hash, randomBytes } from 'node:crypto'

/** 256 bits from the system's generator, in letters that survive a URL and a line break. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** SHA-256 in hex. Secrets of that size need no salt and no slow hash: there is nothing to guess. */
export const hashSecret = (secret: string): string => hash('sha256', secret, 'hex')
