/** Nothing out of sight, muted or taken back is ever told. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { follows, members, notifications, threads } from '../../db/tables/index.ts'
import * as categories from '../../server/categories/service.ts'
import { GROUP } from '../../server/core/actor.ts'
import * as groups from '../../server/groups/service.ts'
import * as postRemoval from '../../server/posts/removal.ts'
import * as reactionService from '../../server/reactions/service.ts'
import * as threadRemoval from '../../server/threads/removal.ts'
import { people } from '../support/people.ts'
import { bellOf, pathOf, startTelling } from './told.ts'

t.test('telling nothing out of sight', async t => {
  const { app, make, database, ada, follow, openingOf, someone, shortly } = await startTelling(t)

  t.test('nothing is told from what is muted, the nearest word first', async t => {
    const { person, client } = await someone()
    const category = await make.category()
    const thread = await make.thread({ categoryId: category.id })
    const mention = () => make.post({ threadId: thread.id, body: `@${person.name}, look` })
    await follow(person, 'category', category.id, 'mute')
    await mention()
    t.strictSame(await shortly(client), [])
    await follow(person, 'thread', thread.id)
    await mention()
    t.strictSame(await shortly(client), ['mention 3 noor'], 'they follow this thread all the same')
    await follow(person, 'thread', thread.id, 'mute')
    await mention()
    t.strictSame(await shortly(client), ['mention 3 noor'])
    const own = await make.thread({ categoryId: category.id, by: person })
    await reactionService.add(await app.ctx(people.mia), { postId: await openingOf(own), key: 'heart' })
    t.strictSame(await shortly(client), ['mention 3 noor'])
  })

  t.test('nobody is told of what they do not see, nor while they are suspended', async t => {
    const { person, client } = await someone()
    const inner = await make.group()
    await groups.addMember(ada, { groupId: inner.id, memberId: people.mia.id })
    const rights = { see: [inner.id], reply: [inner.id], create: [inner.id] }
    const closed = await make.category({ rights })
    const thread = await make.thread({ categoryId: closed.id, by: people.mia, title: 'Between us' })
    // They followed it while they saw it.
    const still = { memberId: person.id, level: 'follow' as const }
    await database.db.insert(follows).values([
      { ...still, kind: 'thread', targetId: thread.id },
      { ...still, kind: 'category', targetId: closed.id },
    ])
    await make.post({ threadId: thread.id, by: people.mia, body: `@${person.name}, look` })
    await make.thread({ categoryId: closed.id, by: people.mia, body: `@${person.name}, look` })
    t.strictSame(await shortly(client), [])
    t.equal(await database.db.$count(notifications, eq(notifications.memberId, person.id)), 0, 'not even kept')

    const open = await make.thread()
    await database.db
      .update(members)
      .set({ suspendedUntil: new Date('2999-01-01') })
      .where(eq(members.id, person.id))
    await make.post({ threadId: open.id, body: `@${person.name}, look` })
    await app.settled()
    t.equal(await database.db.$count(notifications, eq(notifications.memberId, person.id)), 0)
  })

  t.test('a quote of a post that its author sees no more tells them nothing', async t => {
    const { person, client } = await someone()
    const category = await make.category()
    const thread = await make.thread({ categoryId: category.id, by: person })
    const rights = { see: [GROUP.staff], reply: [GROUP.staff], create: [], moderate: [] }
    await categories.change(ada, { id: category.id, rights })
    const elsewhere = await make.thread()
    const body = `> [@${person.name}](${pathOf(thread)}/1):\n> Words\n\nWhy?`
    await make.post({ threadId: elsewhere.id, by: people.mo, body })
    t.strictSame(await shortly(client), [])
  })

  t.test('what is taken out of sight is taken back, bell and list', async t => {
    const { person, client } = await someone()
    const thread = await make.thread({ title: 'Soon gone' })
    await follow(person, 'thread', thread.id)
    const first = await make.post({ threadId: thread.id })
    const mention = await make.post({ threadId: thread.id, body: `@${person.name}, look` })
    await make.post({ threadId: thread.id })
    t.strictSame(await shortly(client), ['thread 2 noor ×2', 'mention 3 noor'])
    await postRemoval.remove(ada, { id: first.id })
    t.strictSame(await shortly(client), ['thread 4 noor', 'mention 3 noor'])
    await postRemoval.remove(ada, { id: mention.id })
    t.strictSame(await shortly(client), ['thread 4 noor'])
    await threadRemoval.remove(ada, { id: thread.id })
    t.strictSame(await shortly(client), [])
    t.equal(bellOf(await client.get('/')), 0)
  })

  t.test('whoever loses sight of a place loses what they were told of it', async t => {
    const { person, client } = await someone()
    const inner = await make.group()
    await groups.addMember(ada, { groupId: inner.id, memberId: person.id })
    await groups.addMember(ada, { groupId: inner.id, memberId: people.mia.id })
    const rights = { see: [inner.id], reply: [inner.id], create: [inner.id] }
    const closed = await make.category({ rights })
    const thread = await make.thread({ categoryId: closed.id, by: people.mia, title: 'Between ourselves' })
    await make.post({ threadId: thread.id, by: people.mia, body: `@${person.name}, look` })
    t.strictSame(await shortly(client), ['mention 2 mia'])
    await groups.removeMember(ada, { groupId: inner.id, memberId: person.id })
    t.notMatch((await client.get('/notifications')).text, /Between ourselves/, 'at once')
    await app.settled()
    t.equal(bellOf(await client.get('/')), 0)
    t.equal(await database.db.$count(notifications, eq(notifications.memberId, person.id)), 0)

    await groups.addMember(ada, { groupId: inner.id, memberId: person.id })
    await make.post({ threadId: thread.id, by: people.mia, body: `@${person.name}, again` })
    t.strictSame(await shortly(client), ['mention 3 mia'])
    await categories.change(ada, { id: closed.id, rights: { see: [GROUP.staff], reply: [], create: [], moderate: [] } })
    await app.settled()
    t.equal(bellOf(await client.get('/')), 0, 'also when the place closes')
  })

  t.test('a count that went wrong is put right when the page is opened', async t => {
    const { person, client } = await someone()
    const thread = await make.thread()
    await make.post({ threadId: thread.id, body: `@${person.name}, look` })
    await app.settled()
    // Rights that no event tells of: a trust level is lost by no verb yet.
    await database.db.update(threads).set({ hiddenAt: new Date() }).where(eq(threads.id, thread.id))
    t.equal(bellOf(await client.get('/')), 1)
    t.equal(bellOf(await client.get('/notifications')), 0)
    t.equal(bellOf(await client.get('/')), 0)
  })
})
