import { threadPath } from '../threads/ledger.tsx'
import type { Result } from './service.ts'

/** Where a post that was found stands in its thread; the opening post is the thread itself. */
export const resultPath = ({ thread, number, postId }: Pick<Result, 'thread' | 'number' | 'postId'>): string =>
  number === 1 ? threadPath(thread) : `${threadPath(thread, number)}#post-${postId}`
