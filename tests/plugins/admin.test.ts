/** What whoever manages plugins sees of them, and does with them. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { GROUP } from '../../server/core/actor.ts'
import { grant } from '../../server/core/permissions.ts'
import { people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'

const GREET = join(import.meta.dirname, 'good/greet')

type Told = {
  readonly id: string
  readonly state: string
  readonly trouble: string | null
  readonly agreed: readonly string[]
  readonly health: readonly { readonly point: string; readonly calls: number }[]
  readonly tables: readonly { readonly name: string; readonly rows: number; readonly bytes: number }[]
}

t.test('a plugin that was put into the data folder', async t => {
  const app = await startStaged(t)
  await app.install(GREET, { on: false })
  const ada = await app.as(people.ada)
  const told = async () => (await ada.api('GET', '/plugins/greet')).json<Told>()

  await t.test('only who may manage plugins sees them, and may do anything with them', async t => {
    const mia = await app.as(people.mia)
    t.equal((await mia.get('/admin/plugins')).status, 403)
    t.equal((await app.visitor().api('GET', '/plugins')).status, 401)
    t.equal((await mia.api('PUT', '/plugins/greet/enabled', { agreed: [] })).status, 403)
    t.equal((await mia.api('POST', '/plugins/greet/reloads')).status, 403)
    await grant(await app.ctx(people.ada), 'plugin.manage', [GROUP.members])
    t.equal((await mia.get('/admin/plugins')).status, 200)
  })

  await t.test('it is found when the server is built anew, and is off', async t => {
    t.equal((await ada.get('/admin/plugins/greet')).status, 404)
    await app.stage.reload()
    const { page } = await ada.get('/admin/plugins')
    t.match(page.querySelector('.ledger')?.textContent, /Greetings1\.2\.0Says hello\.From the data folder.*off/)
    const on = (await ada.get('/admin/plugins?state=on')).page.querySelector('.ledger')?.textContent ?? ''
    t.notMatch(on, /Greetings/)
    t.match(on, /Polls/, 'what we bring is on unless somebody says otherwise')
    const all = (await ada.api('GET', '/plugins')).json<{ safeMode: boolean; items: { id: string; state: string }[] }>()
    t.equal(all.safeMode, false)
    t.equal(all.items.find(({ id }) => id === 'greet')?.state, 'off')
  })

  await t.test('it is not switched on before all that it asks for is agreed to', async t => {
    const { page } = await ada.get('/admin/plugins/greet')
    t.match(page.querySelector('form[action$="/enabled"]')?.textContent, /Tables of its own.*Pages and operations/)
    const refused = await ada.post('/admin/plugins/greet/enabled', { agreed: 'tables' })
    t.equal(refused.status, 422)
    t.match(refused.text, /only with all of these/)
    t.match(await told(), { state: 'off' })
    t.equal((await ada.api('PUT', '/plugins/greet/enabled', { agreed: ['tables'] })).status, 422)
    t.equal((await app.visitor().get('/x/greet')).status, 404)
  })

  await t.test('agreed to, it answers at once, and its page says how it does and what it stores', async t => {
    const agreed = { agreed: ['tables', 'routes', 'jobs'] }
    t.equal((await ada.api('PUT', '/plugins/greet/enabled', agreed)).status, 204)
    t.equal((await app.visitor().get('/x/greet')).status, 200)
    await app.make.thread({ by: people.mia })
    await app.settled()
    const { state, health, tables } = await told()
    t.equal(state, 'on')
    t.match(
      health.find(({ point }) => point === 'on post.created'),
      { calls: 1 },
    )
    t.match(tables, [{ name: 'greetings', rows: 1 }])
    const { page, text } = await ada.get('/admin/plugins/greet')
    t.match(page.querySelector('[aria-labelledby=health]')?.textContent, /on post\.created1/)
    t.match(page.querySelector('[aria-labelledby=stored]')?.textContent, /greetings1/)
    t.match(text, /href="\/admin\/settings#area-greet"/)
  })

  await t.test('it is switched off and on by buttons, and the log says who did', async t => {
    const off = await ada.post('/admin/plugins/greet/enabled/delete', {})
    t.equal(off.headers.location, '/admin/plugins/greet')
    t.match(await told(), { state: 'off', agreed: ['tables', 'routes', 'jobs'] })
    await ada.post('/admin/plugins/greet/enabled', { agreed: ['tables', 'routes', 'jobs'] })
    t.match(await told(), { state: 'on' })
    t.match((await ada.get('/admin/audit?targetType=plugin')).text, /switched off a plugin/)
  })

  await t.test('what it stores is a file of lines, for who may manage plugins', async t => {
    const file = await ada.get('/admin/plugins/greet/export')
    t.match(file.headers, { 'content-disposition': 'attachment; filename="plugin-greet.jsonl"' })
    t.match(JSON.parse(file.text.trim()), { table: 'greetings', row: { words: 'noted' } })
    t.equal((await (await app.as(people.noor)).get('/admin/plugins/nobody/export')).status, 404)
    t.equal((await app.visitor().api('GET', '/plugins/greet/export')).status, 401)
  })

  await t.test('loaded again, it is what lies in its folder now', async t => {
    const path = join(app.dataDir, 'plugins/greet/plugin.tsx')
    const source = await readFile(path, 'utf8')
    await writeFile(path, source.replace("version: '1.2.0'", "version: '1.3.0'"))
    await ada.post('/admin/plugins/greet/reloads', {})
    t.match(await told(), { state: 'on', version: '1.3.0' })
    await writeFile(path, source.replace("server: '>=0.1.0'", "server: '>=99'"))
    await ada.post('/admin/plugins/greet/reloads', {})
    t.match(await told(), { state: 'failed', trouble: /made for Guildhall >=99/ })
    t.match((await ada.get('/admin/plugins/greet')).text, /made for this release in its folder/)
  })

  await t.test('one that cannot be read is told with the others', async t => {
    await mkdir(join(app.dataDir, 'plugins/broken'))
    await writeFile(join(app.dataDir, 'plugins/broken/plugin.ts'), 'export default {')
    await app.stage.reload()
    t.match((await ada.get('/admin/plugins?state=failed')).text, /href="\/admin\/plugins\/broken"/)
    t.match((await ada.get('/admin/plugins/broken')).text, /cannot be loaded/)
    t.match((await ada.api('PUT', '/plugins/broken/enabled', { agreed: [] })).status, 422)
  })
})

t.test('a plugin that was uninstalled has left nothing but its files', async t => {
  const app = await startStaged(t, { plugins: [GREET] })
  const [ada, { db }] = [await app.as(people.ada), await app.ctx()]
  await app.make.thread({ by: people.mia })
  await app.settled()
  await ada.api('PATCH', '/settings', { values: { 'greet.word': 'Ahoy', 'site.tagline': 'Kept' } })
  t.equal((await ada.api('PUT', '/permissions/greet.send', { groups: ['staff'] })).status, 200)
  const kept = async () => {
    const [row] = await db.execute(sql`select to_regclass('plugin_greet.greetings') is not null as tables,
      (select array_agg(key order by key) from settings where key like 'greet.%' or key = 'site.tagline') as settings,
      exists (select from permission_grants where permission like 'greet.%') as grants,
      exists (select from consumers where name = 'plugin.greet') as cursor,
      exists (select from plugin_migrations where plugin = 'greet') as migrations,
      exists (select from plugins where id = 'greet') as decided`)
    return row
  }
  const all = { tables: true, grants: true, cursor: true, migrations: true, decided: true }
  t.strictSame(await kept(), { ...all, settings: ['greet.word', 'site.tagline'] })

  t.equal((await ada.api('DELETE', '/plugins/greet')).status, 409, 'not while it is on')
  t.match((await ada.get('/admin/plugins/greet/delete')).text, /Switch it off first/)
  t.equal((await kept())?.tables, true)

  await ada.post('/admin/plugins/greet/enabled/delete', {})
  const question = await ada.get('/admin/plugins/greet/delete')
  t.match(question.text, /Its row, its settings/)
  t.match(question.text, join(app.dataDir, 'plugins/greet'), 'which folder to remove')
  t.equal((await ada.post('/admin/plugins/greet/delete', {})).status, 303)
  const none = { tables: false, grants: false, cursor: false, migrations: false, decided: false }
  t.strictSame(await kept(), { ...none, settings: ['site.tagline'] })
  t.match((await ada.api('GET', '/plugins/greet')).json(), { state: 'off', agreed: [], tables: [] })
  t.match((await ada.get('/admin/audit?targetType=plugin')).text, /removed what a plugin stored/)

  const agreed = { agreed: ['tables', 'routes', 'jobs'] }
  t.equal((await ada.api('PUT', '/plugins/greet/enabled', agreed)).status, 204)
  t.match((await ada.api('GET', '/plugins/greet')).json(), { state: 'on', tables: [{ name: 'greetings', rows: 0 }] })
})

t.test('in safe mode the page says why none is on', async t => {
  const app = await startStaged(t, { plugins: [GREET], env: { GUILDHALL_SAFE_MODE: '1' } })
  const ada = await app.as(people.ada)
  t.match((await ada.get('/admin/plugins')).text, /started without plugins/)
  t.match((await ada.api('GET', '/plugins')).json(), { safeMode: true, items: [{ enabled: true, state: 'off' }] })
})
