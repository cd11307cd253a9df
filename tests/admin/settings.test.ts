/** The settings page builds itself from declarations; the API writes the same settings. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { auditEntries, settings } from '../../db/tables/index.ts'
import { isMessageKey } from '../../server/core/i18n.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

type Settings = { values: Record<string, unknown> }

t.test('settings', async t => {
  const app = await startApp(t)
  const db = app.database.db
  const [asAda, asMo, asMia] = await Promise.all([app.as(people.ada), app.as(people.mo), app.as(people.mia)])

  t.test('every declared setting, option and area has a label, and so has every permission', async t => {
    const { declarations, gate } = (await app.ctx()).host
    const keys = Object.entries(declarations).flatMap(([key, declaration]) => [
      `setting.${key}`,
      `setting.area.${key.split('.')[0]}`,
      ...(declaration.type === 'choice' ? declaration.options.map(option => `setting.${key}.${option}`) : []),
    ])
    const permissions = Object.keys(gate.declarations).map(name => `permission.${name}`)
    t.strictSame(
      [...keys, ...permissions].filter(key => !isMessageKey(key)),
      [],
    )
  })

  t.test('the page has a control for every setting', async t => {
    const { page } = await asAda.get('/admin/settings')
    for (const [key, { hidden }] of Object.entries((await app.ctx()).host.declarations)) {
      if (!hidden) t.ok(page.querySelector(`form [name="${key}"]`), key)
    }
  })

  t.test('a changed setting holds on the next page, for everybody', async t => {
    t.notMatch((await app.visitor().get('/')).text, /The Bothy/)
    const form = await asAda.get('/admin/settings')
    const answer = await form.submit('/admin/settings', { 'site.name': 'The Bothy', 'site.brightFill': 'on' })
    t.equal(answer.location, '/admin/settings?notice=saved')
    const again = await answer.follow()
    t.match(again.seen('[role=status]'), /./)
    t.equal(again.page.querySelector('[name="site.name"]')?.getAttribute('value'), 'The Bothy')
    t.ok(again.page.querySelector('[name="site.brightFill"]')?.hasAttribute('checked'))
    t.match((await app.visitor().get('/')).seen('title'), /The Bothy/)
    t.match((await asMia.get('/')).seen('title'), /The Bothy/)
  })

  t.test('only what differs is stored, and an unticked box is off', async t => {
    const form = await asAda.get('/admin/settings')
    await form.submit('/admin/settings', { 'site.brightFill': [] })
    const keys = (await db.select({ key: settings.key, value: settings.value }).from(settings)).sort((a, b) =>
      a.key.localeCompare(b.key),
    )
    t.strictSame(keys, [
      { key: 'site.brightFill', value: false },
      { key: 'site.name', value: 'The Bothy' },
    ])
    const [entry] = await db
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.act, 'settings.change'))
      .orderBy(auditEntries.id)
    t.equal(entry?.actorId, people.ada.id)
    t.same(entry?.data, { keys: ['site.name', 'site.brightFill'] })
  })

  t.test('wrong values are all named, nothing is stored, and what was typed stands there', async t => {
    const form = await asAda.get('/admin/settings')
    const answer = await form.submit('/admin/settings', {
      'site.name': ' ',
      'site.hue': 'green',
      'site.tagline': 'Typed and kept',
      'accounts.joining': 'maybe',
      'posts.perMinute': '0',
    })
    t.equal(answer.status, 422)
    const wrong = ['site.name', 'site.hue', 'accounts.joining', 'posts.perMinute']
    for (const name of wrong)
      t.equal(answer.page.querySelector(`[name="${name}"]`)?.getAttribute('aria-invalid'), 'true', name)
    t.equal(answer.page.querySelector('[name="site.tagline"]')?.getAttribute('value'), 'Typed and kept')
    t.equal(answer.page.querySelector('[name="site.hue"]')?.getAttribute('value'), 'green')
    t.notMatch((await app.visitor().get('/')).text, /Typed and kept/)
  })

  t.test('the API reads and writes the same, for administrators alone', async t => {
    t.equal((await app.visitor().api('GET', '/settings')).status, 401)
    for (const client of [asMia, asMo]) {
      t.equal((await client.api('GET', '/settings')).status, 403)
      t.equal((await client.api('PATCH', '/settings', { values: { 'site.name': 'Mine' } })).status, 403)
    }
    t.match((await asAda.api('GET', '/settings')).json<Settings>().values, {
      'site.name': 'The Bothy',
      'site.hue': 172,
    })
    const changed = await asAda.api('PATCH', '/settings', { values: { 'site.hue': 20, 'site.tagline': '<b>bold</b>' } })
    t.equal(changed.status, 200)
    t.match(changed.json<Settings>().values, { 'site.hue': 20, 'site.name': 'The Bothy' })
    t.notMatch((await app.visitor().get('/')).text, /<b>bold/, 'a text is never markup')
  })

  t.test('the API takes no form text for numbers, and no name that nobody declared', async t => {
    const answer = await asAda.api('PATCH', '/settings', {
      values: { 'site.hue': '20', 'site.nmae': 'x', constructor: 'x', 'site.brightFill': 'on' },
    })
    t.equal(answer.status, 422)
    const paths = answer.json<{ errors: { path: string }[] }>().errors.map(one => one.path)
    t.strictSame(paths.sort(), ['constructor', 'site.brightFill', 'site.hue', 'site.nmae'])
    t.equal((await asAda.api('PATCH', '/settings', { values: { 'site.name': { a: 1 } } })).status, 422)
  })
})
