/** Bookmarks as people and programs use them, over HTTP, without scripts. */
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import { bookmarks, domainEvents, posts, threads } from '../../db/tables/index.ts'
import { remind } from '../../server/bookmarks/remind.ts'
import { onClock } from '../../server/bookmarks/reminder.ts'
import * as categoryService from '../../server/categories/service.ts'
import { GROUP } from '../../server/core/actor.ts'
import * as postRemoval from '../../server/posts/removal.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { formOf } from '../support/html.ts'
import type { Answer } from '../support/http.ts'
import { people } from '../support/people.ts'

type Bookmark = {
  postId: string
  note: string
  remindAt: string | null
  createdAt: string
  post: { number: number; threadTitle: string; excerpt: string; author: { name: string } } | null
}
type Listed = { items: Bookmark[]; nextCursor: string | null }

const HOUR = 3_600_000

/** A thread by mia, its address, and the id of its opening post. */
async function openThread({ make, database }: TestApp, given: { categoryId?: number; title?: string } = {}) {
  const thread = await make.thread({ by: people.mia, ...given })
  const [post] = await database.db.select({ id: posts.id }).from(posts).where(eq(posts.threadId, thread.id))
  if (!post) throw new Error('a thread without a post')
  return { ...thread, path: `/t/${thread.id}/${thread.slug}`, postId: post.id }
}

/** What stands under a post: `Save`, `Saved`, or nothing. */
const saveOf = (answer: Answer, postId: number): string | null => answer.seen(`#post-${postId}-save`)

