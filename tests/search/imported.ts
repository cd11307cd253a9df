import { reserveIds, writeContents } from '../../server/bulk/write.ts'
import { transaction } from '../../server/core/transaction.ts'
import type { TestApp } from '../support/app.ts'
import { type Person, people } from '../support/people.ts'

type Written = { readonly by?: Person; readonly at?: Date }

/** A thread of so many posts that say so, written many at once; by mia and now, if nothing else is said. */
export async function imported(
  app: TestApp,
  categoryId: number,
  many: number,
  said = (place: number) => `Part ${place} of the gazetteer`,
  { by = people.mia, at: createdAt = new Date() }: Written = {},
): Promise<number[]> {
  const ctx = await app.ctx()
  const [id = 0] = await reserveIds(ctx, 'threads', 1)
  const postIds = await reserveIds(ctx, 'posts', many)
  await transaction(ctx, async ctx => {
    await writeContents(ctx, {
      threads: [{ id, categoryId, authorId: by.id, title: 'Brought along', createdAt }],
      posts: postIds.map((postId, place) => ({
        ...{ id: postId, threadId: id, number: place + 1, authorId: by.id, replyToId: null, createdAt },
        ...{ body: `Part ${place}`, html: `<p>${said(place)}</p>`, excerpt: '', cookedVersion: 1 },
      })),
    })
  })
  return postIds
}
