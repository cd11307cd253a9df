/** Who is told of what. Over HTTP, as members see it. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { groups as groupsTable, members } from '../../db/tables/index.ts'
import { remind } from '../../server/bookmarks/remind.ts'
import * as bookmarkService from '../../server/bookmarks/service.ts'
import { changeSettings } from '../../server/core/settings.ts'
import * as groups from '../../server/groups/service.ts'
import { edit } from '../../server/posts/edit.ts'
import * as reactionService from '../../server/reactions/service.ts'
import { type Person, people } from '../support/people.ts'
import { bellOf, inShort, pathOf, startTelling, toldTo } from './told.ts'

t.test('notifications', async t => {
  const { app, make, database, ada, follow, openingOf, someone, reads, shortly } = await startTelling(t)

  t.test('whoever is answered is told, by bell, page and API', async t => {
    const asker = await someone()
    const thread = await make.thread({ by: asker.person, title: 'Which oil for ash handles?' })
    await make.post({ threadId: thread.id, by: people.noor, replyTo: await openingOf(thread) })
    await app.settled()
    t.strictSame((await toldTo(asker.client)).map(inShort), ['reply 2 noor'])
    t.strictSame((await asker.client.api('GET', '/notifications/count')).json(), { unread: 1 })
    const home = await asker.client.get('/')
    t.equal(bellOf(home), 1)
    t.equal(home.page.getElementById('bell')?.getAttribute('aria-label'), 'Notifications, 1 unread')
    t.equal(home.seen('#inbox .vh'), '1 unread')
    const page = await asker.client.get('/notifications')
    t.match(page.seen('.told > .unread'), /noor replied to you.*Which oil for ash handles\?/)
    t.equal(page.page.querySelector('.told .t')?.getAttribute('href')?.split('#')[0], pathOf(thread, 2))
    t.strictSame(await toldTo(await app.as(people.noor)), [], 'nobody is told of their own')
  })

  t.test('a visitor has no bell and is asked to sign in', async t => {
    const visitor = app.visitor()
    t.notOk((await visitor.get('/')).page.getElementById('bell'))
    t.match((await visitor.get('/notifications')).location, /^\/sign-in/)
    t.equal((await visitor.api('GET', '/notifications')).status, 401)
    t.equal((await visitor.api('GET', '/notifications/count')).status, 401)
    t.equal((await visitor.api('POST', '/notifications/read', { upTo: '1' })).status, 401)
    t.match((await visitor.post('/notifications/read', { upTo: '1' })).status, /401|303/)
  })

  t.test('whoever begins a thread or writes in one follows it, and hears of what comes after', async t => {
    const [asker, helper] = [await someone(), await someone()]
    const thread = await make.thread({ by: asker.person })
    await make.post({ threadId: thread.id, by: people.noor })
    await make.post({ threadId: thread.id, by: helper.person })
    await make.post({ threadId: thread.id, by: people.mo })
    t.strictSame(await shortly(helper.client), ['thread 4 mo'], 'not of what stood before, though all came at once')
    t.strictSame((await shortly(asker.client)).length, 1)
    t.match((await asker.client.get('/notifications')).seen('.told > li'), /3 new replies in your thread/)
    await follow(asker.person, 'thread', thread.id, null)
    await make.post({ threadId: thread.id, by: people.noor })
    t.strictSame(
      (await toldTo(asker.client)).map(one => one.count),
      [3],
      'until they say otherwise',
    )
  })

  t.test('new replies of a followed thread gather in one row that leads to the first', async t => {
    const reader = await someone()
    const thread = await make.thread()
    await follow(reader.person, 'thread', thread.id)
    await make.post({ threadId: thread.id, by: people.noor })
    await app.settled()
    await make.post({ threadId: thread.id, by: people.mo })
    await make.post({ threadId: thread.id, by: people.noor })
    await app.settled()
    t.strictSame((await toldTo(reader.client)).map(inShort), ['thread 2 noor+mo ×3'])
    t.match((await reader.client.get('/notifications')).seen('.told > li'), /3 new replies in a thread you follow/)
    t.equal(bellOf(await reader.client.get('/')), 1)
  })

  t.test('mentions, quotes and replies are told by their strongest, once for each post', async t => {
    const { person, client } = await someone()
    const thread = await make.thread({ by: person })
    const opening = await openingOf(thread)
    const source = `> [@${person.name}](${pathOf(thread)}/1):\n> Words\n\n`
    await make.post({ threadId: thread.id, by: people.noor, replyTo: opening, body: `${source}@${person.name}, why?` })
    await make.post({ threadId: thread.id, by: people.noor, replyTo: opening, body: `${source}Why?` })
    await make.post({ threadId: thread.id, by: people.noor, replyTo: opening })
    t.strictSame(await shortly(client), ['reply 4 noor', 'quote 3 noor', 'mention 2 noor'])
    const seen = (await client.get('/notifications')).seen('#notifications')
    t.match(seen, /noor replied to you.*noor quoted you.*noor mentioned you/)
  })

  t.test(
    'a group that is called hears of it, but for who wrote, and of a large one those who were here last',
    async t => {
      const group = await make.group()
      await database.db.update(groupsTable).set({ mentionable: true }).where(eq(groupsTable.id, group.id))
      const [old, recent] = [await someone(), await someone()]
      for (const { person } of [old, recent]) await groups.addMember(ada, { groupId: group.id, memberId: person.id })
      await groups.addMember(ada, { groupId: group.id, memberId: people.mia.id })
      await database.db
        .update(members)
        .set({ lastSeenAt: new Date(0) })
        .where(eq(members.id, old.person.id))
      const thread = await make.thread({ by: people.mia, title: 'To all of you', body: `@${group.slug}, look here` })
      t.strictSame(await shortly(recent.client), ['mention 1 mia'])
      t.strictSame(await shortly(old.client), ['mention 1 mia'])
      t.notOk((await toldTo(await app.as(people.mia))).some(one => one.thread.title === 'To all of you'))
      await changeSettings(ada, { 'notifications.groupLimit': 2 })
      await database.db
        .update(members)
        .set({ lastSeenAt: new Date(1) })
        .where(eq(members.id, people.mia.id))
      await make.post({ threadId: thread.id, by: people.mo, body: `@${group.slug}, once more` })
      t.strictSame(await shortly(recent.client), ['mention 2 mo', 'mention 1 mia'])
      t.strictSame(await shortly(old.client), ['mention 1 mia'])
      await changeSettings(ada, { 'notifications.groupLimit': 200 })
    },
  )

  t.test('an edit tells those whom it newly mentions and nobody else', async t => {
    const [before, added, follower] = [await someone(), await someone(), await someone()]
    const thread = await make.thread({ by: follower.person })
    await follow(follower.person, 'thread', thread.id)
    await follow(added.person, 'thread', thread.id)
    const post = await make.post({ threadId: thread.id, by: people.noor, body: `@${before.person.name} knows` })
    await make.post({ threadId: thread.id, by: people.noor })
    t.strictSame(await shortly(added.client), ['thread 2 noor ×2'])
    await reads(before.client, thread, 3)
    await reads(added.client, thread, 2)
    const body = `@${before.person.name} and @${added.person.name} know`
    await edit(await app.ctx(people.noor), { id: post.id, body })
    t.strictSame(await shortly(added.client, '?unread=true'), ['mention 2 noor', 'thread 3 noor'], 'though it was read')
    t.strictSame(await shortly(before.client), ['mention 2 noor'])
    t.strictSame(await shortly(follower.client), ['reply 2 noor ×2'])
    t.strictSame(await shortly(before.client, '?unread=true'), [])
  })

  t.test('whoever follows a category or a tag hears of new threads, not of what is said in them', async t => {
    const [here, there] = [await someone(), await someone()]
    const category = await make.category()
    await follow(here.person, 'category', category.id)
    const thread = await make.thread({ categoryId: category.id, by: people.mo, title: 'A beginning' })
    await make.post({ threadId: thread.id })
    t.strictSame(await shortly(here.client), ['thread 1 mo'])
    t.match(
      (await here.client.get('/notifications')).seen('.told > li'),
      /mo began a thread where you follow *A beginning/,
    )
    t.strictSame(await shortly(there.client), [])
  })

  t.test('reactions gather for each post: who reacts twice is one, who takes it back is none', async t => {
    const { person, client } = await someone()
    const thread = await make.thread({ by: person })
    const postId = await openingOf(thread)
    const react = async (by: Person, key: string) => reactionService.add(await app.ctx(by), { postId, key })
    const unreact = async (by: Person, key: string) => reactionService.remove(await app.ctx(by), { postId, key })
    await react(people.mia, 'heart')
    await react(people.mia, 'smile')
    t.strictSame(await shortly(client), ['reaction 1 mia'])
    await react(people.noor, 'heart')
    t.strictSame(await shortly(client), ['reaction 1 noor+mia ×2'])
    const four = [people.mo, people.ada]
    for (const one of four) await react(one, 'heart')
    t.strictSame(await shortly(client), ['reaction 1 ada+mo+noor ×4'])
    t.match((await client.get('/notifications')).seen('.told > li'), /ada, mo and 2 others reacted to your post/)
    await unreact(people.ada, 'heart')
    await unreact(people.mia, 'heart')
    t.strictSame(await shortly(client), ['reaction 1 mo+noor+mia ×3'], 'one of two signs is enough')
    await client.api('POST', '/notifications/read', { upTo: String(Number.MAX_SAFE_INTEGER).slice(0, 15) })
    await unreact(people.mo, 'heart')
    await react(people.mo, 'heart')
    t.strictSame(await shortly(client, '?unread=true'), [], 'nobody rings twice by taking back and giving again')
    await react(people.ada, 'heart')
    t.strictSame(await shortly(client, '?unread=true'), ['reaction 1 ada'])
    for (const key of ['heart', 'smile']) await unreact(people.mia, key)
    t.match(await shortly(client), ['reaction 1 ada', /^reaction 1 mo\+noor ×2$/], 'history says who stands by it')
    await unreact(people.ada, 'heart')
    t.strictSame(await shortly(client, '?unread=true'), [])
  })

  t.test('whoever asked to be reminded of a post is, with their own note, and again when they ask again', async t => {
    const { person, client } = await someone()
    const ctx = await app.ctx(person)
    const postId = await openingOf(await make.thread({ title: 'For later' }))
    const askFor = async (note: string) => {
      await bookmarkService.save(ctx, { postId, note, remindAt: new Date(Date.now() - 1000) })
      await remind(await app.ctx())
    }
    await askFor('')
    t.strictSame(await shortly(client), ['reminder 1 '])
    t.match((await client.get('/notifications')).seen('.told > li'), /asked to be reminded of this post *For later/)
    await askFor('Try the second oil')
    t.strictSame(await shortly(client), ['reminder 1 '], 'unread yet, so it is the same')
    await client.api('POST', '/notifications/read', { ids: [(await toldTo(client))[0]?.id] })
    await askFor('Try the third oil')
    t.strictSame(await shortly(client, '?unread=true'), ['reminder 1 '])
    t.match((await client.get('/notifications?unread=true')).seen('.told > li'), /Try the third oil/)
  })

  t.test('members choose what they hear of, by page and API', async t => {
    const { person, client } = await someone()
    const thread = await make.thread({ by: person })
    await app.settled()
    await follow(person, 'thread', thread.id, null)
    const form = await client.get('/settings/notifications')
    t.equal(form.page.querySelectorAll('input[name=tell][checked]').length, 5, 'everything at first')
    const saved = await client.post('/settings/notifications', { tell: ['reply', 'thread', 'reaction'] })
    t.match((await saved.follow()).seen('main'), /saved/i)
    t.strictSame((await client.api('GET', '/notifications/preferences')).json(), { quiet: ['mention', 'quote'] })
    const post = { threadId: thread.id, by: people.noor, body: `@${person.name}, look` }
    await make.post(post)
    t.strictSame(await shortly(client), [])
    await make.post({ ...post, replyTo: await openingOf(thread) })
    t.strictSame(await shortly(client), ['reply 3 noor'], 'the next reason that they want to hear')
    await client.post('/settings/notifications', {})
    t.equal((await client.api('GET', '/notifications/preferences')).json<{ quiet: string[] }>().quiet.length, 5)
    t.strictSame((await client.api('PUT', '/notifications/preferences', { quiet: [] })).json(), { quiet: [] })
  })
})
