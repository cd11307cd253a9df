/** Every view as people meet it: two widths, light and dark, no violation that axe-core knows, nothing wider than the window. */
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import t from 'tap'
import { mails, members, posts } from '../../db/tables/index.ts'
import { changeSettings } from '../../server/core/settings.ts'
import { ask } from '../../server/operations/examine.ts'
import { edit } from '../../server/posts/edit.ts'
import { remove } from '../../server/posts/removal.ts'
import { setupKey } from '../../server/setup/service.ts'
import * as tags from '../../server/tags/queries.ts'
import * as tagService from '../../server/tags/service.ts'
import * as webhookService from '../../server/webhooks/service.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { axe, DESK, needsBrowser, openWindow, overflow, PHONE, startBrowser } from '../support/browser.ts'
import { drawing, type UploadJson, upload } from '../support/files.ts'
import { type Person, people } from '../support/people.ts'
import { freePort } from '../support/port.ts'
import { allRoutes } from '../support/routes.ts'
import { startStaged } from '../support/staged.ts'

/** One view: the route that it belongs to, its address, who looks, and what they do before it is looked at. */
type View = {
  readonly route: string
  readonly path?: string
  readonly by?: Person
  readonly act?: (page: Page) => Promise<void>
}

/** Sends the page's form for `action` as it is, so that it comes back with what is wrong. */
const send = (action: string) => async (page: Page) => {
  const form = page.locator(`form[action="${action}"], form[action^="${action}#"]`)
  await form.evaluate(one => one.setAttribute('novalidate', ''))
  await Promise.all([page.waitForLoadState('load'), form.evaluate(one => (one as HTMLFormElement).requestSubmit())])
  await page.locator('[aria-invalid=true], .note').first().waitFor()
}

/** The same with nothing in one of its fields; it may be folded away. */
const sendWithout = (action: string, name: string) => async (page: Page) => {
  await page.locator(`form[action="${action}"] [name="${name}"]`).evaluate(one => one.setAttribute('value', ''))
  await send(action)(page)
}

/** Opens all that is folded. */
const unfold = (page: Page): Promise<void> =>
  page.locator('main details, .aside details').evaluateAll(all => {
    for (const one of all) one.setAttribute('open', '')
  })

/** Sends an edit that began from a text which somebody else has replaced meanwhile. */
const sendStale = (action: string) => async (page: Page) => {
  const form = page.locator(`form[action^="${action}#"]`)
  await form.locator('[name=version]').evaluate(one => one.setAttribute('value', '1'))
  await form.locator('[name=body]').fill('Other words')
  await form.locator('[name=reason]').fill('They are shorter')
  await form.locator('[value=post]').click()
  await page.locator('#meanwhile').waitFor()
}

const BODY = `## A heading

Some words with \`code\`, a [link](https://example.org), **weight** and a list:

- one
- two

> Somebody said this

\`\`\`js
const answer = 42 // and a line that is long enough to need to scroll sideways on any telephone there ever was
\`\`\`

A ||hidden word|| and a note[^1] for @noor, <kbd>Enter</kbd>, https://example.org/${'a/very/long/address/'.repeat(8)}

> [@mia](/t/1/-/1):
> Quoted words

- [x] done
- [ ] not yet

:::spoiler What is folded away
Words
:::

| ${'a column | '.repeat(12)}
| ${'--- | '.repeat(12)}
| ${'1 | '.repeat(12)}

/t/1

[^1]: The note`

/** A member without a picture whose face is two letters: what stands in a control must be part of the control's name. */
async function lettered(app: TestApp): Promise<Person> {
  for (;;) {
    const person = await app.make.member()
    await app.database.db.update(members).set({ displayName: 'Zoë Quist' }).where(eq(members.id, person.id))
    const { page } = await (await app.as(person)).get('/')
    if (page.querySelector('summary .av')?.textContent === 'ZQ') return person
  }
}

