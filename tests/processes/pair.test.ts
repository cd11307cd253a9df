/** Two processes on one database: whatever is done through one holds in the other, and is heard there. */
import t, { type Test } from 'tap'
import * as categories from '../../server/categories/service.ts'
import { GROUP } from '../../server/core/actor.ts'
import * as groups from '../../server/groups/service.ts'
import { startApp, type TestApp } from '../support/app.ts'
import type { Client } from '../support/http.ts'
import { type Frame, Listener } from '../support/listener.ts'
import { people } from '../support/people.ts'
import { until } from '../support/until.ts'
import { KINDS } from './kinds.ts'

/** A socket at one process, of somebody who signed in at another. */
async function listenAt(t: Test, { url }: TestApp, client: Client): Promise<Listener> {
  const listener = await Listener.at(url, { origin: url, cookie: client.cookieHeader })
  t.teardown(() => listener.close())
  return listener
}

for (const kind of KINDS) {
  t.test(`two processes on ${kind.name}`, { skip: kind.skip }, async t => {
    const env = await kind.variables(t)
    const here = await startApp(t, { env })
    const there = await startApp(t, { env, target: here.target })
    const { make } = here
    const mia = await here.as(people.mia)
    const noor = await here.as(people.noor)

    t.test('what is written in either is told to who listens at the other, in order and once', async t => {
      const thread = await make.thread({ by: people.mia })
      const channel = `thread:${thread.id}`
      const miaThere = await there.as(people.mia)
      const ears = [await listenAt(t, there, noor), await listenAt(t, here, noor)]
      for (const ear of ears) await ear.subscribe(channel)
      const ids: string[] = []
      for (let n = 0; n < 10; n++) {
        const writer = n % 2 ? miaThere : mia
        const { id } = (await writer.api('POST', `/threads/${thread.id}/posts`, { body: `Number ${n}` })).json<{
          id: string
        }>()
        ids.push(id)
      }
      for (const ear of ears) {
        await until(async () => ear.events(channel).length >= ids.length, 'all is told')
        const told = ear.events(channel).map(({ data }) => data)
        t.match(
          told,
          ids.map(postId => ({ postId })),
        )
        t.equal(told.length, ids.length)
      }
    })

    t.test('who may not hear any more is put out, wherever that was decided', async t => {
      const group = await make.group()
      await groups.addMember(await here.ctx(people.ada), { groupId: group.id, memberId: people.noor.id })
      const open = await make.category()
      const closed = await make.category({ rights: { see: [GROUP.staff] } })
      const ofGroup = await make.category({ rights: { see: [group.id] } })
      const shown = await make.thread({ by: people.mia, categoryId: open.id })
      const moved = await make.thread({ by: people.mia, categoryId: open.id })
      const left = await make.thread({ by: people.ada, categoryId: ofGroup.id })
      const ear = await listenAt(t, there, noor)
      const putOut = (channel: string) =>
        ear.next(frame => frame.channel === channel && frame.op === 'error' && frame.code === 'forbidden')
      for (const { id } of [shown, moved, left]) t.equal((await ear.subscribe(`thread:${id}`)).op, 'subscribed')

      const move = { categoryId: String(closed.id), reason: 'A better place' }
      t.equal((await (await here.as(people.ada)).api('PATCH', `/threads/${moved.id}`, move)).status, 200)
      await t.resolves(putOut(`thread:${moved.id}`), 'the thread was moved where they do not come')

      await groups.removeMember(await here.ctx(people.ada), { groupId: group.id, memberId: people.noor.id })
      await t.resolves(putOut(`thread:${left.id}`), 'they left the group that may see it')

      const page = `/t/${shown.id}/${shown.slug}`
      t.equal((await there.visitor().get(page)).status, 200)
      const rights = { see: [GROUP.staff], reply: [], create: [], moderate: [] }
      await categories.change(await here.ctx(people.ada), { id: open.id, rights })
      await t.resolves(putOut(`thread:${shown.id}`), 'the category was closed to them')
      t.equal((await ear.subscribe(`thread:${shown.id}`)).code, 'forbidden')
      await until(
        async () => (await there.visitor().get(page)).status === 404,
        'a visitor, who brings nothing to notice it by, is shown it no more either',
      )
    })

    t.test('a group that is removed takes its rights along', async t => {
      const group = await make.group()
      await groups.addMember(await here.ctx(people.ada), { groupId: group.id, memberId: people.noor.id })
      const { id } = await make.category({ rights: { see: [group.id] } })
      const thread = await make.thread({ by: people.ada, categoryId: id })
      const ears = [await listenAt(t, there, noor), await listenAt(t, here, noor)]
      for (const ear of ears) t.equal((await ear.subscribe(`thread:${thread.id}`)).op, 'subscribed')
      await groups.remove(await here.ctx(people.ada), { id: group.id })
      for (const ear of ears) await t.resolves(ear.next(frame => frame.code === 'forbidden'))
    })

    t.test('a session that ends in one ends its sockets in the other', async t => {
      const person = await make.member()
      const ear = await listenAt(t, there, await here.as(person))
      await (await here.as(person)).api('DELETE', '/session')
      t.equal((await ear.closed()).code, 4401)
    })

    t.test('a state that changes in one is told in the other', async t => {
      const thread = await make.thread({ by: people.mia })
      const ear = await listenAt(t, there, noor)
      await ear.subscribe('me')
      const before = await ear.next(frame => frame.op === 'state')
      const from = ear.frames.length
      await mia.api('POST', `/threads/${thread.id}/posts`, { body: 'What do you say, @noor?' })
      const after = await ear.next(frame => frame.op === 'state', from)
      t.match([before.data, after.data], [{ unread: 0 }, { unread: 1 }])

      const channel = `presence:${thread.id}`
      await ear.subscribe(channel)
      const reader = await listenAt(t, here, mia)
      await reader.subscribe(channel)
      const shows = (words: string) => (frame: Frame) =>
        frame.channel === channel && frame.op === 'state' && JSON.stringify(frame.data).includes(words)
      await t.resolves(ear.next(shows('"mia"')), 'who reads through one is shown to who listens at the other')
      reader.close()
      const goes = ear.frames.length
      await t.resolves(
        ear.next(frame => shows('')(frame) && !shows('"mia"')(frame), goes),
        'and that they have gone',
      )
    })

    t.test('the pages that visitors are shown follow what was written elsewhere', async t => {
      const thread = await make.thread({ by: people.mia })
      const shows = (path: string, words: string) => async () => (await there.visitor().get(path)).text.includes(words)
      const page = `/t/${thread.id}/${thread.slug}`
      await until(shows('/latest', thread.title), 'the thread is in the list')
      await until(shows(page, thread.title), 'the thread has a page')
      await make.post({ threadId: thread.id, body: 'Told everywhere' })
      await until(shows(page, 'Told everywhere'), 'the reply is on it')
      await until(shows('/latest', '1 reply'), 'and counted in the list')
      t.pass()
    })

    t.test('each event is consumed once, and all is settled when both say so', async t => {
      const category = await make.category()
      const thread = await make.thread({ by: people.mia, categoryId: category.id })
      const writers = [await here.as(people.mia), await there.as(people.noor)]
      await Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          writers[n % 2]?.api('POST', `/threads/${thread.id}/posts`, { body: `Counted ${n}` }),
        ),
      )
      await here.settled()
      await there.settled()
      const { postCount } = await here.database.db.query.categories
        .findFirst({ where: (row, { eq }) => eq(row.id, category.id) })
        .then(row => ({ postCount: row?.postCount }))
      t.equal(postCount, 41)
    })
  })
}
