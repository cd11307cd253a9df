/** Addresses of what core shows. */
import type { ShownThread } from 'guildhall/plugin'

export const threadPath = ({ id, slug }: Pick<ShownThread, 'id' | 'slug'>): string => `/t/${id}/${slug || '-'}`

/** A post in its thread, on whichever page it is. */
export const postPath = (
  thread: Pick<ShownThread, 'id' | 'slug'>,
  { postId, number }: { readonly postId: number; readonly number: number },
): string => `${threadPath(thread)}/${number}#post-${postId}`