/** Everything there is to look at. */
async function viewsOf(app: TestApp): Promise<View[]> {
  const { make, database } = app
  const parent = await make.category()
  const category = await make.category({ parentId: parent.id })
  const thread = await make.thread({
    categoryId: category.id,
    by: people.mia,
    title: 'A thread to look at',
    body: BODY,
    tags: ['resole', 'long-read'],
  })
  const tag = await tags.find(await app.ctx(people.ada), 'resole')
  await tagService.addSynonym(await app.ctx(people.ada), { id: tag.id, name: 'New soles' })
  const reply = await make.post({ threadId: thread.id, by: people.noor, body: BODY })
  for (let index = 0; index < 25; index++) await make.post({ threadId: thread.id, by: people.mia })
  const group = await make.group()
  const [opening] = await database.db
    .select()
    .from(posts)
    .where(eq(posts.threadId, thread.id))
    .orderBy(posts.number)
    .limit(1)
  if (opening) await make.post({ threadId: thread.id, by: people.noor, replyTo: opening.id })
  const edited = await make.post({ threadId: thread.id, by: people.noor, body: BODY })
  const longer = { id: edited.id, body: BODY.replace('Somebody', 'Nobody'), reason: 'Nobody said it' }
  await edit(await app.ctx(people.noor), longer)
  await remove(await app.ctx(people.noor), await make.post({ threadId: thread.id, by: people.noor, body: BODY }))
  await app.visitor().post('/forgot', { email: people.mia.email })
  await app.settled()
  const [mail] = await database.db.select().from(mails).limit(1)
  const { ada, mia, mo, noor } = people
  const sent = await upload(await app.as(mia), {
    bytes: await drawing(900, 600).jpeg().toBuffer(),
    name: 'A photo.jpg',
  })
  const picture = sent.json<UploadJson>()
  // Nobody listens there: its log has a failure.
  const hook = await webhookService.create(await app.ctx(ada), {
    url: `http://127.0.0.1:${await freePort()}/a/very/long/address/`,
    description: 'What the shop hears',
    events: ['thread.created', 'post.created'],
    categoryId: null,
  })
  await webhookService.ping(await app.ctx(ada), hook)
  await app.settled()
  const path = `/t/${thread.id}/${thread.slug}`
  const letters = await lettered(app)
  await make.post({ threadId: thread.id, by: letters })
  await troubled(app)
  return [
    { route: '/' },
    { route: '/', by: mia },
    { route: '/', by: letters },
    { route: '/latest', by: mia },
    { route: '/unread', by: mia },
    { route: '/top' },
    { route: '/top', path: '/top?period=all', by: mia },
    { route: '/unanswered', by: mia },
    { route: '/categories' },
    { route: '/c/:slug', path: `/c/${category.slug}` },
    { route: '/c/:slug', path: `/c/${parent.slug}`, by: mia },
    { route: '/tags' },
    { route: '/tags', path: '/tags?q=nothing-like-it', by: ada },
    { route: '/tags/:slug', path: '/tags/resole' },
    { route: '/tags/:slug', path: '/tags/resole', by: ada },
    { route: '/search' },
    { route: '/search', path: '/search?q=words&per=post', by: mia, act: send('/searches') },
    { route: '/search', path: '/search?q=words&per=post', by: mia, act: sendWithout('/searches', 'name') },
    { route: '/search', by: mia, act: unfold },
    { route: '/search', path: '/search?q=words&per=post', by: noor, act: unfold },
    { route: '/search', path: '/search?q=some+words' },
    {
      route: '/search',
      path: `/search?q=words&in=${parent.slug}&by=mia&tag=resole&from=2020-01-01&per=post`,
      by: noor,
    },
    { route: '/search', path: '/search?q=nothing-like-it&tag=resole', by: mia },
    { route: '/search', path: '/search?q=words&in=nowhere&by=nobody' },
    { route: '/t/:id/:slug', path },
    { route: '/t/:id/:slug', path, by: mia },
    { route: '/t/:id/:slug/:number', path: `${path}/21`, by: letters },
    { route: '/t/:id/:slug/:number', path: `${path}/21`, by: ada },
    { route: '/t/:id/:slug/related', path: `${path}/related`, by: mia },
    { route: '/t/:id/:slug/unread', path: `${path}/unread`, by: mia },
    { route: '/t/:id', path: '/t/999999999' },
    { route: '/threads/new', by: mia },
    { route: '/threads/new', by: mia, act: send('/threads') },
    { route: '/drafts', by: mia },
    { route: '/posts/:id/edit', path: `/posts/${opening?.id}/edit`, by: mia },
    { route: '/posts/:id/delete', path: `/posts/${reply.id}/delete`, by: ada },
    { route: '/bookmarks', by: mia },
    { route: '/posts/:id/bookmark', path: `/posts/${reply.id}/bookmark`, by: mia },
    { route: '/posts/:id/edit', path: `/posts/${edited.id}/edit`, by: noor },
    { route: '/posts/:id/edit', path: `/posts/${edited.id}/edit`, by: ada, act: sendStale(`/posts/${edited.id}`) },
    { route: '/posts/:id/history', path: `/posts/${edited.id}/history` },
    { route: '/posts/:id/history', path: `/posts/${reply.id}/history`, by: mia },
    { route: '/posts/deleted', by: mia },
    { route: '/posts/deleted', by: noor },
    { route: '/threads/:id/edit', path: `/threads/${thread.id}/edit`, by: ada },
    { route: '/posts/:id/reactions', path: `/posts/${reply.id}/reactions`, by: mia },
    { route: '/m/:name', path: '/m/mia' },
    { route: '/m/:name', path: '/m/mia', by: mia },
    { route: '/m/:name/threads', path: '/m/mia/threads' },
    { route: '/m/:name/posts', path: '/m/mia/posts', by: mia },
    { route: '/m/:name/card', path: '/m/mia/card' },
    { route: '/notifications', by: mia },
    { route: '/notifications', path: '/notifications?unread=true', by: noor },
    { route: '/settings/notifications', by: mia },
    { route: '/sign-in' },
    { route: '/sign-in', act: send('/sign-in') },
    { route: '/join' },
    { route: '/join', act: send('/join') },
    { route: '/privacy' },
    { route: '/terms', by: mia },
    { route: '/forgot' },
    { route: '/reset', path: '/reset?key=wrong' },
    { route: '/verify', path: '/verify?key=wrong' },
    { route: '/setup', path: '/setup?key=wrong' },
    { route: '/settings/account', by: mia },
    { route: '/settings/data', by: mia },
    { route: '/settings/erase', by: mia },
    { route: '/settings/erase', by: mia, act: send('/settings/erase') },
    { route: '/settings/follows', by: mia },
    { route: '/settings/follows', path: '/settings/follows?level=mute', by: mia },
    { route: '/settings/sessions', by: mia },
    { route: '/settings/profile', by: mia },
    { route: '/settings/privacy', by: mia },
    { route: '/settings/preferences', by: mia },
    { route: '/settings/uploads', by: mia },
    { route: '/uploads/new', path: `/uploads/new?made=${picture.id}`, by: mia },
    { route: '/uploads/new', by: mia, act: send('/uploads') },
    { route: '/settings/tokens', by: ada },
    { route: '/admin', by: ada },
    { route: '/admin/settings', by: ada },
    { route: '/admin/settings', path: '/admin/settings?q=nothing-like-it', by: ada },
    { route: '/admin/audit', by: ada },
    { route: '/admin/audit', path: '/admin/audit?act=nothing.such', by: ada },
    { route: '/admin/access', path: `/admin/access?member=mia&category=${category.id}`, by: ada },
    { route: '/admin/appearance', by: ada },
    { route: '/admin/categories', by: ada },
    { route: '/admin/categories/new', by: ada },
    { route: '/admin/categories/rights', by: ada },
    { route: '/admin/categories/:id', path: `/admin/categories/${category.id}`, by: ada },
    { route: '/admin/system', by: ada },
    { route: '/admin/tags', by: ada },
    { route: '/admin/tags', by: mo },
    { route: '/admin/tags/:id', path: `/admin/tags/${tag.id}`, by: ada },
    { route: '/admin/tags/:id/delete', path: `/admin/tags/${tag.id}/delete`, by: ada },
    { route: '/admin/groups', by: ada },
    { route: '/admin/groups/:id', path: `/admin/groups/${group.id}`, by: ada },
    { route: '/admin/members', by: ada },
    { route: '/admin/members', path: '/admin/members?q=nobody-so&state=staff', by: ada },
    { route: '/admin/members/:id', path: `/admin/members/${mia.id}`, by: ada },
    { route: '/admin/members/:id/merge', path: `/admin/members/${mia.id}/merge`, by: ada },
    { route: '/admin/members/:id/erase', path: `/admin/members/${mia.id}/erase`, by: ada },
    { route: '/admin/permissions', by: ada },
    { route: '/admin/plugins', by: ada },
    { route: '/admin/plugins', path: '/admin/plugins?state=failed', by: ada },
    { route: '/admin/plugins/:id', path: '/admin/plugins/none', by: ada },
    { route: '/admin/plugins/:id/delete', path: '/admin/plugins/none/delete', by: ada },
    { route: '/api' },
    { route: '/api/:operation', path: '/api/createThread' },
    { route: '/admin/jobs', by: ada },
    { route: '/admin/outbox', by: ada },
    { route: '/admin/outbox/:id', path: `/admin/outbox/${mail?.id}`, by: ada },
    { route: '/admin/webhooks', by: ada },
    { route: '/admin/webhooks', by: ada, act: send('/admin/webhooks') },
    { route: '/admin/webhooks/:id', path: `/admin/webhooks/${hook.id}`, by: ada },
    { route: '/admin/webhooks/:id/delete', path: `/admin/webhooks/${hook.id}/delete`, by: ada },
  ]
}

