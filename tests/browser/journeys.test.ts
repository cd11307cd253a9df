/** Whole journeys of two people, each with a browser of their own. */
import type { Browser } from 'playwright-core'
import t from 'tap'
import { type Locale, translator } from '../../server/core/i18n.ts'
import { setupKey } from '../../server/setup/service.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { DESK, needsBrowser, openWindow, overflow, PHONE, startBrowser, type Visit } from '../support/browser.ts'
import { type Person, people } from '../support/people.ts'

const without = { ...PHONE, javaScriptEnabled: false }

/** Joins through the page, in the language of the browser. */
async function join({ page }: Visit, locale: Locale, name: string): Promise<void> {
  const say = translator(locale)
  await page.goto('/')
  await page.locator('a[href^="/join"]:visible').first().click()
  await page.getByLabel(say('join.name')).fill(name)
  await page.getByLabel(say('auth.email')).fill(`${name}@people.example`)
  await page.getByLabel(say('auth.password')).fill(`${name} keeps 1 long secret`)
  await page.locator('form[action="/join"] [type=submit], form[action="/join"] button:not([type])').click()
  await page.waitForURL('/')
}

async function signIn({ page }: Visit, locale: Locale, { name, password }: Person): Promise<void> {
  const say = translator(locale)
  await page.goto('/sign-in')
  await page.getByLabel(say('auth.login')).fill(name)
  await page.getByLabel(say('auth.password')).fill(password)
  await page.getByRole('button', { name: say('nav.signIn') }).click()
  await page.waitForURL('/')
}

async function openThread({ page }: Visit, locale: Locale, thread: { title: string; body: string; category: string }) {
  const say = translator(locale)
  await page.goto('/threads/new')
  await page.getByLabel(say('thread.category')).selectOption({ label: thread.category })
  await page.getByRole('textbox', { name: say('thread.title') }).fill(thread.title)
  await page.getByLabel(say('thread.body')).fill(thread.body)
  await page.getByRole('button', { name: say('thread.post') }).click()
  await page.getByRole('heading', { level: 1, name: thread.title }).waitFor()
}

async function reply({ page }: Visit, locale: Locale, body: string): Promise<void> {
  const say = translator(locale)
  await page.getByLabel(say('reply.body')).fill(body)
  await page.getByRole('button', { name: say('reply.post') }).click()
  await page.locator('.thread').getByText(body).waitFor()
}

