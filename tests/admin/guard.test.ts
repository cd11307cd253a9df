/** Every page of the administration, found from the routes: who comes in, and that a refused form shows nothing either. */
import t from 'tap'
import { GROUP } from '../../server/core/actor.ts'
import { translator } from '../../server/core/i18n.ts'
import { grant } from '../../server/core/permissions.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'
import { allRoutes } from '../support/routes.ts'

const PAGES = /^\/admin(\/|$)/
/** Moderators keep the tags: these have a right of their own, which groups are granted. */
const KEPT = /^\/admin\/tags(\/|$)/

t.test('the door of the administration', async t => {
  const app = await startApp(t)
  const [asAda, asMo, asMia] = await Promise.all([app.as(people.ada), app.as(people.mo), app.as(people.mia)])
  const routes = allRoutes().filter(({ url, method }) => PAGES.test(url) && method !== 'HEAD')
  const addresses = (method: string) =>
    routes.filter(one => one.method === method).map(({ url }) => url.replaceAll(/:\w+/g, '1'))

  t.test('there are pages to guard', async t => {
    t.ok(addresses('GET').length >= 9)
    t.ok(addresses('POST').length >= 10)
  })

  t.test('a visitor is sent to sign in, and comes back to where they wanted to be', async t => {
    for (const path of addresses('GET')) {
      const answer = await app.visitor().get(path)
      t.equal(answer.status, 303, path)
      t.equal(answer.location, `/sign-in?returnTo=${encodeURIComponent(path)}`)
    }
    for (const path of addresses('POST')) t.equal((await app.visitor().post(path)).status, 401, path)
  })

  t.test('a member and a moderator are refused on every page and form', async t => {
    for (const client of [asMia, asMo]) {
      const closed = (path: string) => client === asMia || !KEPT.test(path)
      for (const path of addresses('GET').filter(closed)) t.equal((await client.get(path)).status, 403, path)
      for (const path of addresses('POST').filter(closed)) {
        const answer = await client.post(path)
        t.equal(answer.status, 403, path)
        t.notOk(answer.seen('main form[action^="/admin"]'), `${path} shows no form of the administration`)
      }
    }
  })

  t.test('an administrator sees the dashboard, with what is missing and what was done', async t => {
    await app.make.group()
    const page = await asAda.get('/admin')
    t.equal(page.status, 200)
    t.match(page.seen('main'), /PostgreSQL/)
    t.match(page.text, /SMTP_URL/, 'mail is not set up')
    t.match(page.text, /PUBLIC_URL/, 'the address is not set')
    t.match(page.seen('main .ledger > li'), translator('en')('audit.group.create'))
    t.match(page.seen('main .ledger > li'), 'ada')
    for (const path of [
      '/admin/settings',
      '/admin/categories',
      '/admin/groups',
      '/admin/permissions',
      '/admin/outbox',
    ]) {
      t.equal((await asAda.get(path)).status, 200, path)
    }
  })

  t.test('who may administer holds for whom it is granted, at once, and each area has its own right', async t => {
    await grant(await app.ctx(), 'site.administer', [GROUP.moderators])
    t.equal((await asMo.get('/admin')).status, 200)
    t.equal((await asMo.get('/admin/settings')).status, 200)
    t.equal((await asMo.get('/admin/outbox')).status, 403, 'mails hold links that sign in')
    t.equal((await asMo.get('/admin/categories')).status, 403, 'names of categories out of their sight')
    t.equal((await asMo.get('/admin/groups')).status, 403)
    const more = await asMo.post('/admin/permissions', {
      'site.administer': String(GROUP.moderators),
      'outbox.read': String(GROUP.moderators),
      'member.list': String(GROUP.everyone),
    })
    t.equal(more.status, 403, 'nobody hands out what they do not hold')
    t.equal((await asMo.get('/admin/outbox')).status, 403)
    await grant(await app.ctx(), 'site.administer', [])
    t.equal((await asMo.get('/admin')).status, 403)
  })
})
