/** Members and groups over the API: what is public of people, and who may make accounts and staff. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { auditEntries, categoryRights, domainEvents, groupMembers, members } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { grant } from '../../server/core/permissions.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

type Member = { id: string; name: string; email?: string; verified?: boolean; groups?: string[] }
type List = { items: Member[]; nextCursor: string | null }

const { ada, mo, mia, noor } = people

t.test('members and groups', async t => {
  const app = await startApp(t)
  const db = app.database.db
  const [asAda, asMo, asMia] = await Promise.all([app.as(ada), app.as(mo), app.as(mia)])

  t.test('an address is for its member and administrators, on every way to read a member (15)', async t => {
    const readers = { visitor: app.visitor(), mo: asMo, mia: asMia, noor: await app.as(noor) }
    for (const [who, client] of Object.entries(readers)) {
      for (const path of ['/members', '/members/ada', '/members/mo', '/members/mia?', '/members?limit=100']) {
        const { text } = await client.api('GET', path)
        const seen = [...text.matchAll(/[\w.]+@people\.example/g)].map(match => match[0])
        const own = seen.every(address => address === `${who}@people.example`)
        t.ok(own, `${who} reads ${path} and sees ${seen.length} addresses of others`)
      }
    }
    t.match((await asMia.api('GET', '/members/mia')).json(), { email: mia.email, verified: true })
    t.match((await asAda.api('GET', '/members/MIA')).json(), { email: mia.email }, 'names are found in any case')
    t.match((await asAda.api('GET', '/session')).json(), { member: { name: 'ada', groups: ['administrators'] } })
  })

  t.test('the list pages by cursor, in the order of joining', async t => {
    const first = (await app.visitor().api('GET', '/members?limit=3')).json<List>()
    const second = (await app.visitor().api('GET', `/members?limit=3&cursor=${first.nextCursor}`)).json<List>()
    t.same(
      [...first.items, ...second.items].map(one => one.name),
      ['ada', 'mo', 'mia', 'noor'],
    )
    t.equal(second.nextCursor, null)
    for (const cursor of ['x', 'W10', 'WyJhIl0', 'bnVsbA']) {
      t.equal((await app.visitor().api('GET', `/members?cursor=${cursor}`)).status, 422, cursor)
    }
  })

  t.test('a suspended member is not in the list, but for staff (29)', async t => {
    const person = await app.make.member()
    const suspendedUntil = new Date(Date.now() + 1e8)
    await db.update(members).set({ suspendedUntil }).where(eq(members.id, person.id))
    const names = async (client: typeof asMo) =>
      (await client.api('GET', '/members?limit=100')).json<List>().items.map(one => one.name)
    t.notOk((await names(asMia)).includes(person.name))
    t.ok((await names(asMo)).includes(person.name))
  })

  t.test('whoever may list members does, and nobody else', async t => {
    await grant(await app.ctx(), 'member.list', [GROUP.members])
    t.equal((await app.visitor().api('GET', '/members')).status, 401)
    t.equal((await asMia.api('GET', '/members')).status, 200)
    await grant(await app.ctx(), 'member.list', [GROUP.everyone])
    t.equal((await app.visitor().api('GET', '/members')).status, 200)
  })

  t.test('an administrator makes accounts; nobody else does', async t => {
    const body = { name: 'Zoë.K', email: 'zoe@people.example', password: 'seven green bottles', groups: ['moderators'] }
    t.equal((await app.visitor().api('POST', '/members', body)).status, 401)
    t.equal((await asMo.api('POST', '/members', body)).status, 403)
    const key = { 'idempotency-key': 'make-zoe' }
    const made = await asAda.api('POST', '/members', { ...body, verified: true }, key)
    t.equal(made.status, 201)
    t.match(made.json(), { name: 'Zoë.K', email: body.email, verified: true, groups: ['moderators'] })
    const again = await asAda.api('POST', '/members', { ...body, verified: true }, key)
    t.equal(again.json<Member>().id, made.json<Member>().id, 'a repeat makes nobody new')
    const { id } = made.json<Member>()
    const [line] = await db.select().from(auditEntries).where(eq(auditEntries.act, 'member.create'))
    t.ok(line, 'and it is in the log of administration')
    const [event] = await db.select().from(domainEvents).where(eq(domainEvents.type, 'member.joined')).limit(1)
    t.notMatch(JSON.stringify(event?.data), /@/, 'the event log holds no address')
    t.match(
      await db
        .select()
        .from(groupMembers)
        .where(eq(groupMembers.memberId, Number(id))),
      [{ groupId: GROUP.moderators }],
    )
  })

  t.test('what is wrong with a new account is said per field, and extra fields are refused (26)', async t => {
    const good = { name: 'good-name', email: 'good@people.example', password: 'seven green bottles' }
    const wrong: [Record<string, unknown>, string][] = [
      [{ name: 'ADA' }, 'name'],
      [{ name: 'two words' }, 'name'],
      [{ name: 'a' }, 'name'],
      [{ name: 'админ' }, ''],
      [{ name: 'pаypal' }, 'name'],
      [{ name: 'Moderator' }, 'name'],
      [{ name: '__proto__' }, 'name'],
      [{ email: 'a@b.example,c@d.example' }, 'email'],
      [{ email: 'a@b.example\nBcc: c@d.example' }, 'email'],
      [{ email: '"<script>"@b.example' }, 'email'],
      [{ password: 'short' }, 'password'],
      [{ password: 'motdepasse123' }, 'password'],
      [{ password: 'Good@People.Example' }, 'password'],
      [{ groups: ['no-such-group'] }, 'groups'],
      [{ trustLevel: 4 }, 'trustLevel'],
      [{ emailVerifiedAt: '2020-01-01' }, 'emailVerifiedAt'],
    ]
    for (const [change, field] of wrong) {
      const answer = await asAda.api('POST', '/members', { ...good, ...change })
      if (field === '') t.equal(answer.status, 201, 'a name in one other script is a name')
      else t.match(answer.json(), { status: 422, errors: [{ path: field }] }, JSON.stringify(change))
    }
  })

  t.test('two who ask for one name at once: one gets it', async t => {
    const ask = (n: number) =>
      asAda.api('POST', '/members', { name: 'Twin', email: `t${n}@people.example`, password: 'seven green bottles' })
    const answers = await Promise.all([ask(1), ask(2)])
    t.same(answers.map(answer => answer.status).sort(), [201, 422])
  })

  t.test('groups: both answers of the right to keep them', async t => {
    const body = { slug: 'beekeepers', name: 'Beekeepers' }
    t.equal((await asMo.api('POST', '/groups', body)).status, 403)
    t.equal((await asMo.api('GET', '/groups')).status, 403)
    const made = await asAda.api('POST', '/groups', body)
    t.match(made.json(), { ...body, kind: 'custom' })
    t.equal((await asAda.api('POST', '/groups', body)).status, 422, 'a slug is taken once')
    const { id } = made.json<{ id: string }>()
    t.equal((await asAda.api('PATCH', `/groups/${id}`, { name: 'Bee people' })).status, 200)
    t.equal((await asMo.api('PUT', `/groups/${id}/members/${mia.id}`)).status, 403)
    t.equal((await asAda.api('PUT', `/groups/${id}/members/${mia.id}`)).status, 204)
    t.match((await asAda.api('GET', `/groups/${id}/members`)).json(), { items: [{ name: 'mia' }] })

    t.test('keeping groups is not a way to make oneself staff (32)', async t => {
      await grant(await app.ctx(), 'group.manage', [GROUP.moderators])
      t.equal((await asMo.api('PUT', `/groups/${id}/members/${noor.id}`)).status, 204, 'mo keeps groups now')
      t.equal((await asMo.api('PUT', `/groups/${GROUP.administrators}/members/${mo.id}`)).status, 403)
      t.equal((await asMo.api('DELETE', `/groups/${GROUP.administrators}/members/${ada.id}`)).status, 403)
      await grant(await app.ctx(), 'group.manage', [GROUP.administrators])
    })

    t.test('groups that keep themselves take nobody, and built-in ones stay', async t => {
      t.equal((await asAda.api('PUT', `/groups/${GROUP.trust0 + 4}/members/${noor.id}`)).status, 409)
      t.equal((await asAda.api('PUT', `/groups/${GROUP.staff}/members/${noor.id}`)).status, 409)
      t.equal((await asAda.api('DELETE', `/groups/${GROUP.moderators}`)).status, 409)
      t.equal((await asAda.api('DELETE', '/groups/999999')).status, 404)
      t.equal((await asAda.api('PUT', `/groups/${id}/members/999999`)).status, 404)
    })

    t.test('the last administrator cannot leave', async t => {
      const path = `/groups/${GROUP.administrators}/members/${ada.id}`
      t.match((await asAda.api('DELETE', path)).json(), { status: 409, code: 'group.last-administrator' })
      t.equal((await asAda.api('GET', '/groups')).status, 200, 'and is still one')
    })

    t.test('the rights that a removed group gave are gone at once', async t => {
      const rights = { see: [Number(id)], reply: [Number(id)], create: [Number(id)], moderate: [] }
      const category = await app.make.category({ rights })
      t.equal((await asMia.api('GET', `/categories/${category.id}`)).status, 200)
      t.equal((await asAda.api('DELETE', `/groups/${id}`)).status, 204)
      t.equal((await asMia.api('GET', `/categories/${category.id}`)).status, 404)
      t.equal(
        (
          await db
            .select()
            .from(categoryRights)
            .where(eq(categoryRights.groupId, Number(id)))
        ).length,
        0,
      )
    })
  })
})