t.test('bookmarks', async t => {
  const app = await startApp(t)
  const { make, database } = app
  const { db } = database
  const noor = await app.as(people.noor)
  const stranger = await make.member()
  const sam = await app.as(stranger)
  const stored = async (postId: number, memberId: number = people.noor.id) => {
    const here = and(eq(bookmarks.postId, postId), eq(bookmarks.memberId, memberId))
    return (await db.select().from(bookmarks).where(here))[0]
  }

  t.test('what one member keeps is shown to nobody else of their class, however often the page was kept', async t => {
    const { path, postId } = await openThread(app)
    for (const reader of [noor, sam]) for (let times = 0; times < 3; times++) await reader.get(path)
    t.equal((await noor.post(`/posts/${postId}/bookmark`)).status, 303)
    for (let times = 0; times < 3; times++) {
      t.equal(saveOf(await noor.get(path), postId), 'Saved')
      t.equal(saveOf(await sam.get(path), postId), 'Save')
    }
    t.strictSame((await sam.api('GET', '/bookmarks')).json<Listed>().items, [])
    t.equal((await sam.api('GET', `/posts/${postId}/bookmark`)).status, 404)
    await sam.api('DELETE', `/posts/${postId}/bookmark`)
    t.ok(await stored(postId))
  })

  t.test('a member saves a post, notes what for, and lets go of it', async t => {
    const { path, postId, title } = await openThread(app)
    const saved = await (await noor.get(path)).submit(`/posts/${postId}/bookmark`)
    t.equal(saved.location, `${path}#post-${postId}`)
    const thread = await saved.follow()
    t.equal(saveOf(thread, postId), 'Saved')
    const page = await noor.get(thread.page.querySelector(`#post-${postId}-save a`)?.getAttribute('href') ?? '')
    t.match(page.seen('main'), title)
    const noted = await page.submit(`/posts/${postId}/bookmark`, { note: ' For the <b>winter</b> \n' })
    t.equal(noted.location, `${path}#post-${postId}`)
    t.equal((await stored(postId))?.note, 'For the <b>winter</b>')
    // Saved once more from another tab, it keeps what was noted.
    await noor.post(`/posts/${postId}/bookmark`)
    t.equal((await stored(postId))?.note, 'For the <b>winter</b>')
    const list = await noor.get('/bookmarks')
    t.match(list.seen('.bookmarks'), title)
    t.equal(list.seen('.noted'), 'For the <b>winter</b>')
    const gone = await list.submit(`/posts/${postId}/bookmark/delete`)
    t.equal(gone.location, '/bookmarks?notice=removed')
    t.notMatch((await gone.follow()).seen('main'), title)
    t.equal(saveOf(await noor.get(path), postId), 'Save')
  })

  t.test('a visitor signs in first, and sees no control', async t => {
    const { path, postId } = await openThread(app)
    const visitor = app.visitor()
    t.notOk((await visitor.get(path)).page.querySelector(`#post-${postId}-save`))
    t.equal((await visitor.api('PUT', `/posts/${postId}/bookmark`, {})).status, 401)
    t.equal((await visitor.api('DELETE', `/posts/${postId}/bookmark`)).status, 401)
    t.equal((await visitor.api('GET', '/bookmarks')).status, 401)
    t.equal((await visitor.post(`/posts/${postId}/bookmark`)).status, 401)
    t.match((await visitor.get('/bookmarks')).location, /^\/sign-in\?returnTo=%2Fbookmarks/)
  })

  t.test('the API keeps, changes and lets go', async t => {
    const { postId, title } = await openThread(app)
    const remindAt = new Date(Date.now() + 5 * HOUR).toISOString()
    const put = await noor.api('PUT', `/posts/${postId}/bookmark`, { note: 'Read again', remindAt })
    t.equal(put.status, 200)
    t.match(put.json<Bookmark>(), {
      postId: String(postId),
      note: 'Read again',
      remindAt,
      post: { number: 1, threadTitle: title, author: { name: 'mia' } },
    })
    t.strictSame((await noor.api('GET', `/posts/${postId}/bookmark`)).json<Bookmark>(), put.json<Bookmark>())
    const plain = (await noor.api('PUT', `/posts/${postId}/bookmark`, {})).json<Bookmark>()
    t.match(plain, { note: '', remindAt: null, createdAt: put.json<Bookmark>().createdAt })
    t.equal((await noor.api('DELETE', `/posts/${postId}/bookmark`)).status, 204)
    t.equal((await noor.api('DELETE', `/posts/${postId}/bookmark`)).status, 204)
    t.equal((await noor.api('GET', `/posts/${postId}/bookmark`)).status, 404)
  })

  t.test('a wrong wish is refused in words, and the form keeps what was typed', async t => {
    const { postId } = await openThread(app)
    for (const remindAt of [
      'yesterday',
      5,
      '2001-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
      '2026-02-31T25:00:00Z',
      true,
    ]) {
      const { status } = await noor.api('PUT', `/posts/${postId}/bookmark`, { remindAt })
      t.equal(status, 422, String(remindAt))
    }
    t.equal((await noor.api('PUT', `/posts/${postId}/bookmark`, { note: 'x'.repeat(1001) })).status, 422)
    t.equal((await noor.api('PUT', `/posts/${postId}/bookmark`, { memberId: '1' })).status, 422)
    for (const wish of [
      { remind: 'at', at: '' },
      { remind: 'at', at: 'soon' },
      { remind: 'at', at: '2020-01-01T10:00' },
      { remind: 'at', at: '2090-01-01T10:00' },
      { remind: 'at', at: '2026-13-01T10:00' },
      { remind: 'at', at: '2027-01-01T10:00', zone: 'Nowhere/At_All' },
      { remind: 'never' },
    ]) {
      const sent = await noor.post(`/posts/${postId}/bookmark`, { note: 'Kept words', ...wish })
      t.equal(sent.status, 422, JSON.stringify(wish))
      t.equal(formOf(sent.page, `/posts/${postId}/bookmark`).values.note?.[0], 'Kept words')
    }
    t.notOk(await stored(postId))
  })

  t.test('a reminder is chosen from a few, or for a time on a clock that is named', async t => {
    const { postId } = await openThread(app)
    const before = Date.now()
    const wished = async (wish: Record<string, string>) => {
      const sent = await noor.post(`/posts/${postId}/bookmark`, { note: '', ...wish })
      t.equal(sent.status, 303, sent.seen('main') ?? '')
      return (await stored(postId))?.remindAt?.getTime() ?? null
    }
    const about = (at: number | null, hours: number) => Math.abs((at ?? 0) - before - hours * HOUR) < HOUR / 10
    t.ok(about(await wished({ remind: 'hours' }), 3))
    t.ok(about(await wished({ remind: 'day' }), 24))
    const week = await wished({ remind: 'week' })
    t.ok(about(week, 7 * 24))
    t.equal(await wished({ remind: 'keep' }), week)
    t.equal(await wished({ remind: 'none' }), null)
    const year = new Date().getUTCFullYear() + 1
    t.equal(await wished({ remind: 'at', at: `${year}-07-01T09:00`, zone: 'Europe/Paris' }), Date.UTC(year, 6, 1, 7))
    // Without a script the clock is UTC's, and a date that was given counts though it was not chosen.
    t.equal(await wished({ remind: 'none', at: `${year}-01-05T18:30`, zone: 'UTC' }), Date.UTC(year, 0, 5, 18, 30))
    const page = await noor.get(`/posts/${postId}/bookmark`)
    t.match(page.seen('.chip'), /Reminder/)
    t.equal(formOf(page.page, `/posts/${postId}/bookmark`).values.remind?.[0], 'keep')
  })

  t.test('a post that goes out of sight stays listed without a word of it, and comes back with sight', async t => {
    const category = await make.category()
    const { postId } = await openThread(app, { categoryId: category.id, title: 'The quiet reading room' })
    await noor.api('PUT', `/posts/${postId}/bookmark`, { note: 'My own words' })
    const ada = await app.ctx(people.ada)
    const open = { see: [GROUP.everyone], reply: [GROUP.members], create: [GROUP.members], moderate: [] }
    await categoryService.change(ada, {
      id: category.id,
      rights: { ...open, see: [GROUP.staff], reply: [], create: [] },
    })
    const mineOf = async () =>
      (await noor.api('GET', '/bookmarks')).json<Listed>().items.find(one => one.postId === String(postId))
    t.match(await mineOf(), { note: 'My own words', post: null })
    const list = await noor.get('/bookmarks')
    t.notMatch(list.text, /quiet reading room/i)
    t.notMatch(list.text, /quiet-reading-room/)
    t.match(list.seen('.bookmarks'), /My own words/)
    t.equal((await noor.get(`/posts/${postId}/bookmark`)).status, 404)
    t.equal((await noor.api('PUT', `/posts/${postId}/bookmark`, { note: 'More' })).status, 404)
    await categoryService.change(ada, { id: category.id, rights: open })
    t.match(await mineOf(), { post: { threadTitle: 'The quiet reading room' } })
    await categoryService.change(ada, {
      id: category.id,
      rights: { ...open, see: [GROUP.staff], reply: [], create: [] },
    })
    // What one cannot see one can still let go of.
    t.equal((await (await noor.get('/bookmarks')).submit(`/posts/${postId}/bookmark/delete`)).status, 303)
    t.equal(await mineOf(), undefined)
  })

  t.test('a hidden or deleted post is kept and not told of', async t => {
    const { id } = await openThread(app)
    const hidden = await make.post({ threadId: id, by: people.mia, body: 'A word of gossip' })
    const deleted = await make.post({ threadId: id, by: people.mia, body: 'A word of gossip' })
    const ada = await app.as(people.ada)
    for (const post of [hidden, deleted]) {
      for (const client of [noor, ada]) await client.api('PUT', `/posts/${post.id}/bookmark`, {})
    }
    await db.update(posts).set({ hiddenAt: new Date() }).where(eq(posts.id, hidden.id))
    await postRemoval.remove(await app.ctx(people.ada), { id: deleted.id })
    const told = async (client: typeof noor) =>
      (await client.api('GET', '/bookmarks?limit=2')).json<Listed>().items.map(({ post }) => post?.excerpt ?? null)
    t.strictSame(await told(noor), [null, null])
    // Who moderates sees what is hidden; what is deleted is a tombstone to them too.
    t.strictSame(await told(ada), [null, 'A word of gossip'])
    t.notMatch((await noor.get('/bookmarks')).text, /gossip/)
    t.equal((await noor.api('PUT', `/posts/${hidden.id}/bookmark`, {})).status, 404)
    t.equal((await noor.api('PUT', '/posts/999999999/bookmark', {})).status, 404)
  })

  t.test('the list is read in pages, by date or by reminder', async t => {
    const reader = await make.member()
    const client = await app.as(reader)
    const { id } = await openThread(app)
    const kept: string[] = []
    for (let index = 0; index < 7; index++) {
      const post = await make.post({ threadId: id, by: people.mia })
      const remindAt = index % 2 ? new Date(Date.now() + (10 - index) * HOUR).toISOString() : null
      await client.api('PUT', `/posts/${post.id}/bookmark`, { remindAt })
      kept.push(String(post.id))
    }
    const all = async (query: string) => {
      const seen: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const more: string = cursor && `&cursor=${cursor}`
        const page: Listed = (await client.api('GET', `/bookmarks?limit=2${query}${more}`)).json()
        seen.push(...page.items.map(one => one.postId))
        cursor = page.nextCursor
      }
      return seen
    }
    t.strictSame(await all(''), [...kept].reverse())
    t.strictSame(await all('&by=reminder'), [kept[5], kept[3], kept[1]])
    t.equal((await client.api('GET', '/bookmarks?by=shoe-size')).status, 422)
    t.equal((await client.get('/bookmarks?by=reminder')).page.querySelectorAll('.bookmarks > li').length, 3)
    t.match((await sam.get('/bookmarks?by=reminder')).seen('main'), /No reminders/)
  })

  t.test('in French', async t => {
    const { path, postId } = await openThread(app)
    const page = await noor.get(path, { headers: { 'accept-language': 'fr' } })
    t.equal(saveOf(page, postId), 'Garder')
  })
})

