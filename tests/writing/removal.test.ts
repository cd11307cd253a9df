/** What is taken back and put back: who may, who sees what is left of it, and that every number stays exact. */
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import t from 'tap'
import { auditEntries, categories, domainEvents, members, posts, threads } from '../../db/tables/index.ts'
import { AppError } from '../../server/core/errors.ts'
import { changeSettings } from '../../server/core/settings.ts'
import * as removal from '../../server/posts/removal.ts'
import { editThread } from '../../server/posts/thread-edit.ts'
import * as threadRemoval from '../../server/threads/removal.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { linksOf } from '../support/html.ts'
import type { Answer, Client } from '../support/http.ts'
import { people } from '../support/people.ts'

const DAY_MS = 24 * 60 * 60 * 1000

const pathOf = ({ id, slug }: { id: number; slug: string }): string => `/t/${id}/${slug}`
const codeOf = (answer: Answer): string => answer.json<{ code: string }>().code
/** The forms on a page that put this back. */
const restoring = ({ page }: Answer): string[] =>
  [...page.querySelectorAll('form[action$="/restore"]')].map(one => one.getAttribute('action') ?? '')

t.test('taking back', async t => {
  let now = Date.now()
  const app = await startApp(t, { now: () => new Date(now) })
  const { make, database } = app
  const { db } = database
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const mo = await app.as(people.mo)
  const set = async (values: Record<string, unknown>) => changeSettings(await app.ctx(people.ada), values)
  const restore = (client: Client, path: string) => client.api('POST', `${path}/restore`)

  t.test('an author deletes their reply, sees at once what they did, and puts it back', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'zqregret this' })
    await make.post({ by: people.mia, threadId: thread.id, replyTo: id, body: 'Why?' })
    const asked = await noor.get(`/posts/${id}/delete`)
    t.match(asked.seen('form .note'), /You can restore it for 30 days/)
    t.notOk(asked.page.querySelector('[name=reason]'), 'nobody asks them why')
    const landed = await (await asked.submit(`/posts/${id}/delete`)).follow()
    t.match(landed.seen(`#post-${id} .tombstone`), /You deleted your post 2.*zqregret/)
    t.ok(landed.page.querySelector(`#post-${id} .tombstone[role=status]`))

    await app.settled()
    for (const client of [mia, app.visitor()]) {
      const page = await client.get(pathOf(thread))
      t.notMatch(page.text, /zqregret|tombstone/)
      t.match(page.seen('.answers'), /no longer here/, 'who answered it is not left in the air')
      t.notOk(linksOf(page.page).some(link => link.endsWith(`#post-${id}`)))
    }
    t.notMatch((await noor.get(pathOf(thread))).text, /zqregret/, 'on the page of their whole class neither')
    const back = await landed.submit(`/posts/${id}/restore`)
    t.match(back.location, new RegExp(`#post-${id}$`))
    await app.settled()
    t.match((await mia.get(pathOf(thread))).text, /zqregret/)
    t.equal((await noor.post(`/posts/${id}/restore`)).status, 303, 'twice is once')
  })

  t.test('an author finds what they deleted again, and what was deleted of theirs', async t => {
    const thread = await make.thread({ by: people.mia, title: 'The thread that stays' })
    const lonely = await make.thread({ by: people.noor, title: 'zqlonely thread', body: 'zqopening' })
    const own = await make.post({ by: people.noor, threadId: thread.id, body: 'zqown words' })
    const by = await make.post({ by: people.noor, threadId: thread.id, body: 'zqsold boots' })
    const other = await make.post({ by: people.mia, threadId: thread.id, body: 'zqothers words' })
    await noor.post(`/posts/${own.id}/delete`)
    await mo.post(`/posts/${by.id}/delete`, { reason: 'Sales belong elsewhere' })
    await mia.post(`/posts/${other.id}/delete`)
    await noor.post(`/threads/${lonely.id}/delete`)
    const page = await noor.get('/posts/deleted')
    t.match(page.text, /zqown words/)
    t.match(page.text, /zqsold boots/)
    t.match(page.text, /zqlonely thread/)
    t.match(page.seen('#replies + ul'), /Reason: Sales belong elsewhere/)
    t.notMatch(page.text, /zqothers/)
    t.ok(restoring(page).includes(`/posts/${own.id}/restore`))
    t.ok(restoring(page).includes(`/threads/${lonely.id}/restore`))
    t.notOk(restoring(page).includes(`/posts/${by.id}/restore`), 'what moderators deleted is theirs to restore')
    t.equal((await app.visitor().get('/posts/deleted')).status, 303)
    await page.submit(`/posts/${own.id}/restore`)
    await page.submit(`/threads/${lonely.id}/restore`)
    t.notMatch((await noor.get('/posts/deleted')).text, /zqown words|zqlonely/)
  })

  t.test('who may put a reply back: its author for a while if they deleted it, moderators always', async t => {
    const thread = await make.thread()
    const post = () => make.post({ by: people.noor, threadId: thread.id })
    const statuses = async (path: string) => [
      (await restore(app.visitor(), path)).status,
      (await restore(mia, path)).status,
      (await restore(noor, path)).status,
      (await restore(mo, path)).status,
    ]
    const own = await post()
    await noor.api('DELETE', `/posts/${own.id}`)
    t.strictSame(await statuses(`/posts/${own.id}`), [401, 404, 200, 200])
    const theirs = await post()
    await mo.api('DELETE', `/posts/${theirs.id}`)
    t.strictSame(await statuses(`/posts/${theirs.id}`), [401, 404, 403, 200])
    const old = await post()
    await noor.api('DELETE', `/posts/${old.id}`)
    await set({ 'posts.restoreDays': 1 })
    now += DAY_MS + 1000
    t.strictSame(await statuses(`/posts/${old.id}`), [401, 404, 403, 200])
    await set({ 'posts.restoreDays': 0 })
    const never = await post()
    t.match((await noor.get(`/posts/${never.id}/delete`)).seen('form .note'), /Only the moderators/)
    await noor.api('DELETE', `/posts/${never.id}`)
    now += 1
    t.strictSame(await statuses(`/posts/${never.id}`), [401, 404, 403, 200])
    await set({ 'posts.restoreDays': 30 })
    t.equal((await restore(mo, '/posts/999999999')).status, 404)
  })

  t.test('a moderator says why, and sees who did what on the page itself', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'zqsale' })
    const asked = await mo.get(`/posts/${id}/delete`)
    t.equal((await asked.submit(`/posts/${id}/delete`, { reason: 'x'.repeat(201) })).status, 422)
    await asked.submit(`/posts/${id}/delete`, { reason: 'Sales belong elsewhere' })
    const page = await mo.get(pathOf(thread))
    t.match(page.seen(`#post-${id} .tombstone`), /mo deleted post 2 by noor.*Reason: Sales belong elsewhere.*zqsale/)
    const [entry] = await db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.act, 'post.delete'), eq(auditEntries.targetId, String(id))))
    t.match(entry, { actorId: people.mo.id, reason: 'Sales belong elsewhere' })
    t.equal((await restore(mo, `/posts/${id}`)).status, 200)
    t.equal(
      await db.$count(auditEntries, and(eq(auditEntries.act, 'post.restore'), eq(auditEntries.targetId, String(id)))),
      1,
    )
    t.equal((await mo.api('DELETE', `/posts/${id}?reason=Again`)).status, 204)
    t.equal((await mo.api('DELETE', `/posts/${id}`)).status, 410)
    t.equal((await noor.api('DELETE', `/posts/${id}`)).status, 410, 'its author still knows of it')
    t.equal((await mia.api('DELETE', `/posts/${id}`)).status, 404)
    t.equal((await mo.api('DELETE', `/posts/${id}?because=so`)).status, 422)
  })

  t.test('an opening post goes and comes with its thread', async t => {
    const thread = await make.thread({ by: people.mia, title: 'Never mind', body: 'zqnever' })
    const [opening] = await db.select().from(posts).where(eq(posts.threadId, thread.id))
    t.equal(codeOf(await mia.api('DELETE', `/posts/${opening?.id}`)), 'post.opening')
    const asked = await mia.get(`/posts/${opening?.id}/delete`)
    const gone = await (await asked.submit(`/threads/${thread.id}/delete`)).follow()
    t.match(gone.seen('main > .note'), /You deleted this thread/)
    t.strictSame(restoring(gone), [`/threads/${thread.id}/restore`])
    t.notOk(gone.page.querySelector('form.composer, .post details.menu'), 'nothing else can be done with it')
    t.equal((await noor.get(pathOf(thread))).status, 404)
    t.match((await mo.get(pathOf(thread))).seen('main > .note'), /mia deleted this thread/)
    for (const client of [mia, mo]) {
      t.equal((await client.api('GET', `/threads/${thread.id}`)).status, 410)
      t.equal((await client.api('GET', `/posts/${opening?.id}`)).status, 410)
      t.equal((await client.api('POST', `/threads/${thread.id}/posts`, { body: 'Hello?' })).status, 403)
      t.equal((await client.api('DELETE', `/threads/${thread.id}`)).status, 410)
      t.equal((await client.api('PATCH', `/threads/${thread.id}`, { title: 'Another' })).status, 410)
      t.notMatch((await client.get('/latest')).text, /Never mind/, 'lists do not show it')
    }
    t.equal((await gone.submit(`/threads/${thread.id}/restore`)).location, pathOf(thread))
    t.equal((await noor.get(pathOf(thread))).status, 200)
    t.equal((await restore(mia, `/threads/${thread.id}`)).status, 200, 'twice is once')
  })

  t.test('a thread that a moderator deleted is out of its author’s sight, and theirs to put back', async t => {
    const thread = await make.thread({ by: people.mia })
    await make.post({ by: people.noor, threadId: thread.id, body: 'zqanswer' })
    t.equal((await mo.api('DELETE', `/threads/${thread.id}?reason=Double`)).status, 204)
    t.equal((await mia.get(pathOf(thread))).status, 404)
    t.equal((await restore(mia, `/threads/${thread.id}`)).status, 404)
    t.match((await mo.get(pathOf(thread))).seen('main > .note'), /You deleted this thread.*Reason: Double/)
    t.equal((await restore(mo, `/threads/${thread.id}`)).status, 200)
    t.equal((await mia.get(pathOf(thread))).status, 200)
  })

  t.test('while a thread is deleted none of its posts comes or goes by itself', async t => {
    const thread = await make.thread({ by: people.mia })
    const [stays, gone] = [
      await make.post({ by: people.noor, threadId: thread.id }),
      await make.post({ by: people.noor, threadId: thread.id }),
    ]
    await mo.api('DELETE', `/posts/${gone.id}`)
    await mo.api('DELETE', `/threads/${thread.id}`)
    t.equal(codeOf(await restore(mo, `/posts/${gone.id}`)), 'thread.deleted')
    t.equal((await mo.api('DELETE', `/posts/${stays.id}`)).status, 410)
    t.equal((await mo.api('PATCH', `/posts/${stays.id}`, { body: 'Other', reason: 'Why' })).status, 410)
    t.equal((await mo.api('PUT', `/posts/${stays.id}/wiki`)).status, 410)
  })

  t.test('a locked thread holds its posts, but for moderators', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id })
    await noor.api('DELETE', `/posts/${id}`)
    await db
      .update(threads)
      .set({ lockedAt: new Date(now) })
      .where(eq(threads.id, thread.id))
    t.equal((await restore(noor, `/posts/${id}`)).status, 403)
    t.equal((await restore(mo, `/posts/${id}`)).status, 200)
    const refused = await noor.api('PATCH', `/posts/${id}`, { body: 'Other' })
    t.strictSame([refused.status, codeOf(refused)], [403, 'thread.locked'])
  })

  t.test('a thread takes its place in lists from the newest post that is left', async t => {
    const thread = await make.thread({ by: people.mia })
    const first = await make.post({ by: people.noor, threadId: thread.id })
    now += 60_000
    const last = await make.post({ by: people.mo, threadId: thread.id })
    const row = async () => {
      const [found] = await db.select().from(threads).where(eq(threads.id, thread.id))
      return (
        found && {
          by: found.lastPosterId,
          at: found.bumpedAt.getTime(),
          count: found.replyCount,
          last: found.lastNumber,
        }
      )
    }
    const before = await row()
    await mo.api('DELETE', `/posts/${last.id}`)
    t.match(await row(), { by: people.noor.id, count: 1, last: 3 })
    await mo.api('DELETE', `/posts/${first.id}`)
    t.match(await row(), { by: people.mia.id, count: 0, last: 3 })
    await restore(mo, `/posts/${first.id}`)
    await restore(mo, `/posts/${last.id}`)
    t.strictSame(await row(), before)
  })

  t.test('the log says who took back what, and what came with it', async t => {
    const thread = await make.thread({ by: people.mia })
    const { id } = await make.post({ by: people.noor, threadId: thread.id })
    await noor.api('DELETE', `/posts/${id}`)
    await restore(noor, `/posts/${id}`)
    await mo.api('DELETE', `/threads/${thread.id}`)
    await restore(mo, `/threads/${thread.id}`)
    await app.settled()
    const log = await db.select().from(domainEvents).orderBy(asc(domainEvents.position))
    const told = log.filter(one => Object(one.data).threadId === thread.id && /deleted|restored/.test(one.type))
    t.strictSame(
      told.map(one => [one.type, one.actorId]),
      [
        ['post.deleted', people.noor.id],
        ['post.restored', people.noor.id],
        ['thread.deleted', people.mo.id],
        ['thread.restored', people.mo.id],
      ],
    )
    t.match(told.at(-1)?.data, {
      categoryId: thread.categoryId,
      postCount: 2,
      authors: [
        { id: people.mia.id, posts: 1 },
        { id: people.noor.id, posts: 1 },
      ],
    })
  })
})