/** A queue and a log in which something is wrong, and an examination. */
async function troubled({ database: { db }, ctx, settled }: TestApp): Promise<void> {
  await ask(await ctx(people.ada))
  await changeSettings(await ctx(people.ada), { 'site.tagline': 'Letters for every traveller', 'posts.perMinute': 12 })
  await settled()
  await db.execute(sql`select graphile_worker.add_job('core.forget', run_at := now() + interval '1 hour')`)
  await db.execute(
    sql`select graphile_worker.add_job('mail.send', payload := '{"id":1}', run_at := now() + interval '1 hour')`,
  )
  await db.execute(sql`update graphile_worker._private_jobs set last_error = 'a_name_without_any_place_to_break_it'
    , attempts = case when payload::text = '{"id":1}' then max_attempts else 1 end`)
  await db.execute(
    sql`update consumers set failures = 3, failing_since = now(), trouble = 'no room' where name = 'cards'`,
  )
}

/** Looks in three ways; the colours' contrast is all that a scheme changes, and no width changes a colour. */
async function lookAt(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const [width, { viewport }, rules] of [
    ['phone', PHONE, { without: ['color-contrast'] }],
    // Where all is shown.
    ['desk', DESK, {}],
  ] as const) {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ colorScheme: 'light' })
    found.push(...(await axe(page, rules)).map(one => `${width}, light: ${one}`))
    const beyond = await overflow(page)
    if (beyond > 0) found.push(`${width}: ${beyond}px wider than the window`)
  }
  await page.emulateMedia({ colorScheme: 'dark' })
  found.push(...(await axe(page, { only: ['color-contrast'] })).map(one => `dark: ${one}`))
  return found
}

