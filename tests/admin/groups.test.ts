/** Groups, who is in them, and what they may: through the pages and the API. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { auditEntries } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

type Permissions = { items: { name: string; label: string; groups: string[] }[] }

t.test('groups and permissions', async t => {
  const app = await startApp(t)
  const [asAda, asMo, asMia] = await Promise.all([app.as(people.ada), app.as(people.mo), app.as(people.mia)])

  t.test('a group is made, named, filled and removed', async t => {
    const made = await (await asAda.get('/admin/groups')).submit('/admin/groups', {
      name: 'Ambassadors',
      slug: 'ambassadors',
    })
    const path = made.location
    t.match(path, /^\/admin\/groups\/\d+$/)
    await (await asAda.get(path)).submit(path, { name: 'Friends of the house' })
    const filled = await (await asAda.get(path)).submit(`${path}/members`, { name: 'MIA' })
    t.match((await filled.follow()).seen('main'), /mia/)
    t.match((await asMia.api('GET', '/session')).text, /ambassadors/)
    await asAda.post(`${path}/members/${people.mia.id}/delete`)
    t.notMatch((await asMia.api('GET', '/session')).text, /ambassadors/)
    t.equal((await asAda.post(`${path}/delete`)).location, '/admin/groups')
    t.equal((await asAda.get(path)).status, 404)
  })

  t.test('a refused form says why and keeps what was typed', async t => {
    const taken = await (await asAda.get('/admin/groups')).submit('/admin/groups', {
      name: 'More staff',
      slug: 'staff',
    })
    t.equal(taken.status, 422)
    t.equal(taken.page.querySelector('[name=name]')?.getAttribute('value'), 'More staff')
    const path = `/admin/groups/${GROUP.moderators}`
    const unknown = await (await asAda.get(path)).submit(`${path}/members`, { name: 'nobody-here' })
    t.equal(unknown.status, 422)
    t.ok(unknown.page.querySelector('[name=name][value="nobody-here"]'))
    t.equal((await asAda.post(`${path}/delete`)).status, 409, 'every community has it')
    const last = await asAda.post(`/admin/groups/${GROUP.administrators}/members/${people.ada.id}/delete`)
    t.equal(last.status, 409, 'somebody must hold the keys')
    t.match(last.seen('[role=alert]'), /last administrator/)
  })

  t.test('a ticked permission holds at once, and ends at once', async t => {
    t.equal((await asMo.get('/admin/groups')).status, 403)
    const form = await asAda.get('/admin/permissions')
    const box = (name: string, group: number) => form.page.querySelector(`input[name="${name}"][value="${group}"]`)
    t.ok(box('site.administer', GROUP.administrators)?.hasAttribute('disabled'), 'administrators hold everything')
    t.notOk(box('thread.reply', GROUP.members), 'what categories decide is not offered')
    const answer = await form.submit('/admin/permissions', {
      'site.administer': String(GROUP.moderators),
      'group.manage': [String(GROUP.moderators)],
    })
    t.equal(answer.location, '/admin/permissions?notice=saved')
    t.equal((await asMo.get('/admin/groups')).status, 200)
    const staff = await asMo.post(`/admin/groups/${GROUP.administrators}/members`, { name: 'mo' })
    t.equal(staff.status, 403, 'who keeps groups does not make themselves administrator')

    await (await asAda.get('/admin/permissions')).submit('/admin/permissions', {
      'site.administer': [],
      'group.manage': [],
    })
    t.equal((await asMo.get('/admin/groups')).status, 403)
    const entries = await app.database.db.select().from(auditEntries).where(eq(auditEntries.act, 'permission.change'))
    t.strictSame(entries.map(one => one.targetId).sort(), [
      'group.manage',
      'group.manage',
      'site.administer',
      'site.administer',
    ])
  })

  t.test('a group that does not exist is refused', async t => {
    t.equal((await asAda.post('/admin/permissions', { 'group.manage': '4242' })).status, 422)
    t.equal((await asAda.post('/admin/permissions', { 'group.manage': 'all' })).status, 422)
  })

  t.test('the API reads and writes permissions by names of groups', async t => {
    for (const client of [asMia, asMo]) {
      t.equal((await client.api('GET', '/permissions')).status, 403)
      t.equal((await client.api('PUT', '/permissions/member.list', { groups: ['everyone'] })).status, 403)
    }
    t.equal((await app.visitor().api('GET', '/permissions')).status, 401)
    const { items } = (await asAda.api('GET', '/permissions')).json<Permissions>()
    t.same(items.find(one => one.name === 'category.manage')?.groups, ['administrators'])
    const changed = await asAda.api('PUT', '/permissions/member.create', { groups: ['staff'] })
    t.equal(changed.status, 200)
    t.match(changed.json(), { name: 'member.create', groups: ['administrators', 'staff'] })
    t.equal((await asAda.api('PUT', '/permissions/member.create', { groups: ['nobody'] })).status, 422)
    t.equal((await asAda.api('PUT', '/permissions/thread.reply', { groups: ['members'] })).status, 404)
    t.equal((await asAda.api('PUT', '/permissions/__proto__', { groups: [] })).status, 404)
  })
})