t.test('whatever is taken back, put back and moved, by whom and in whatever order, every count is exact', async t => {
  const app = await startApp(t)
  const { make } = app
  const places = [await make.category(), await make.category(), await make.category()]
  const writers = [people.mia, people.noor, people.mo, people.ada]
  for (const seed of [1, 22, 333]) {
    let state = seed
    const pick = (below: number): number => {
      state = (state * 1103515245 + 12345) % 2147483648
      return Math.floor((state / 2147483648) * below)
    }
    const oneOf = <T>(all: readonly T[]): T => {
      const found = all[pick(all.length)]
      if (found === undefined) throw new Error('there is nothing to choose from')
      return found
    }
    const opened = [
      await make.thread({ by: people.mia, categoryId: oneOf(places).id }),
      await make.thread({ by: people.noor, categoryId: oneOf(places).id }),
    ]
    const written: { id: number }[] = []
    const act = async (): Promise<void> => {
      const ctx = await app.ctx(oneOf(writers))
      const { id } = oneOf(opened)
      const post = written.length > 0 ? oneOf(written) : undefined
      const doing = pick(12)
      if (doing < 3) written.push(await make.post({ by: oneOf(writers), threadId: id }))
      else if (doing < 6 && post) await removal.remove(ctx, post)
      else if (doing < 9 && post) await removal.restore(ctx, post)
      else if (doing === 9) await threadRemoval.remove(ctx, { id })
      else if (doing === 10) await threadRemoval.restore(ctx, { id })
      else await editThread(ctx, { id, categoryId: oneOf(places).id })
    }
    for (let turn = 0; turn < 60; turn++) {
      // Some at once; what is refused is refused whole.
      await Promise.all(Array.from({ length: 1 + pick(3) }, () => act().catch(refused)))
      if (pick(5) === 0) await app.settled()
    }
    await app.settled()
    t.strictSame(await kept(app), await counted(app), `seed ${seed}`)
  }
})

