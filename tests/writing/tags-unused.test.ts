/** Tags that members made on the way and that nobody uses any more go by themselves. */
import { asc } from 'drizzle-orm'
import t from 'tap'
import { tags } from '../../db/tables/index.ts'
import { changeSettings } from '../../server/core/settings.ts'
import * as followService from '../../server/follows/service.ts'
import { editThread } from '../../server/posts/thread-edit.ts'
import * as tagService from '../../server/tags/service.ts'
import { removeUnused } from '../../server/tags/unused.ts'
import * as threadRemoval from '../../server/threads/removal.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

const DAY_MS = 24 * 60 * 60 * 1000

t.test('unused tags', async t => {
  let now = Date.now()
  const app = await startApp(t, { now: () => new Date(now) })
  const { make } = app
  const { db } = app.database
  const ada = await app.ctx(people.ada)
  const names = async () => (await db.select().from(tags).orderBy(asc(tags.name))).map(one => one.name)
  const cleanUp = async () => removeUnused(await app.ctx())
  const tagged = (...given: readonly string[]) => make.thread({ by: people.mia, tags: given })
  const idOf = async (name: string) => (await db.select().from(tags)).find(one => one.name === name)?.id ?? 0

  t.test('go when they are old, and only those that mean nothing to anybody', async t => {
    const before = await names()
    const used = await tagged('used', 'dropped', 'followed', 'described')
    await app.settled()
    await followService.set(await app.ctx(people.mia), { kind: 'tag', slug: 'followed' }, 'mute')
    await tagged('restorable').then(({ id }) => threadRemoval.remove(ada, { id }))
    await editThread(await app.ctx(people.mia), { id: used.id, tags: ['used', 'bearer'] })
    await tagService.create(ada, { name: 'prepared' })
    await tagService.change(ada, { id: await idOf('described'), description: 'What it is for' })
    await tagService.addSynonym(ada, { id: await idOf('bearer'), name: 'other word' })
    await editThread(await app.ctx(people.mia), { id: used.id, tags: ['used'] })
    const all = await names()
    t.ok(all.includes('dropped'))
    await cleanUp()
    t.strictSame(await names(), all, 'not while they are young')
    now += 31 * DAY_MS
    await changeSettings(ada, { 'tags.unusedDays': 0 })
    await cleanUp()
    t.strictSame(await names(), all, 'nor where all are kept')
    await changeSettings(ada, { 'tags.unusedDays': 30 })
    await cleanUp()
    t.strictSame(
      await names(),
      all.filter(name => name !== 'dropped'),
    )
    t.strictSame(
      before.filter(name => !all.includes(name)),
      [],
    )
    await app.settled()
    await tagged('dropped')
    t.ok((await names()).includes('dropped'), 'the word may come again')
  })

  t.test('many at once, and by two at once', async t => {
    const old = new Date(now - 40 * DAY_MS)
    const rows = Array.from({ length: 1200 }, (_, n) => ({ slug: `zz-${n}`, name: `zz-${n}`, createdAt: old }))
    await db.insert(tags).values(rows)
    await Promise.all([cleanUp(), cleanUp()])
    t.strictSame(
      (await names()).filter(name => name.startsWith('zz')),
      [],
    )
  })
})
