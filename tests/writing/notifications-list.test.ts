/** The page and the list of what one was told: its words, its pages, and how long it is kept. */
import { asc, eq } from 'drizzle-orm'
import t from 'tap'
import { members, notifications, posts } from '../../db/tables/index.ts'
import * as service from '../../server/notifications/service.ts'
import { edit } from '../../server/posts/edit.ts'
import { people } from '../support/people.ts'
import { startTelling, type Told } from './told.ts'

t.test('the list of notifications', async t => {
  const { app, make, database, openingOf, someone, shortly } = await startTelling(t)

  t.test('names and titles that look like markup or messages stay what they are', async t => {
    const { person, client } = await someone()
    const odd = await make.member()
    const displayName = '<b>{count}</b> {first} \uE0000\uE001'
    await database.db.update(members).set({ displayName }).where(eq(members.id, odd.id))
    const thread = await make.thread({ title: '<img src=x onerror=alert(1)> {first}' })
    await make.post({ threadId: thread.id, by: odd, body: `@${person.name} <script>alert(1)</script> {count}` })
    await app.settled()
    const page = await client.get('/notifications')
    t.equal(page.seen('.told .grow b'), displayName)
    t.equal(page.seen('.told .t'), '<img src=x onerror=alert(1)> {first}')
    t.notMatch(page.text, /<script>alert|<img src=x/)
  })

  t.test('the list pages by key, in both languages', async t => {
    const { person, client } = await someone()
    const thread = await make.thread()
    for (let index = 0; index < 33; index++) await make.post({ threadId: thread.id, body: `@${person.name}, look` })
    await app.settled()
    const first = await client.get('/notifications?unread=true')
    t.equal(first.page.querySelectorAll('.told > li').length, 30)
    const next = first.page.querySelector('a[rel=next]')?.getAttribute('href') ?? ''
    await make.post({ threadId: thread.id, body: `@${person.name}, later` })
    await app.settled()
    const second = await client.get(next)
    t.equal(second.page.querySelectorAll('.told > li').length, 3, 'whatever comes meanwhile')
    await client.post('/preferences', { locale: 'fr', returnTo: '/' })
    const french = await client.get('/notifications')
    t.match(french.seen('.told > li'), /noor vous mentionne/)
    t.equal(french.page.getElementById('bell')?.getAttribute('aria-label'), 'Notifications, 34 non lues')
    const keys = (await client.api('GET', '/notifications?limit=20')).json<{ items: Told[]; nextCursor: string }>()
    const rest = (await client.api('GET', `/notifications?limit=20&cursor=${keys.nextCursor}`)).json<{
      items: Told[]
    }>()
    t.equal(new Set([...keys.items, ...rest.items].map(one => one.id)).size, 34)
  })

  t.test('many are more than 99', async t => {
    const { person, client } = await someone()
    const thread = await make.thread()
    await app.settled()
    const at = new Date()
    const about = {
      memberId: person.id,
      threadId: thread.id,
      postId: await openingOf(thread),
      lastNumber: 1,
      kind: 'mention' as const,
    }
    const rows = Array.from({ length: 120 }, (_, index) => ({
      ...about,
      groupKey: `odd-${index}`,
      position: index,
      createdAt: at,
      updatedAt: at,
    }))
    await database.db.insert(notifications).values(rows)
    const home = await client.get('/')
    t.equal(home.seen('#bell .dot'), '99+')
    t.equal(home.page.getElementById('bell')?.getAttribute('aria-label'), 'Notifications, more than 99 unread')
    t.strictSame(
      (await client.api('GET', '/notifications/count')).json(),
      { unread: 120 },
      'a program hears the number',
    )
  })

  t.test('what was read long ago is forgotten, and nothing that old is told', async t => {
    const { person, client } = await someone()
    const thread = await make.thread()
    await make.post({ threadId: thread.id, body: `@${person.name}, look` })
    await make.post({ threadId: thread.id, body: `@${person.name}, look again` })
    await app.settled()
    const days = (count: number) => new Date(Date.now() - count * 24 * 60 * 60 * 1000)
    const [newer, older] = await database.db
      .select({ id: notifications.id })
      .from(notifications)
      .where(eq(notifications.memberId, person.id))
      .orderBy(asc(notifications.id))
    await database.db
      .update(notifications)
      .set({ updatedAt: days(91), readAt: days(91) })
      .where(eq(notifications.id, older?.id ?? 0))
    await database.db
      .update(notifications)
      .set({ updatedAt: days(91) })
      .where(eq(notifications.id, newer?.id ?? 0))
    await service.forgetOld(await app.ctx())
    t.strictSame(await shortly(client), ['mention 2 noor'], 'who has not come yet may still read it')
    await database.db
      .update(notifications)
      .set({ updatedAt: days(361) })
      .where(eq(notifications.id, newer?.id ?? 0))
    await service.forgetOld(await app.ctx())
    t.strictSame(await shortly(client), [])
    const post = await make.post({ threadId: thread.id, body: 'Nobody is named' })
    await app.settled()
    await database.db
      .update(posts)
      .set({ createdAt: days(91) })
      .where(eq(posts.id, post.id))
    await edit(await app.ctx(people.mo), { id: post.id, body: `@${person.name} is named`, reason: 'They were meant' })
    t.strictSame(await shortly(client), [])
  })
})
