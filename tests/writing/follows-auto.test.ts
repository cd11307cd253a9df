/** By what members come to follow threads: their own choice, and the community's while they make none. */
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import { follows, threadReads } from '../../db/tables/index.ts'
import { changeSettings } from '../../server/core/settings.ts'
import { startApp } from '../support/app.ts'
import type { Client } from '../support/http.ts'
import { type Person, people } from '../support/people.ts'

t.test('by what one comes to follow', async t => {
  const app = await startApp(t)
  const { make, database } = app

  const someone = async () => {
    const person = await make.member()
    return { person, client: await app.as(person) }
  }
  const levelOf = async (who: Person, targetId: number) => {
    await app.settled()
    const [row] = await database.db
      .select({ level: follows.level })
      .from(follows)
      .where(and(eq(follows.memberId, who.id), eq(follows.kind, 'thread'), eq(follows.targetId, targetId)))
    return row?.level ?? null
  }
  const choose = async (client: Client, autoFollow: string | null) => {
    const answer = await client.api('PATCH', '/members/me', { autoFollow })
    t.equal(answer.status, 200)
    return answer.json<{ autoFollow: string }>().autoFollow
  }
  const reads = async (client: Client, { id }: { readonly id: number }, number = 1) =>
    t.equal((await client.api('PUT', `/threads/${id}/read`, { number })).status, 204)

  t.test('nothing, what one writes in, or also what one reads', async t => {
    const { person, client } = await someone()
    for (const [choice, byReading, byWriting] of [
      ['nothing', null, null],
      ['writing', null, 'follow'],
      ['reading', 'follow', 'follow'],
    ] as const) {
      t.equal(await choose(client, choice), choice)
      const [read, written] = [await make.thread({ by: people.mo }), await make.thread({ by: people.mo })]
      await reads(client, read)
      await make.post({ by: person, threadId: written.id })
      const begun = await make.thread({ by: person })
      t.equal(await levelOf(person, read.id), byReading, choice)
      t.equal(await levelOf(person, written.id), byWriting, choice)
      t.equal(await levelOf(person, begun.id), byWriting, choice)
    }
  })

  t.test('who makes no choice has what the community has', async t => {
    const { person, client } = await someone()
    t.equal((await client.api('GET', `/members/${person.name}`)).json<{ autoFollow: string }>().autoFollow, 'writing')
    await changeSettings(await app.ctx(people.ada), { 'follows.onPost': false })
    t.equal((await client.api('GET', `/members/${person.name}`)).json<{ autoFollow: string }>().autoFollow, 'nothing')
    t.equal(await levelOf(person, (await make.thread({ by: person })).id), null)
    await choose(client, 'writing')
    t.equal(await levelOf(person, (await make.thread({ by: person })).id), 'follow')
    t.equal(await choose(client, null), 'nothing', 'null takes the choice back')
    await changeSettings(await app.ctx(people.ada), { 'follows.onPost': true })
  })

  t.test('a thread is followed at its first reading and heard of from then on; who stopped is left alone', async t => {
    const { person, client } = await someone()
    await choose(client, 'reading')
    const thread = await make.thread({ by: people.mo })
    await reads(client, thread)
    await make.post({ threadId: thread.id })
    await app.settled()
    t.equal((await client.api('GET', '/notifications/count')).json<{ unread: number }>().unread, 1)
    await client.api('DELETE', `/threads/${thread.id}/follow`)
    await reads(client, thread, 2)
    t.equal(await levelOf(person, thread.id), null, 'they have made up their mind')
    await client.api('PUT', `/threads/${thread.id}/follow`, { level: 'mute' })
    await reads(client, thread, 2)
    t.equal(await levelOf(person, thread.id), 'mute')

    const category = await make.category()
    await client.api('PUT', `/categories/${category.id}/follow`, { level: 'mute' })
    const inside = await make.thread({ by: people.mo, categoryId: category.id })
    await reads(client, inside)
    t.equal(await levelOf(person, inside.id), null, 'nothing that is muted is followed by reading it')
  })

  t.test('to mark everything as read is not to read it', async t => {
    const { person, client } = await someone()
    await choose(client, 'reading')
    const thread = await make.thread({ by: people.mo })
    t.equal((await client.api('POST', '/read', {})).status, 204)
    const marked = and(eq(threadReads.memberId, person.id), eq(threadReads.threadId, thread.id))
    t.equal(await database.db.$count(threadReads, marked), 1)
    t.equal(await levelOf(person, thread.id), null)
  })

  t.test('chosen on the page of what one follows, in both languages', async t => {
    const { person, client } = await someone()
    const page = await client.get('/settings/follows')
    t.equal(page.page.querySelector('[name=autoFollow][checked]')?.getAttribute('value'), 'writing')
    t.match(page.seen('form[action="/settings/follows"]'), /Follow threads automatically/)
    const sent = await page.submit('/settings/follows', { autoFollow: 'reading' })
    t.equal(sent.status, 303)
    const landed = await sent.follow()
    t.match(landed.seen('[role=status]'), /saved/i)
    t.equal(landed.page.querySelector('[name=autoFollow][checked]')?.getAttribute('value'), 'reading')
    t.equal((await client.post('/settings/follows', { autoFollow: 'always' })).status, 422)
    t.equal((await client.api('PATCH', '/members/me', { autoFollow: 'always' })).status, 422)
    await client.api('PATCH', '/members/me', { locale: 'fr' })
    t.match((await client.get('/settings/follows')).text, /Quand je lis ou écris/)
    t.match((await app.visitor().get('/settings/follows')).location, /^\/sign-in/)
    const other = (await (await app.as(people.mia)).api('GET', `/members/${person.name}`)).json()
    t.notOk(Object(other).autoFollow, 'nobody else is told')
  })
})
