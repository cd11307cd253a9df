import { reserveIds, writeContents } from '../../server/bulk/write.ts'
import { transaction } from '../../server/core/transaction.ts'
import type { TestApp } from '../support/app.ts'
import { people } from '../support/people.ts'

/** A thread of so many posts that say so, written many at once. */
export async function imported(
  app: TestApp,
  categoryId: number,
  many: number,
  said = (place: number) => `Part ${place} of the gazetteer`,
): Promise<number[]> {
  const ctx = await app.ctx()
  const [id = 0] = await reserveIds(ctx, 'threads', 1)
  const postIds = await reserveIds(ctx, 'posts', many)
  const createdAt = new Date()
  await transaction(ctx, async ctx => {
    await writeContents(ctx, {
      threads: [{ id, categoryId, authorId: people.mia.id, title: 'Brought along', createdAt }],
      posts: postIds.map((postId, place) => ({
        ...{ id: postId, threadId: id, number: place + 1, authorId: people.mia.id, replyToId: null, createdAt },
        ...{ body: `Part ${place}`, html: `<p>${said(place)}</p>`, excerpt: '', cookedVersion: 1 },
      })),
    })
  })
  return postIds
}
