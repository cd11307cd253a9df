/** How much somebody wrote is told to each viewer without what stands out of their sight. */
import { and, eq, isNull } from 'drizzle-orm'
import t from 'tap'
import { memberPostCounts, posts, threads } from '../../db/tables/index.ts'
import * as categories from '../../server/categories/service.ts'
import { categoryTree } from '../../server/categories/tree.ts'
import { GROUP, isAdministrator } from '../../server/core/actor.ts'
import * as postRemoval from '../../server/posts/removal.ts'
import { editThread } from '../../server/posts/thread-edit.ts'
import * as threadRemoval from '../../server/threads/removal.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'
import { buildWorld, type Viewer } from './world.ts'

t.test('counts of posts', async t => {
  const app = await startApp(t, { bundled: true })
  const world = await buildWorld(app)
  const { make } = app
  const { db } = app.database
  const ada = await app.ctx(people.ada)

  /** The author's posts that are there, with the category in which each stands. */
  const written = async () => {
    const there = and(eq(posts.authorId, world.author.id), isNull(posts.deletedAt), isNull(threads.deletedAt))
    return db
      .select({ categoryId: threads.categoryId })
      .from(posts)
      .innerJoin(threads, eq(threads.id, posts.threadId))
      .where(there)
  }
  const shownTo = async ({ client }: Viewer) => {
    const { name } = world.author
    const api = (await client.api('GET', `/members/${name}`)).json<{ postCount: number }>().postCount
    for (const path of [`/m/${name}`, `/m/${name}/card`]) {
      t.match((await client.get(path)).text, new RegExp(`[> ]${api} posts`), path)
    }
    return api
  }
  const agrees = async (after: string) => {
    await app.settled()
    const all = await written()
    for (const viewer of world.viewers) {
      const { actor } = viewer.ctx
      const seen = viewer.ctx.read(categoryTree).idsHaving(actor, 'see')
      const own = viewer.person?.id === world.author.id || isAdministrator(actor)
      const expected = all.filter(one => own || seen.includes(one.categoryId)).length
      t.equal(await shownTo(viewer), expected, `${viewer.name}, ${after}`)
    }
    const kept = await db.select().from(memberPostCounts).where(eq(memberPostCounts.memberId, world.author.id))
    for (const { categoryId, posts: count } of kept) {
      t.equal(count, all.filter(one => one.categoryId === categoryId).length, `kept of ${categoryId}, ${after}`)
    }
  }

  t.test('are of what stands in sight, whatever comes, goes and moves', async t => {
    await agrees('as the world began')
    const counts = await Promise.all(world.viewers.map(shownTo))
    t.ok(new Set(counts).size > 3, 'and not the same for all')

    const [open, secret] = [await make.category(), await make.category()]
    const thread = await make.thread({ by: world.author, categoryId: open.id })
    const post = await make.post({ by: world.author, threadId: thread.id })
    await make.post({ by: people.mia, threadId: thread.id })
    await agrees('more was written')
    const rights = { see: [GROUP.staff], reply: [GROUP.staff], create: [GROUP.staff], moderate: [] }
    await categories.change(ada, { id: secret.id, rights })
    await editThread(ada, { id: thread.id, categoryId: secret.id })
    await agrees('a thread was moved out of sight')
    await postRemoval.remove(ada, { id: post.id })
    await threadRemoval.remove(ada, { id: thread.id })
    await agrees('it was deleted')
    await threadRemoval.restore(ada, { id: thread.id })
    await postRemoval.restore(ada, { id: post.id })
    await agrees('it was put back')
    await categories.change(ada, { id: open.id, rights })
    await editThread(ada, { id: thread.id, categoryId: open.id })
    await agrees('a category was closed')
  })

  t.test('the list of members tells no more', async t => {
    const mia = world.viewers.find(one => one.person === people.mia)
    if (!mia) throw new Error('no viewer')
    const { items } = (await mia.client.api('GET', '/members?limit=100')).json<{
      items: { name: string; postCount: number }[]
    }>()
    t.equal(items.find(one => one.name === world.author.name)?.postCount, await shownTo(mia))
  })
})
