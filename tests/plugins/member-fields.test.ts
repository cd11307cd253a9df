/** Fields that a plugin adds to members: who fills them in, who sees them, and when they are gone. */
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import t from 'tap'
import { members } from '../../db/tables/index.ts'
import { emptied } from '../../server/erasure/account.ts'
import { exportLines } from '../../server/plugins/export.ts'
import { disable, enable } from '../../server/plugins/service.ts'
import { uninstall } from '../../server/plugins/uninstall.ts'
import type { Client } from '../support/http.ts'
import { people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'
import { PROBES } from '../visibility/probes.ts'

const DESK = join(import.meta.dirname, 'good/desk')

type Shown = { readonly fields?: Readonly<Record<string, string>> }

const FILLED = {
  'desk.pronouns': 'she/they',
  'desk.team': 'red',
  'desk.site': 'https://example.org/wheel?a=1&b="',
  'desk.allergies': 'zqnuts',
}

t.test('fields of members', async t => {
  const app = await startStaged(t, { plugins: [DESK] })
  const [mia, noor, mo, visitor] = [
    await app.as(people.mia),
    await app.as(people.noor),
    await app.as(people.mo),
    app.visitor(),
  ]
  const fieldsFor = async (client: Client) => (await client.get('/api/v1/members/mia')).json<Shown>().fields
  const change = (fields: Readonly<Record<string, string | null>>) => mia.api('PATCH', '/members/me', { fields })

  await t.test('members fill them in where they say who they are', async t => {
    const { page } = await mia.get('/settings/profile')
    const labels = [...page.querySelectorAll('label')].map(one => one.textContent)
    for (const name of ['Pronouns', 'Team', 'Website', 'Allergies'])
      t.ok(
        labels.some(label => label?.startsWith(name)),
        name,
      )
    t.match(page.querySelector('#f-fields-desk-allergies-hint')?.textContent, /staff only/)
    const sent = {
      displayName: 'Mia',
      about: 'Turns bowls',
      'fields.desk.pronouns': '  she\n they ',
      'fields.desk.team': '',
    }
    t.equal((await mia.post('/settings/profile', sent)).location, '/settings/profile?notice=saved')
    t.strictSame(await fieldsFor(mia), { 'desk.pronouns': 'she they' })
    const again = (await mia.get('/settings/profile')).page
    t.equal(again.querySelector('#f-fields-desk-pronouns')?.getAttribute('value'), 'she they')
  })

  await t.test('what a field cannot be is refused where it stands', async t => {
    const form = {
      displayName: 'Mia',
      about: '',
      'fields.desk.site': 'javascript:alert(1)',
      'fields.desk.team': 'green',
    }
    const refused = await mia.post('/settings/profile', form)
    t.equal(refused.status, 422)
    t.match(refused.page.querySelector('#f-fields-desk-site-error')?.textContent, /whole address/)
    t.match(refused.page.querySelector('#f-fields-desk-team-error')?.textContent, /one of the options/)
    const wrong: readonly (readonly [Record<string, string>, string])[] = [
      [{ 'desk.pronouns': 'x'.repeat(21) }, 'fields.desk.pronouns'],
      [{ 'desk.site': '/m/mia' }, 'fields.desk.site'],
      [{ 'desk.site': 'mailto:mia@example.org' }, 'fields.desk.site'],
      [{ 'desk.none': 'x' }, 'fields.desk.none'],
      [{ about: 'x' }, 'fields.about'],
    ]
    for (const [fields, path] of wrong) {
      const answer = await change(fields)
      t.equal(answer.status, 422, path)
      t.match(answer.json(), { errors: [{ path }] })
    }
    t.strictSame(await fieldsFor(mia), { 'desk.pronouns': 'she they' }, 'and nothing of it is kept')
  })

  await t.test('each is shown to those to whom it may be', async t => {
    t.match((await change(FILLED)).json(), { fields: FILLED })
    const { 'desk.allergies': _, ...forMembers } = FILLED
    const { 'desk.team': __, ...forAll } = forMembers
    t.strictSame(await fieldsFor(mia), FILLED)
    t.strictSame(await fieldsFor(mo), FILLED)
    t.strictSame(await fieldsFor(noor), forMembers)
    t.strictSame(await fieldsFor(visitor), forAll)

    const { page } = await noor.get('/m/mia')
    t.match(page.querySelector('dl.facts')?.textContent, /Pronouns.*she\/they.*Team.*Red team/)
    const link = page.querySelector('dl.facts a')
    t.match(link?.getAttribute('rel'), /nofollow ugc/)
    t.equal(link?.getAttribute('href'), 'https://example.org/wheel?a=1&b=%22')
    t.notMatch((await visitor.get('/m/mia')).text, /Red team/)
    t.match((await mo.get('/m/mia')).text, /zqnuts/)
  })

  await t.test('what is for staff is told to nobody else, wherever they look', async t => {
    await app.make.thread({ by: people.mia, title: 'By mia' })
    await app.settled()
    const paths = Object.values(PROBES).flatMap(ask => ask({ things: [], author: people.mia }).map(({ path }) => path))
    t.ok(paths.includes('/m/mia') && paths.includes('/api/v1/members/mia') && paths.length > 30)
    for (const client of [noor, visitor]) {
      for (const path of [...paths, '/api/v1/members?limit=100', '/api/v1/completions?kind=member&q=mia'])
        t.notMatch((await client.get(path)).text, /zqnuts/, path)
    }
  })

  await t.test('a profile that is kept from somebody keeps its fields', async t => {
    await mia.api('PATCH', '/members/me', { profileAudience: 'members' })
    t.equal(await fieldsFor(visitor), undefined)
    t.notMatch((await visitor.get('/m/mia')).text, /she\/they/)
    t.ok(await fieldsFor(noor))
    await mia.api('PATCH', '/members/me', { profileAudience: 'everyone' })
  })

  await t.test('the plugin reads its own, of many at once', async t => {
    const teams = await visitor.get(`/api/v1/desk/teams/${people.mia.id}`)
    t.match(teams.json(), { pronouns: 'she/they', team: 'red', allergies: 'zqnuts' })
    t.strictSame((await visitor.get(`/api/v1/desk/teams/${people.noor.id}`)).json(), {})
  })

  await t.test('one is taken back, and the others stay', async t => {
    t.match((await change({ 'desk.site': null, 'desk.team': '' })).json(), {
      fields: { 'desk.pronouns': 'she/they', 'desk.allergies': 'zqnuts' },
    })
    t.notOk(Object.keys((await fieldsFor(mia)) ?? {}).includes('desk.site'))
  })

  await t.test('while the plugin is off they are kept and not shown, and gone when it is uninstalled', async t => {
    const ada = await app.ctx(people.ada)
    const kept = async () => {
      const [row] = await ada.db.select({ fields: members.fields }).from(members).where(eq(members.id, people.mia.id))
      return row?.fields
    }
    await ada.db
      .update(members)
      .set({ fields: { ...(await kept()), 'deskless.word': 'stays' } })
      .where(eq(members.id, people.mia.id))
    await disable(ada, 'desk')
    t.equal(await fieldsFor(mia), undefined)
    t.notMatch((await mia.get('/m/mia')).text, /she\/they/)
    t.equal((await change({ 'desk.team': 'blue' })).status, 422)
    await enable(await app.ctx(people.ada), 'desk', ['tables', 'routes', 'memberFields'])
    t.match(await fieldsFor(mia), { 'desk.pronouns': 'she/they' })

    let exported = ''
    for await (const some of await exportLines(await app.ctx(people.ada), 'desk')) exported += some
    t.match(exported, '{"table" : "public.members", "row" : {"id" :')
    t.match(exported, 'she/they')
    t.notMatch(exported, 'deskless')

    await disable(await app.ctx(people.ada), 'desk')
    await uninstall(await app.ctx(people.ada), 'desk')
    t.strictSame(await kept(), { 'deskless.word': 'stays' })
  })

  await t.test('nothing of them is left of an erased account', async t => {
    t.strictSame((await emptied(await app.ctx(), people.mia.id)).fields, {})
  })
})
