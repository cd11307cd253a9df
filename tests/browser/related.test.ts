/** What is like a thread comes under it when its reader nears the end, and moves nothing. */
import t from 'tap'
import { translator } from '../../server/core/i18n.ts'
import { startApp } from '../support/app.ts'
import { axe, DESK, needsBrowser, openAs, openWindow, overflow, PHONE, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'

const say = translator('en')
const BODY = 'A paragraph that is long enough to fill more than one line on any screen there is. '.repeat(20)

t.test('what is like a thread', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const { id: categoryId } = await app.make.category()
  const thread = await app.make.thread({ categoryId, title: 'Vibram adhesive', body: 'For the Skarn.' })
  const other = await app.make.thread({ categoryId, title: 'Skarn adhesive', body: 'And vibram.' })
  for (let nth = 0; nth < 6; nth++) await app.make.post({ threadId: thread.id, body: BODY })
  await app.settled()
  const path = `/t/${thread.id}/${thread.slug}`

  for (const [device, window] of Object.entries({ desk: DESK, phone: PHONE })) {
    t.test(`is asked for near the end alone, at a ${device}`, async t => {
      const { page, troubles } = await openAs(browser, app, people.noor, { ...window, bypassCSP: true })
      const asked: string[] = []
      page.on('request', request => void asked.push(new URL(request.url()).pathname))
      await page.goto(path, { waitUntil: 'networkidle' })
      t.notOk(asked.includes(`${path}/related`), 'whoever reads the beginning asks for nothing')
      await page.locator('#related').scrollIntoViewIfNeeded()
      const link = page.locator('#related li a')
      await link.waitFor()
      t.equal(await link.getAttribute('href'), `/t/${other.id}/${other.slug}`)
      t.equal(asked.filter(one => one === `${path}/related`).length, 1)
      t.strictSame(await axe(page), [])
      t.equal(await overflow(page), 0)
      t.strictSame(troubles, [])
      await link.focus()
      await page.keyboard.press('Enter')
      await page.waitForURL(url => url.pathname === `/t/${other.id}/${other.slug}`)
      await page.context().close()
    })
  }

  t.test('is one click away without scripts', async t => {
    const { page } = await openWindow(browser, app.url, { ...DESK, locale: 'en-GB', javaScriptEnabled: false })
    await page.goto(path)
    await page.getByRole('link', { name: say('related.show') }).click()
    await page.getByRole('link', { name: other.title }).click()
    await page.waitForURL(url => url.pathname === `/t/${other.id}/${other.slug}`)
    t.equal(await page.locator('h1').textContent(), other.title)
    await page.context().close()
  })
})