t.test('reminders', async t => {
  let late = 0
  const app = await startApp(t, { now: () => new Date(Date.now() + late) })
  const { database } = app
  const noor = await app.as(people.noor)
  const due = async () => {
    const told = await database.db.select().from(domainEvents).where(eq(domainEvents.type, 'bookmark.due'))
    return told.map(({ data }) => data)
  }

  t.test('each is told of once, when it is due and not before, whatever runs at once', async t => {
    const { id, postId } = await openThread(app)
    await noor.api('PUT', `/posts/${postId}/bookmark`, { remindAt: new Date(Date.now() + HOUR).toISOString() })
    await remind(await app.ctx())
    t.strictSame(await due(), [])
    late = 2 * HOUR
    const system = await app.ctx()
    await Promise.all([remind(system), remind(system), remind(system)])
    t.strictSame(await due(), [{ memberId: people.noor.id, postId, threadId: id }])
    t.equal((await noor.api('GET', `/posts/${postId}/bookmark`)).json<Bookmark>().remindAt, null)
    await remind(system)
    t.equal((await due()).length, 1)
  })

  t.test('more than one batch is told of in one run', async t => {
    const { id, postId } = await openThread(app)
    const values = { memberId: people.mia.id, remindAt: new Date() }
    await database.db.insert(posts).values(
      Array.from({ length: 600 }, (_, index) => ({
        threadId: id,
        number: index + 2,
        authorId: people.mia.id,
        body: 'x',
        html: 'x',
        cookedVersion: 1,
      })),
    )
    const rows = await database.db.select({ postId: posts.id }).from(posts).where(eq(posts.threadId, id))
    await database.db.insert(bookmarks).values(rows.map(row => ({ ...values, ...row })))
    const before = (await due()).length
    await remind(await app.ctx())
    t.equal((await due()).length - before, 601)
    t.ok(postId)
  })

  t.test('a thread that is gone takes its bookmarks with it', async t => {
    const { id, postId } = await openThread(app)
    await noor.api('PUT', `/posts/${postId}/bookmark`, {})
    // What follows from its being opened is done: nobody writes of a thread while it goes.
    await app.settled()
    await database.db.delete(threads).where(eq(threads.id, id))
    t.equal((await noor.api('GET', `/posts/${postId}/bookmark`)).status, 404)
  })
})

