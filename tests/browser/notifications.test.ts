/** Being told, in a real browser: from the bell to the post and back, on a phone, by keyboard, and without scripts. */
import type { BrowserContextOptions } from 'playwright-core'
import t from 'tap'
import { startApp } from '../support/app.ts'
import { DESK, needsBrowser, openWindow, PHONE, startBrowser } from '../support/browser.ts'
import { type Person, people } from '../support/people.ts'

t.test('being told', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const open = async (person: Person, options: BrowserContextOptions) => {
    const visit = await openWindow(browser, app.url, { locale: 'en-GB', ...options })
    const session = (await app.as(person)).cookie('guildhall') ?? ''
    await visit.page.context().addCookies([{ name: 'guildhall', value: session, url: app.url }])
    return visit
  }
  /** Somebody who is mentioned in `count` threads. */
  const called = async (count: number) => {
    const person = await app.make.member()
    for (let index = 1; index <= count; index++)
      await app.make.thread({ by: people.mo, title: `Call ${index}`, body: `@${person.name}, look` })
    await app.settled()
    return person
  }

  t.test('the bell leads to what is new; what is read there is off the bell without another page', async t => {
    const { page, troubles } = await open(await called(2), DESK)
    await page.goto('/')
    const bell = page.getByRole('link', { name: 'Notifications, 2 unread' })
    await bell.click()
    await page.getByRole('link', { name: 'Call 2' }).click()
    await page.waitForURL(/\/t\/\d+\/call-2/)
    await page.getByRole('link', { name: 'Notifications, 1 unread' }).waitFor()
    await page.goBack()
    t.strictSame(troubles, [])
  })

  t.test('marking one and all as read stays on the page, says so, and keeps the focus in it', async t => {
    const { page, troubles } = await open(await called(3), DESK)
    await page.goto('/notifications')
    const buttons = page.getByRole('button', { name: 'Mark as read' })
    await buttons.first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Notifications, 2 unread' }).waitFor()
    t.equal(await buttons.count(), 2)
    t.equal(await page.evaluate(() => document.activeElement?.closest('#notifications') !== null), true)
    await page.getByText('Marked as read', { exact: true }).waitFor({ state: 'attached' })
    await page.getByRole('button', { name: 'Mark all as read' }).click()
    await page.getByRole('link', { name: 'Notifications', exact: true }).first().waitFor()
    t.equal(await page.locator('#bell .dot').count(), 0)
    t.equal(await buttons.count(), 0)
    t.strictSame(troubles, [])
  })

  t.test('on a phone the whole row leads there, and its button does not', async t => {
    const { page, troubles } = await open(await called(1), PHONE)
    await page.goto('/')
    await page.getByRole('link', { name: /^Inbox 1 unread/ }).tap()
    const row = page.locator('.told > li')
    await row.getByRole('button').tap()
    await page.locator('.told > li:not(.unread)').waitFor()
    t.match(page.url(), /\/notifications$/)
    // The title's link lies over it.
    await row.locator('.swatch').tap({ force: true })
    await page.waitForURL(/\/t\/\d+\/call-1/)
    t.strictSame(troubles, [])
  })

  t.test('without scripts the same forms and links do the same', async t => {
    const { page } = await open(await called(2), { ...DESK, javaScriptEnabled: false })
    await page.goto('/notifications?unread=true')
    await page.getByRole('button', { name: 'Mark as read' }).first().click()
    t.equal(await page.locator('.told > li').count(), 1)
    t.equal(await page.locator('#bell .dot').textContent(), '1')
    await page.getByRole('link', { name: 'Call 1' }).click()
    // The picture at the end of the page says that it was seen.
    for (let dots = 1; dots > 0; ) {
      await page.goto('/notifications')
      dots = await page.locator('#bell .dot').count()
    }
    t.pass('what was seen is read')
  })

  t.test('who comes back to a page left open sees what happened meanwhile', async t => {
    const person = await called(0)
    const { page, troubles } = await open(person, DESK)
    await page.clock.install()
    await page.goto('/')
    const hide = (hidden: boolean) =>
      page.evaluate(value => {
        Object.defineProperty(document, 'hidden', { value, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      }, hidden)
    await hide(true)
    await app.make.thread({ by: people.mo, body: `@${person.name}, look` })
    await app.settled()
    await page.clock.fastForward(60_000)
    await hide(false)
    await page.getByRole('link', { name: 'Notifications, 1 unread' }).waitFor()
    t.strictSame(troubles, [])
  })
})
