import { threadPath } from '../threads/ledger.tsx'

export type PostThread = { readonly id: number; readonly slug: string }

/** The lasting address of a post by its number; with its id, so that the browser goes to it. */
export const postPath = (
  thread: PostThread,
  { id, number }: { readonly id: number; readonly number: number },
): string => `${threadPath(thread)}/${number}#post-${id}`
