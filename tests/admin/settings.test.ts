/** The settings page builds itself from declarations; the API writes the same settings. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { auditEntries, settings } from '../../db/tables/index.ts'
import { isMessageKey } from '../../server/core/i18n.ts'
import { startApp } from '../support/app.ts'
import { formOf } from '../support/html.ts'
import { people } from '../support/people.ts'

type Setting = { key: string; label: string; default: unknown; changed: boolean }
type Settings = { values: Record<string, unknown>; settings: Setting[] }

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
    t.same(entry?.data, {
      changes: [
        { key: 'site.name', from: 'Guildhall', to: 'The Bothy' },
        { key: 'site.brightFill', from: false, to: true },
      ],
    })
  })

  t.test('without scripts the page is narrowed by words, and saving sends what is hidden too', async t => {
    const shown = ({ page }: Awaited<ReturnType<typeof asAda.get>>) =>
      [...page.querySelectorAll('[data-words]')].filter(one => !one.hasAttribute('hidden')).length
    const all = await asAda.get('/admin/settings')
    const declared = Object.values((await app.ctx()).host.declarations)
    t.equal(shown(all), declared.filter(({ hidden }) => !hidden).length)
    const page = await asAda.get('/admin/settings?q=POSTS.perminute')
    t.equal(shown(page), 1)
    t.match(page.seen('search [role=status]'), /One setting/)
    t.equal(page.page.querySelectorAll('main section[id^="area-"]:not([hidden])').length, 1)
    t.equal(page.page.querySelectorAll('.contents li:not([hidden])').length, 1)
    await page.submit('/admin/settings', { 'posts.perMinute': '11' })
    const values = (await asAda.api('GET', '/settings')).json<Settings>().values
    t.match(values, { 'posts.perMinute': 11, 'site.name': 'The Bothy' })
    const none = await asAda.get('/admin/settings?q=nothing+like+it')
    t.equal(shown(none), 0)
    t.match(none.seen('search [role=status]'), /No setting/)
    const french = await asAda.get('/admin/settings?q=COQUILLES+delai', { headers: { 'accept-language': 'fr' } })
    t.equal(shown(french), 1, 'accents and capitals do not count')
  })

  t.test('a setting that was changed is marked, and put back without losing what was typed beside it', async t => {
    const page = await asAda.get('/admin/settings')
    const marked = page.page.querySelector('button[value="posts.perMinute"]')
    t.equal(marked?.getAttribute('formaction'), '/admin/settings/defaults')
    t.match(marked?.closest('.setting')?.textContent, /Changed.*10/)
    t.notOk(page.page.querySelector('button[value="threads.perHour"]'))
    const { values } = formOf(page.page, '/admin/settings')
    const typed = { ...values, 'site.tagline': 'Typed and kept', putBack: 'posts.perMinute' }
    const answer = await asAda.post('/admin/settings/defaults', typed)
    t.equal(answer.status, 200)
    const inputOf = (name: string) => answer.page.querySelector(`[name="${name}"]`)?.getAttribute('value')
    t.strictSame([inputOf('posts.perMinute'), inputOf('site.tagline')], ['10', 'Typed and kept'])
    t.match((await asAda.api('GET', '/settings')).json<Settings>().values, {
      'posts.perMinute': 10,
      'site.tagline': '',
      'site.name': 'The Bothy',
    })
    t.equal((await asAda.post('/admin/settings/defaults', { putBack: 'posts.none' })).status, 422)
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

  t.test('the API tells all that is known of each, and puts one back that is to be null', async t => {
    const { settings } = (await asAda.api('GET', '/settings')).json<Settings>()
    const hue = settings.find(({ key }) => key === 'site.hue')
    t.match(hue, { type: 'integer', label: /./, value: 20, default: 172, changed: true, min: 0, max: 359 })
    const answer = await asAda.api('PATCH', '/settings', { values: { 'site.hue': null } })
    t.match(
      answer.json<Settings>().settings.find(({ key }) => key === 'site.hue'),
      { value: 172, changed: false },
    )
  })
})