t.test('journeys', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const category = await app.make.category()

  t.test('two people talk on a phone without scripts, one in French, one in English', async t => {
    const odile = await openWindow(browser, app.url, { ...without, locale: 'fr-FR' })
    const nell = await openWindow(browser, app.url, { ...without, locale: 'en-GB' })
    await join(odile, 'fr', 'odile')
    t.equal(await odile.page.locator('html').getAttribute('lang'), 'fr')
    await openThread(odile, 'fr', {
      title: 'Le chêne ou le hêtre ?',
      body: 'Pour un **établi**, dites-moi.',
      category: category.name,
    })
    t.equal(await overflow(odile.page), 0)

    await join(nell, 'en', 'nell')
    t.equal(await nell.page.locator('html').getAttribute('lang'), 'en')
    await nell.page.getByRole('link', { name: 'Le chêne ou le hêtre ?' }).first().click()
    t.equal(await nell.page.locator('.thread strong').textContent(), 'établi')
    await reply(nell, 'en', 'Beech, every time.')
    t.equal(await overflow(nell.page), 0)

    await odile.page.reload()
    await odile.page.getByText('Beech, every time.').waitFor()
    await reply(odile, 'fr', 'Alors ce sera le hêtre.')
    await nell.page.reload()
    await nell.page.getByText('Alors ce sera le hêtre.').waitFor()
    t.strictSame([...odile.troubles, ...nell.troubles], [])
  })

  t.test('a visitor reads and finds the way in, and what they wanted to answer', async t => {
    const thread = await app.make.thread({ categoryId: category.id, title: 'What brought you here?' })
    await app.settled()
    const visitor = await openWindow(browser, app.url, { ...without, locale: 'en-GB' })
    await visitor.page.goto('/categories')
    await visitor.page.getByRole('link', { name: category.name }).first().click()
    await visitor.page.getByRole('link', { name: thread.title }).first().click()
    await visitor.page.locator('main a[href^="/sign-in"]').first().click()
    const say = translator('en')
    await visitor.page.getByLabel(say('auth.login')).fill(people.noor.name)
    await visitor.page.getByLabel(say('auth.password')).fill(people.noor.password)
    await visitor.page.getByRole('button', { name: say('nav.signIn') }).click()
    await visitor.page.getByRole('heading', { level: 1, name: thread.title }).waitFor()
    await reply(visitor, 'en', 'A link from a friend.')
    t.strictSame(visitor.troubles, [])
  })

  t.test('a refused form keeps what was typed and leads to what is wrong', async t => {
    const window = await openWindow(browser, app.url, { ...without, locale: 'en-GB' })
    await window.page.goto('/join')
    const say = translator('en')
    await window.page.getByLabel(say('join.name')).fill('mia')
    await window.page.getByLabel(say('auth.email')).fill('another@people.example')
    await window.page.getByLabel(say('auth.password')).fill('three blind mice ran')
    await window.page.getByRole('button', { name: say('join.submit', { site: 'Guildhall' }) }).click()
    await window.page.locator('[aria-invalid=true]').waitFor()
    t.equal(await window.page.getByLabel(say('join.name')).inputValue(), 'mia')
    t.equal(await window.page.getByLabel(say('auth.email')).inputValue(), 'another@people.example')
  })

  t.test('with scripts the same works, and the page breaks no rule of its own policy', async t => {
    const ada = await openWindow(browser, app.url, { ...DESK, locale: 'en-GB' })
    const mia = await openWindow(browser, app.url, { ...DESK, locale: 'fr-FR', colorScheme: 'dark' })
    await signIn(ada, 'en', people.ada)
    await signIn(mia, 'fr', people.mia)
    await openThread(ada, 'en', { title: 'With every script there is', body: 'Hello', category: category.name })
    await mia.page.goto('/latest')
    await mia.page.getByRole('link', { name: 'With every script there is' }).first().click()
    await reply(mia, 'fr', 'Bonjour à tous')
    await ada.page.reload()
    await ada.page.getByText('Bonjour à tous').waitFor()
    await ada.page.goto('/admin/settings')
    await ada.page.goto('/settings/account')
    t.strictSame([...ada.troubles, ...mia.troubles], [])
  })

  t.test('an administrator sets the community up by the one-time link, without scripts', async t => {
    const fresh = await startApp(t, { untouched: true })
    await setUp(browser, fresh)
    const visitor = await openWindow(browser, fresh.url, { ...without, locale: 'de-DE' })
    await visitor.page.goto('/')
    t.equal(
      await visitor.page.locator('html').getAttribute('lang'),
      'fr',
      'the language of the community, for want of their own',
    )
    t.match(await visitor.page.locator('main').textContent(), /Ateliers/)
    const used = await visitor.page.goto(`/setup?key=${'x'.repeat(32)}`)
    t.ok((used?.status() ?? 0) >= 400)
  })
})

async function setUp(browser: Browser, app: TestApp): Promise<void> {
  const window = await openWindow(browser, app.url, { ...without, locale: 'fr-FR' })
  const { page } = window
  await page.goto(`/setup?key=${await setupKey(app.server.ctx())}`)
  await page.locator('[name=siteName]').fill('Établi')
  await page.locator('[name=name]').fill('ada')
  await page.locator('[name=email]').fill('ada@people.example')
  await page.locator('[name=password]').fill('ada keeps 1 long secret')
  await page.locator('[name=category1]').fill('Ateliers')
  const french = page.locator('form[action="/setup"] [type=radio][name=locale][value=fr]')
  if ((await french.count()) > 0) await french.check()
  else await page.locator('select[name=locale]').selectOption('fr')
  await page.locator('form[action="/setup"] button').last().click()
  await page.waitForURL('/')
}