function refused(error: unknown): void {
  if (!(error instanceof AppError)) throw error
}

/** The counts as they are kept. */
async function kept({ database: { db } }: TestApp) {
  return {
    threads: await db
      .select({ id: threads.id, replies: threads.replyCount, last: threads.lastPosterId, at: threads.bumpedAt })
      .from(threads)
      .orderBy(threads.id),
    categories: await db
      .select({ id: categories.id, threads: categories.threadCount, posts: categories.postCount })
      .from(categories)
      .orderBy(categories.id),
    members: await db.select({ id: members.id, posts: members.postCount }).from(members).orderBy(members.id),
  }
}

/** The same, counted from the rows that they are about. */
async function counted({ database: { db } }: TestApp) {
  const inSight = and(isNull(posts.deletedAt), isNull(threads.deletedAt))
  const newest = (column: string) =>
    sql`(select ${sql.raw(column)} from posts p where p.thread_id = threads.id and p.deleted_at is null
      order by p.number desc limit 1)`
  const number = (query: ReturnType<typeof sql>) => sql`(${query})::int`.mapWith(Number)
  return {
    threads: await db
      .select({
        id: threads.id,
        replies: number(
          sql`select count(*) from posts p where p.thread_id = threads.id and p.number > 1 and p.deleted_at is null`,
        ),
        last: newest('author_id').mapWith(threads.lastPosterId),
        at: newest('created_at').mapWith(threads.bumpedAt),
      })
      .from(threads)
      .orderBy(threads.id),
    categories: await db
      .select({
        id: categories.id,
        threads: number(
          sql`select count(*) from threads t where t.category_id = categories.id and t.deleted_at is null`,
        ),
        posts: number(sql`select count(*) from posts p join threads t on t.id = p.thread_id
          where t.category_id = categories.id and t.deleted_at is null and p.deleted_at is null`),
      })
      .from(categories)
      .orderBy(categories.id),
    members: await db
      .select({
        id: members.id,
        posts: number(sql`select count(*) from ${posts} join ${threads} on ${threads.id} = ${posts.threadId}
        where ${posts.authorId} = members.id and ${inSight}`),
      })
      .from(members)
      .orderBy(members.id),
  }
}
