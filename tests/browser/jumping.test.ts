/** Through a long thread by keyboard, by finger and by its timeline, in a real browser. */
import { eq, sql } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import t from 'tap'
import { threads } from '../../db/tables/index.ts'
import { translator } from '../../server/core/i18n.ts'
import { startApp } from '../support/app.ts'
import { axe, DESK, needsBrowser, openAs, openWindow, overflow, PHONE, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'

const say = translator('en')
const LAST = 512

t.test('a long thread', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const thread = await app.make.thread({ by: people.mia })
  const { db } = app.database
  // It began with a rush and was taken up again later.
  await db.execute(sql`
    insert into posts (thread_id, number, author_id, body, html, cooked_version, created_at)
    select ${thread.id}, n, ${people.mo.id}, 'Number ' || n, '<p>Number ' || n || '</p>', 2,
      timestamptz '2023-03-01 12:00Z' + n * interval '2 hours' + greatest(0, n - 300) * interval '1 day'
    from generate_series(2, ${LAST}) n`)
  await db.execute(sql`update posts set created_at = '2023-03-01 12:00Z' where thread_id = ${thread.id} and number = 1`)
  await db
    .update(threads)
    .set({ lastNumber: LAST, replyCount: LAST - 1, version: 9, viewCount: 2114 })
    .where(eq(threads.id, thread.id))
  const path = `/t/${thread.id}/${thread.slug}`
  const field = (page: Page) => page.getByRole('spinbutton', { name: say('jump.number') })
  const isAt = async (page: Page, number: number) => {
    await page.waitForURL(url => url.pathname === `${path}/${number}` && url.hash !== '')
    return page.locator(`li[data-number="${number}"]:target`).isVisible()
  }

  t.test('by keyboard: two keys, a number, Enter', async t => {
    const { page, troubles } = await openAs(browser, app, people.noor, { ...DESK, bypassCSP: true })
    await page.goto(path)
    t.equal(await page.getByText('2,114 views').isVisible(), true)
    await page.locator('html[data-live="on"]').waitFor({ state: 'attached' })
    await page.keyboard.press('g')
    await page.keyboard.press('p')
    await page.waitForFunction(() => document.activeElement?.id === 'f-go-number')
    await page.keyboard.type('333')
    await page.keyboard.press('Enter')
    t.ok(await isAt(page, 333))
    t.strictSame(await axe(page), [])
    t.strictSame(troubles, [])
    await page.context().close()
  })

  t.test('by an address with no more than a number, as a quote has it', async t => {
    const { page, troubles } = await openWindow(browser, app.url, { ...DESK, locale: 'en-GB' })
    await page.goto(`${path}/333`)
    t.ok(await isAt(page, 333))
    await page.evaluate(() => scrollTo(0, 0))
    await page.goto('/')
    await page.goBack()
    t.ok(await isAt(page, 333))
    t.equal(await page.evaluate(() => scrollY), 0, 'whoever comes back is where they were')
    t.strictSame(troubles, [])
    await page.context().close()
  })

  t.test('by date, and what is no number is said beside the field', async t => {
    const { page } = await openWindow(browser, app.url, { ...DESK, locale: 'en-GB', bypassCSP: true })
    await page.goto(path)
    await page.getByLabel(say('jump.date'), { exact: true }).fill('2023-03-11')
    await page.getByRole('button', { name: say('jump.goDate') }).click()
    t.ok(await isAt(page, 114))
    await field(page).fill('')
    await page.getByRole('button', { name: say('jump.goNumber') }).click()
    await page.getByText(say('jump.notNumber', { last: LAST })).waitFor()
    t.equal(await field(page).getAttribute('aria-invalid'), 'true')
    t.strictSame(await axe(page), [])
    await page.context().close()
  })

  t.test('by the timeline, whose links are large enough to hit', async t => {
    const { page } = await openWindow(browser, app.url, { ...DESK, locale: 'en-GB', bypassCSP: true })
    await page.goto(path)
    const links = page.getByRole('navigation', { name: say('timeline.label') }).getByRole('link')
    const boxes = await links.evaluateAll(all => all.map(one => one.getBoundingClientRect().width))
    t.equal(boxes.length, 10)
    t.ok(Math.min(...boxes) >= 24, String(boxes))
    await links.nth(5).click()
    await page.waitForURL(url => url.pathname === `${path}/261`)
    t.equal(await links.nth(5).getAttribute('aria-current'), 'location')
    await page.context().close()
  })

  t.test('on a phone a button above and below the posts leads to the fields', async t => {
    const { page } = await openWindow(browser, app.url, { ...PHONE, locale: 'en-GB', bypassCSP: true })
    await page.goto(path)
    t.strictSame(await axe(page), [])
    t.equal(await overflow(page), 0)
    await page
      .getByRole('link', { name: say('jump.link') })
      .first()
      .tap()
    await page.waitForFunction(() => document.activeElement?.id === 'f-go-number')
    t.ok(await field(page).isVisible())
    await page.keyboard.type('500')
    await page.keyboard.press('Enter')
    t.ok(await isAt(page, 500))
    await page.context().close()
  })

  t.test('without scripts', async t => {
    const { page } = await openWindow(browser, app.url, { ...DESK, locale: 'en-GB', javaScriptEnabled: false })
    await page.goto(path)
    await field(page).fill('77')
    await field(page).press('Enter')
    t.ok(await isAt(page, 77))
    await page.context().close()
  })
})
