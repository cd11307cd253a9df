/** What the tests of polls begin with. */
import { eq } from 'drizzle-orm'
import { posts } from '../../../db/tables/index.ts'
import { people } from '../../../tests/support/people.ts'
import type { Staged } from '../../../tests/support/staged.ts'

export const LUNCH = ':::poll\nWhat is for lunch?\n\n- Soup\n- Bread\n:::'

/** A thread by mia that holds this poll: where it is shown, and what its own address is. */
export async function pollBy(app: Staged, body: string) {
  const thread = await app.make.thread({ by: people.mia, body })
  const { db } = await app.ctx()
  const [post] = await db.select({ id: posts.id }).from(posts).where(eq(posts.threadId, thread.id))
  if (!post) throw new Error('a thread without a post')
  await app.settled()
  return { page: `/t/${thread.id}/${thread.slug}`, path: `/x/polls/${post.id}/0`, postId: post.id, threadId: thread.id }
}
