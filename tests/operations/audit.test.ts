/** The audit log: narrowed, in words, with ways to what it names; silent about what its reader may not see. */
import t from 'tap'
import { GROUP } from '../../server/core/actor.ts'
import { isMessageKey } from '../../server/core/i18n.ts'
import { grant } from '../../server/core/permissions.ts'
import { changeSettings } from '../../server/core/settings.ts'
import * as settings from '../../server/settings/service.ts'
import * as threads from '../../server/threads/removal.ts'
import { readSource, sourceFiles } from '../check/sources.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

type Entry = {
  id: string
  act: string
  actor: { name: string } | null
  target: { type: string; id: string; name: string | null; url: string | null }
  reason: string
  data: Record<string, unknown>
}
type Entries = { items: Entry[]; nextCursor: string | null }

t.test('every act that is written down has a name in words', async t => {
  const lines = sourceFiles('server')
    .flatMap(path => readSource(path).split('\n'))
    .filter(line => /\bact: |\bnote\(ctx, '/.test(line))
  const acts = lines.flatMap(line => [...line.matchAll(/'([a-z]+\.[a-zA-Z]+)'/g)].map(one => one[1]))
  t.ok(acts.length > 20)
  t.strictSame(
    acts.filter(act => !isMessageKey(`audit.${act}`)),
    [],
  )
})

t.test('the audit log', async t => {
  const app = await startApp(t)
  const [asAda, asMo] = await Promise.all([app.as(people.ada), app.as(people.mo)])
  const ada = await app.ctx(people.ada)
  const entries = async (query: string, client = asAda) =>
    (await client.api('GET', `/audit-entries${query}`)).json<Entries>().items

  t.test('is for those who administer', async t => {
    t.equal((await app.visitor().api('GET', '/audit-entries')).status, 401)
    t.equal((await asMo.api('GET', '/audit-entries')).status, 403)
  })

  t.test('says which setting was what before, and nothing of a secret', async t => {
    const { declarations } = ada.host
    await settings.change(ada, { values: { 'site.name': 'The Bothy', 'site.brightFill': true } })
    const [entry] = await entries('?act=settings.change')
    const { default: name } = declarations['site.name'] ?? {}
    t.strictSame(entry?.data, {
      changes: [
        { key: 'site.name', from: name, to: 'The Bothy' },
        { key: 'site.brightFill', from: false, to: true },
      ],
    })
    const page = await asAda.get('/admin/audit?act=settings.change')
    t.match(page.seen('main .ledger > li'), new RegExp(`Changed settings.*${name} → The Bothy.*no → yes`))
    t.equal(page.page.querySelector('main .ledger a[href="/admin/settings"]')?.textContent, 'Settings')
  })

  t.test('names what is kept for programs, and does not print it', async t => {
    await changeSettings(ada, { 'plugins.bisect': null })
    const [entry] = await entries('?act=settings.change')
    t.strictSame(entry?.data, { changes: [{ key: 'plugins.bisect' }] })
  })

  t.test('is narrowed by who, what, to what and when', async t => {
    const group = await app.make.group()
    const [made] = await entries(`?targetType=group&targetId=${group.id}`)
    t.match(made, { act: 'group.create', actor: { name: 'ada' }, target: { url: `/admin/groups/${group.id}` } })
    t.ok((await entries('?actor=ADA&limit=100')).length > 0)
    t.strictSame(await entries('?actor=mia'), [])
    t.strictSame(await entries('?actor=nobody'), [])
    t.ok((await entries('?act=group.create')).every(({ act }) => act === 'group.create'))
    const hour = 60 * 60_000
    const at = (ahead: number) => new Date(Date.now() + ahead).toISOString()
    t.ok((await entries(`?since=${at(-hour)}&until=${at(hour)}`)).length > 0)
    t.strictSame(await entries(`?since=${at(hour)}`), [])
    t.strictSame(await entries(`?until=${at(-hour)}`), [])
    for (const since of ['yesterday', '0000-01-01T00:00:00Z', '1969-12-31T23:59:59Z'])
      t.equal((await asAda.api('GET', `/audit-entries?since=${since}`)).status, 422, since)

    const today = new Date().toISOString().slice(0, 10)
    const form = { actor: 'ada', act: 'group.create', targetType: '', targetId: '', since: today, until: today }
    const page = await asAda.get(`/admin/audit?${new URLSearchParams(form)}`)
    t.match(page.seen('main .ledger > li'), /Created a group/)
    t.equal(page.page.querySelector('select[name=act] option[selected]')?.getAttribute('value'), 'group.create')
    t.match((await asAda.get('/admin/audit?actor=mia')).seen('main'), /Nothing like that was done/)
    t.equal((await asAda.get('/admin/audit?since=2026-13-01')).status, 422)
    t.equal((await asAda.get('/admin/audit?since=today')).status, 422)
  })

  t.test('pages by key, and the overview leads to all of it', async t => {
    for (let index = 0; index < 51; index++) await app.make.group()
    const overview = await asAda.get('/admin')
    t.equal(overview.page.querySelectorAll('main .ledger > li').length, 12)
    t.ok(overview.page.querySelector('main a[href="/admin/audit"]'))
    const first = await asAda.get('/admin/audit?act=group.create')
    t.equal(first.page.querySelectorAll('main .ledger > li').length, 50)
    const next = first.page.querySelector('a[rel=next]')?.getAttribute('href') ?? ''
    t.match(next, /act=group\.create/)
    t.equal((await asAda.get(next)).page.querySelectorAll('main .ledger > li').length, 2)
    t.equal((await asAda.get('/admin/audit?cursor=nonsense')).status, 422)
  })

  t.test('who administers but does not see a thread reads that something was done, and not to what or why', async t => {
    const group = await app.make.group()
    const within = [group.id]
    const closed = await app.make.category({
      name: 'Zq closed',
      rights: { see: within, reply: within, create: within },
    })
    const author = await app.make.member({ groups: [group.slug] })
    const thread = await app.make.thread({ by: author, categoryId: closed.id, title: 'Zq thread' })
    await threads.remove(ada, { id: thread.id, reason: 'Zq reason' })
    await grant(await app.ctx(), 'site.administer', [GROUP.moderators])
    const query = `?targetType=thread&targetId=${thread.id}`
    t.match(await entries(query), [
      {
        act: 'thread.delete',
        reason: 'Zq reason',
        target: { name: 'Zq thread', url: `/t/${thread.id}/${thread.slug}` },
      },
    ])
    t.match(await entries(query, asMo), [
      { act: 'thread.delete', actor: { name: 'ada' }, reason: '', data: {}, target: { name: null, url: null } },
    ])
    for (const path of ['/admin', '/admin/audit', '/admin/audit?targetType=category'])
      t.notMatch((await asMo.get(path)).seen('main'), /Zq/, path)
    await grant(await app.ctx(), 'site.administer', [])
  })

  t.test('names and reasons are shown as text', async t => {
    const evil = '<img src=x onerror=alert(1)>'
    const thread = await app.make.thread({ title: evil })
    await threads.remove(ada, { id: thread.id, reason: evil })
    const { page } = await asAda.get('/admin/audit?act=thread.delete')
    t.notOk(page.querySelector('main img[src="x"]'))
    t.match(page.querySelector('main')?.textContent, evil)
  })
})