t.test('a wall clock is read in its zone', async t => {
  const at = (text: string, zone: string) => onClock(text, zone)?.toISOString() ?? null
  t.equal(at('2026-11-30T09:00', 'UTC'), '2026-11-30T09:00:00.000Z')
  t.equal(at('2026-11-30T09:00', 'Europe/Paris'), '2026-11-30T08:00:00.000Z')
  t.equal(at('2026-07-01T09:00', 'Europe/Paris'), '2026-07-01T07:00:00.000Z')
  t.equal(at('2026-01-01T00:30', 'Asia/Kolkata'), '2025-12-31T19:00:00.000Z')
  t.equal(at('2026-01-01T00:30', 'America/St_Johns'), '2026-01-01T04:00:00.000Z')
  // The hour that the clocks skip, and the one that they strike twice.
  t.equal(at('2026-03-29T02:30', 'Europe/Paris'), '2026-03-29T01:30:00.000Z')
  t.equal(at('2026-10-25T02:30', 'Europe/Paris'), '2026-10-25T01:30:00.000Z')
  for (const [text, zone] of [
    ['2026-11-30', 'UTC'],
    ['2026-02-31T99:00', 'UTC'],
    ['2026-11-30T09:00Z', 'UTC'],
    ['', 'UTC'],
    ['2026-11-30T09:00', ''],
    ['2026-11-30T09:00', 'Mars/Olympus'],
  ] as const) {
    t.equal(at(text, zone), null, `${text} ${zone}`)
  }
})