t.test('views', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const views = await viewsOf(app)
  const look = { ...PHONE, bypassCSP: true, reducedMotion: 'reduce', locale: 'fr-FR' } as const

  t.test('every page has been looked at', async t => {
    const files =
      /^\/(api\/v1|assets|plugin-assets|admin\/plugins\/:id\/export|metrics|brand-|style-|look\.|marks\/|me-|healthz|readyz|robots|sitemap|(.*\/)?feed\.:format$|.*\/:source\(|u\/:name|uploads\/:key|avatars|live$|threads\/:id\/read|t\/:id\/:slug\/best|settings\/data\/:id\/file)/
    const pages = allRoutes().filter(({ method, url }) => method === 'GET' && !files.test(url))
    t.strictSame(
      pages.map(route => route.url).filter(url => !views.some(view => view.route === url)),
      [],
    )
  })

  const windows = new Map<number, Promise<Page>>()
  const windowOf = (person: Person | undefined): Promise<Page> => {
    const page = windows.get(person?.id ?? 0) ?? openFor(person)
    windows.set(person?.id ?? 0, page)
    return page
  }
  const openFor = async (person: Person | undefined): Promise<Page> => {
    const { page } = await openWindow(browser, app.url, look)
    if (!person) return page
    const session = (await app.as(person)).cookie('guildhall')
    if (!session) throw new Error(`${person.name} is not signed in`)
    await page.context().addCookies([{ name: 'guildhall', value: session, url: app.url }])
    return page
  }

  for (const { route, path = route, by, act } of views) {
    t.test(`${path} ${by ? `for ${by.name}` : 'for a visitor'}${act ? ' after a refusal' : ''}`, async t => {
      const page = await windowOf(by)
      const answer = await page.goto(path)
      t.ok((answer?.status() ?? 500) < 500)
      await act?.(page)
      t.strictSame(await lookAt(page), [])
    })
  }

  t.test('/admin/plugins where there are some', async t => {
    const staged = await startStaged(t, { plugins: [join(import.meta.dirname, '../plugins/good/greet')] })
    await staged.make.thread({ by: people.mia })
    await staged.settled()
    const { page } = await openWindow(browser, staged.url, look)
    await page
      .context()
      .addCookies([
        { name: 'guildhall', value: (await staged.as(people.ada)).cookie('guildhall') ?? '', url: staged.url },
      ])
    for (const path of ['/admin/plugins', '/admin/plugins/greet']) {
      await page.goto(path)
      t.strictSame(await lookAt(page), [], path)
    }
    await page.goto('/admin/plugins')
    await page.locator('form[action="/admin/plugin-bisection"] button').click()
    await page.locator('[name=gone]').first().waitFor()
    t.strictSame(await lookAt(page), [], 'while one is looked for')
    for (let answer = 0; answer < 2; answer++)
      await Promise.all([page.waitForEvent('load'), page.locator('[name=gone][value=yes]').click()])
    t.ok(await page.locator('[aria-labelledby=bisect] strong').isVisible())
    t.strictSame(await lookAt(page), [], 'when it is found')
    await Promise.all([
      page.waitForEvent('load'),
      page.locator('form[action$="/plugin-bisection/delete"] button').click(),
    ])
    await page.goto('/admin/plugins/greet')
    await Promise.all([page.waitForLoadState('load'), page.locator('form[action$="/enabled/delete"] button').click()])
    await page.locator('[name=agreed]').first().waitFor()
    t.strictSame(await lookAt(page), [], 'what it asks for')
    await page.goto('/admin/plugins/greet/delete')
    t.strictSame(await lookAt(page), [], 'before it is uninstalled')
  })

  t.test('/setup before the community is set up', async t => {
    const fresh = await startApp(t, { untouched: true })
    const { page } = await openWindow(browser, fresh.url, look)
    await page.goto(`/setup?key=${await setupKey(fresh.server.ctx())}`)
    t.strictSame(await lookAt(page), [])
    await page.goto('/')
    t.strictSame(await lookAt(page), [])
  })
})
