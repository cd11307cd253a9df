/** What members follow and mute: by form and by JSON, and what becomes of their lists. */
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import { follows, tags, threads, threadTags } from '../../db/tables/index.ts'
import * as categories from '../../server/categories/service.ts'
import { GROUP } from '../../server/core/actor.ts'
import { changeSettings } from '../../server/core/settings.ts'
import { signIn, startApp } from '../support/app.ts'
import { still } from '../support/clock.ts'
import { linksOf } from '../support/html.ts'
import type { Client } from '../support/http.ts'
import type { Thread } from '../support/make.ts'
import { type Person, people } from '../support/people.ts'

type FollowJson = { kind: string; id: string; name: string; level: string; url: string }

const pathOf = ({ id, slug }: Pick<Thread, 'id' | 'slug'>): string => `/t/${id}/${slug}`

t.test('follows', async t => {
  const app = await startApp(t)
  const { make, database } = app
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)

  const levelOf = async (who: Person, kind: 'thread' | 'category' | 'tag', targetId: number) => {
    const [row] = await database.db
      .select({ level: follows.level })
      .from(follows)
      .where(and(eq(follows.memberId, who.id), eq(follows.kind, kind), eq(follows.targetId, targetId)))
    return row?.level ?? null
  }

  let named = 0
  /** A tag on these threads. */
  const makeTag = async (...on: readonly Pick<Thread, 'id'>[]) => {
    const slug = `tag-${++named}`
    const [tag] = await database.db.insert(tags).values({ slug, name: slug, listed: true }).returning()
    if (!tag) throw new Error('no tag')
    for (const { id } of on) await database.db.insert(threadTags).values({ threadId: id, tagId: tag.id })
    return tag
  }

  /** In which lists of a member a thread stands: a home, a latest and an unread one, and its category's own. */
  const listsWith = async (client: Client, thread: Thread, categorySlug: string): Promise<string[]> => {
    const pages = { home: '/', latest: '/latest', unread: '/unread', category: `/c/${categorySlug}` }
    const found: string[] = []
    for (const [name, path] of Object.entries(pages)) {
      const links = linksOf((await client.get(path)).page, '.ledger a.t')
      if (links.some(link => link.startsWith(`/t/${thread.id}/`))) found.push(name)
    }
    return found
  }
  const EVERYWHERE = ['home', 'latest', 'unread', 'category']

  t.test('a thread’s page offers three choices, and says which one holds', async t => {
    const thread = await make.thread({ by: people.mo })
    const state = async () => {
      const { page } = await mia.get(pathOf(thread))
      const pressed = [...page.querySelectorAll('#follow button[aria-pressed=true]')]
      t.equal(pressed.length, 1)
      t.equal(page.querySelectorAll('#follow button[name=level]').length, 3)
      return `${pressed[0]?.getAttribute('value')}: ${page.querySelector('#follow h2')?.textContent}`
    }
    t.equal(await state(), 'usual: Keep up with this thread')
    for (const [level, title] of [
      ['follow', 'You follow this thread'],
      ['mute', 'You have muted this thread'],
      ['usual', 'Keep up with this thread'],
    ] as const) {
      const sent = await (await mia.get(pathOf(thread))).submit(`/threads/${thread.id}/follow`, { level })
      t.equal(sent.status, 303)
      t.equal(sent.location, pathOf(thread))
      t.equal(await state(), `${level}: ${title}`)
      t.equal(await levelOf(people.mia, 'thread', thread.id), level === 'usual' ? null : level)
    }
    t.notOk((await app.visitor().get(pathOf(thread))).page.querySelector('#follow'))
    t.equal((await mia.post(`/threads/${thread.id}/follow`, { level: 'always' })).status, 422)
  })

  t.test('what one reader chose is not what another is shown, though their pages are one', async t => {
    const thread = await make.thread({ by: people.mo })
    await mia.api('PUT', `/threads/${thread.id}/follow`, { level: 'mute' })
    for (let turn = 0; turn < 3; turn++) {
      t.equal((await mia.get(pathOf(thread))).seen('#follow h2'), 'You have muted this thread')
      t.equal((await noor.get(pathOf(thread))).seen('#follow h2'), 'Keep up with this thread')
    }
  })

  t.test('categories and tags have the same three, on their pages and for programs', async t => {
    const category = await make.category()
    const sent = await (await mia.get(`/c/${category.slug}`)).submit(`/categories/${category.id}/follow`, {
      level: 'follow',
    })
    t.equal(sent.location, `/c/${category.slug}`)
    t.equal(
      (await mia.get(`/c/${category.slug}`)).page.querySelector('#follow [aria-pressed=true]')?.getAttribute('value'),
      'follow',
    )
    t.equal(await levelOf(people.mia, 'category', category.id), 'follow')
    t.equal((await mia.api('DELETE', `/categories/${category.id}/follow`)).status, 204)
    t.equal(await levelOf(people.mia, 'category', category.id), null)

    const tag = await makeTag(await make.thread())
    t.equal((await mia.api('PUT', `/tags/${tag.slug}/follow`, { level: 'mute' })).status, 204)
    t.equal(await levelOf(people.mia, 'tag', tag.id), 'mute')
    t.equal((await mia.post(`/tags/${tag.slug}/follow`, { level: 'follow' })).location, `/tags/${tag.slug}`)
    t.equal(await levelOf(people.mia, 'tag', tag.id), 'follow')
    await database.db.insert(tags).values({ slug: `also-${tag.slug}`, name: 'Also', synonymOfId: tag.id })
    t.equal((await mia.api('DELETE', `/tags/also-${tag.slug}/follow`)).status, 204)
    t.equal(await levelOf(people.mia, 'tag', tag.id), null, 'a synonym is the tag')
  })

  t.test('who is not signed in is asked to, and what is out of sight cannot be followed', async t => {
    const closed = await make.category({ rights: { see: [GROUP.staff], reply: [GROUP.staff], create: [GROUP.staff] } })
    const thread = await make.thread({ by: people.mo, categoryId: closed.id })
    const open = await make.thread()
    for (const path of [`/threads/${open.id}`, `/categories/${open.categoryId}`]) {
      t.equal((await app.visitor().post(`${path}/follow`, { level: 'follow' })).status, 401)
      t.equal((await app.visitor().api('PUT', `${path}/follow`, { level: 'follow' })).status, 401)
      t.equal((await app.visitor().api('DELETE', `${path}/follow`)).status, 401)
    }
    for (const path of [`/threads/${thread.id}`, `/categories/${closed.id}`, '/threads/999999', '/tags/no-such-tag']) {
      t.equal((await mia.api('PUT', `${path}/follow`, { level: 'follow' })).status, 404, path)
      t.equal((await mia.post(`${path}/follow`, { level: 'follow' })).status, 404, path)
    }
    t.equal((await app.visitor().api('GET', '/follows')).status, 401)
  })

  t.test('a muted thread stays out of home, latest and unread, and where it is', async t => {
    const category = await make.category()
    const thread = await make.thread({ by: people.mo, categoryId: category.id })
    t.strictSame(await listsWith(mia, thread, category.slug), EVERYWHERE)
    await mia.api('PUT', `/threads/${thread.id}/follow`, { level: 'mute' })
    t.strictSame(await listsWith(mia, thread, category.slug), ['category'])
    const row = (await mia.get(`/c/${category.slug}`)).page.querySelector('.ledger > li')
    t.notOk(row?.querySelector('.new'), 'it is not called new there')
    t.equal((await mia.get(pathOf(thread))).status, 200)
    const listed = async (query: string) => {
      const { items } = (await mia.api('GET', `/threads?limit=100${query}`)).json<{ items: { id: string }[] }>()
      return items.some(({ id }) => id === String(thread.id))
    }
    t.ok(await listed(''), 'programs are given all')
    t.notOk(await listed('&muted=false'), 'unless they ask')
    t.strictSame(await listsWith(noor, thread, category.slug), EVERYWHERE, 'it is mia who muted it')
    await mia.api('DELETE', `/threads/${thread.id}/follow`)
    t.strictSame(await listsWith(mia, thread, category.slug), EVERYWHERE)
  })

  t.test('the nearest word counts: thread, then tags, then category; of two tags the muted one', async t => {
    const category = await make.category()
    const thread = await make.thread({ by: people.mo, categoryId: category.id })
    const [one, two] = [await makeTag(thread), await makeTag(thread)]
    const say = async (path: string, level: 'follow' | 'mute' | null) => {
      await mia.api(level ? 'PUT' : 'DELETE', `${path}/follow`, level ? { level } : undefined)
      return (await listsWith(mia, thread, category.slug)).length === 1 ? 'muted' : 'shown'
    }
    t.equal(await say(`/categories/${category.id}`, 'mute'), 'muted')
    t.equal((await mia.get(pathOf(thread))).seen('#follow h2'), 'Muted with what it is in')
    t.equal(await say(`/tags/${one.slug}`, 'follow'), 'shown', 'a tag is nearer than the category')
    t.equal(await say(`/tags/${two.slug}`, 'mute'), 'muted', 'of two tags the muted one')
    t.equal(await say(`/threads/${thread.id}`, 'follow'), 'shown', 'the thread itself is nearest')
    t.equal(await say(`/tags/${one.slug}`, null), 'shown')
    t.equal(await say(`/threads/${thread.id}`, null), 'muted')
    t.equal(await say(`/tags/${two.slug}`, null), 'muted')
    t.equal(await say(`/categories/${category.id}`, 'follow'), 'shown')
    t.equal(await say(`/threads/${thread.id}`, 'mute'), 'muted')
  })

  t.test('pages of a list without what is muted are whole pages', async t => {
    await mia.api('POST', '/read', {})
    const made: Thread[] = []
    for (let index = 0; index < 12; index++) made.unshift(await make.thread({ by: people.mo }))
    for (const thread of made.filter((_, index) => index % 2))
      await mia.api('PUT', `/threads/${thread.id}/follow`, { level: 'mute' })
    const wanted = made.filter((_, index) => index % 2 === 0).map(one => String(one.id))
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const path: string = `/unread?limit=4${cursor ? `&cursor=${cursor}` : ''}`
      const list: { items: { id: string }[]; nextCursor: string | null } = (await mia.api('GET', path)).json()
      seen.push(...list.items.map(one => one.id))
      cursor = list.nextCursor
    } while (cursor)
    t.strictSame(seen, wanted)
  })

  t.test('who writes in a thread for the first time follows it; who stopped, or muted, is left alone', async t => {
    const thread = await make.thread({ by: people.mo })
    await make.post({ by: people.noor, threadId: thread.id })
    await app.settled()
    t.equal(await levelOf(people.mo, 'thread', thread.id), 'follow')
    t.equal(await levelOf(people.noor, 'thread', thread.id), 'follow')
    await noor.api('DELETE', `/threads/${thread.id}/follow`)
    await make.post({ by: people.noor, threadId: thread.id })
    await app.settled()
    t.equal(await levelOf(people.noor, 'thread', thread.id), null, 'they have made up their mind')

    await mia.api('PUT', `/threads/${thread.id}/follow`, { level: 'mute' })
    const category = await make.category()
    await mia.api('PUT', `/categories/${category.id}/follow`, { level: 'mute' })
    const inside = await make.thread({ by: people.mo, categoryId: category.id })
    for (const threadId of [thread.id, inside.id]) await make.post({ by: people.mia, threadId })
    await app.settled()
    t.equal(await levelOf(people.mia, 'thread', thread.id), 'mute')
    t.equal(await levelOf(people.mia, 'thread', inside.id), null)

    await changeSettings(await app.ctx(people.ada), { 'follows.onPost': false })
    const quiet = await make.thread({ by: people.noor })
    await app.settled()
    t.equal(await levelOf(people.noor, 'thread', quiet.id), null)
    await changeSettings(await app.ctx(people.ada), { 'follows.onPost': true })
  })

  t.test('everything one has said is in one list, and can be changed there', async t => {
    const reader = await make.member()
    const client = await app.as(reader)
    const thread = await make.thread({ title: 'A thread worth following' })
    const tag = await makeTag(thread)
    const category = await make.category()
    await client.api('PUT', `/threads/${thread.id}/follow`, { level: 'follow' })
    await client.api('PUT', `/categories/${category.id}/follow`, { level: 'follow' })
    await client.api('PUT', `/tags/${tag.slug}/follow`, { level: 'mute' })
    const all = (await client.api('GET', '/follows')).json<{ items: FollowJson[] }>().items
    t.strictSame(
      all.map(one => [one.kind, one.name, one.level, new URL(one.url).pathname]),
      [
        ['tag', tag.name, 'mute', `/tags/${tag.slug}`],
        ['category', category.name, 'follow', `/c/${category.slug}`],
        ['thread', thread.title, 'follow', pathOf(thread)],
      ],
    )
    const kinds = async (query: string) =>
      (await client.api('GET', `/follows?${query}`)).json<{ items: FollowJson[] }>().items.map(one => one.kind)
    t.strictSame(await kinds('level=follow'), ['category', 'thread'])
    t.strictSame(await kinds('kind=tag'), ['tag'])
    t.strictSame(await kinds('limit=1'), ['tag'])
    t.equal((await client.api('GET', '/follows?level=loud')).status, 422)

    const followed = await client.get('/settings/follows')
    t.match(followed.seen('#follows'), /A thread worth following/)
    t.notMatch(followed.seen('#follows'), new RegExp(tag.name))
    t.match((await client.get('/settings/follows?level=mute')).seen('#follows'), new RegExp(tag.name))
    const changed = await followed.submit(`/threads/${thread.id}/follow`, { level: 'mute' })
    t.equal(changed.location, '/settings/follows')
    t.notMatch((await changed.follow()).seen('#follows'), /A thread worth following/)
    t.match((await client.get('/settings/follows?level=mute')).seen('#follows'), /A thread worth following/)
    t.ok([401, 303].includes((await app.visitor().get('/settings/follows')).status))
  })

  t.test('the list goes on by a cursor, also where many were said in one moment', async t => {
    const reader = await make.member()
    const client = await app.as(reader)
    const createdAt = new Date()
    const thread = await make.thread()
    const more = [thread, await make.thread(), await make.thread()]
    const rows = more.flatMap(({ id, categoryId }) => [
      { memberId: reader.id, kind: 'thread' as const, targetId: id, level: 'follow' as const, createdAt },
      { memberId: reader.id, kind: 'category' as const, targetId: categoryId, level: 'follow' as const, createdAt },
    ])
    await database.db.insert(follows).values(rows)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const path: string = `/follows?limit=2${cursor ? `&cursor=${cursor}` : ''}`
      const list: { items: FollowJson[]; nextCursor: string | null } = (await client.api('GET', path)).json()
      seen.push(...list.items.map(one => `${one.kind} ${one.id}`))
      cursor = list.nextCursor
    } while (cursor)
    t.strictSame([...seen].sort(), rows.map(row => `${row.kind} ${row.targetId}`).sort())
    t.equal(new Set(seen).size, rows.length)
  })

  t.test('what is out of sight by now is not named, whatever was said of it before', async t => {
    const reader = await make.member()
    const client = await app.as(reader)
    const category = await make.category({ name: 'Secretplace' })
    const thread = await make.thread({ categoryId: category.id, title: 'Quietwords of the few' })
    const [tag] = await database.db.insert(tags).values({ slug: 'hushed', name: 'Hushed' }).returning()
    if (!tag) throw new Error('no tag')
    await database.db.insert(follows).values({ memberId: reader.id, kind: 'tag', targetId: tag.id, level: 'follow' })
    await client.api('PUT', `/threads/${thread.id}/follow`, { level: 'follow' })
    await client.api('PUT', `/categories/${category.id}/follow`, { level: 'follow' })
    const rights = { see: [GROUP.staff], reply: [], create: [], moderate: [] }
    await categories.change(await app.ctx(people.ada), { id: category.id, rights })
    for (const path of ['/settings/follows', '/api/v1/follows', '/unread', '/latest']) {
      t.notMatch((await client.get(path)).text, /quietwords|secretplace|hushed/i, path)
    }
    const deleted = await make.thread({ by: people.mo, title: 'Thrownaway' })
    await client.api('PUT', `/threads/${deleted.id}/follow`, { level: 'mute' })
    await database.db.update(threads).set({ deletedAt: new Date() }).where(eq(threads.id, deleted.id))
    t.notMatch((await client.get('/api/v1/follows')).text, /thrownaway/i)
  })

  t.test('a tag’s page has the same menu, and its followers go with it into another', async t => {
    const thread = await make.thread()
    const [one, two] = [await makeTag(thread), await makeTag(thread)]
    const sent = await (await mia.get(`/tags/${one.slug}`)).submit(`/tags/${one.slug}/follow`, { level: 'mute' })
    t.equal(sent.location, `/tags/${one.slug}`)
    const shown = await sent.follow()
    t.equal(shown.page.querySelector('#follow [aria-pressed=true]')?.getAttribute('value'), 'mute')
    await noor.api('PUT', `/tags/${one.slug}/follow`, { level: 'follow' })
    await noor.api('PUT', `/tags/${two.slug}/follow`, { level: 'mute' })
    const ada = await app.as(people.ada)
    const merged = await ada.api('POST', `/tags/${one.slug}/merges`, { into: two.slug })
    t.ok(merged.status < 300, merged.text)
    await app.settled()
    t.equal(await levelOf(people.mia, 'tag', two.id), 'mute')
    t.equal(await levelOf(people.noor, 'tag', two.id), 'mute', 'what was said of the other holds')
    t.equal(await levelOf(people.noor, 'tag', one.id), null)
    t.equal((await ada.api('DELETE', `/tags/${two.slug}`)).status, 204)
    await app.settled()
    t.equal(await database.db.$count(follows, and(eq(follows.kind, 'tag'), eq(follows.targetId, two.id))), 0)
  })

  t.test('in French', async t => {
    const french = await signIn(app.visitor({ 'accept-language': 'fr' }), people.noor)
    const thread = await make.thread({ by: people.mo })
    await french.api('PUT', `/threads/${thread.id}/follow`, { level: 'mute' })
    t.equal((await french.get(pathOf(thread))).seen('#follow h2'), 'Ce fil est en sourdine')
    t.match((await french.get('/settings/follows?level=mute')).seen('#follows summary'), /^En sourdine : /)
  })
})

t.test('choices are limited', async t => {
  const app = await startApp(t, { env: { GUILDHALL_LIMITS: 'on' }, now: still() })
  const mia = await app.as(people.mia)
  await changeSettings(await app.ctx(people.ada), { 'follows.perMinute': 3 })
  const thread = await app.make.thread({ by: people.mo })
  const sent = []
  for (let turn = 0; turn < 9; turn++)
    sent.push((await mia.api('PUT', `/threads/${thread.id}/follow`, { level: 'follow' })).status)
  t.ok(sent.includes(204))
  t.ok(sent.includes(429))
})
