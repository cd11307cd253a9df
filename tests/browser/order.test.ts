/** Categories are put into order by hand and by keyboard, without a page load. */
import type { Page } from 'playwright-core'
import t from 'tap'
import { translator } from '../../server/core/i18n.ts'
import { startApp } from '../support/app.ts'
import { axe, DESK, needsBrowser, openAs, PHONE, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'
import { until } from '../support/until.ts'

const say = translator('en')
const PATH = '/admin/categories'

/** The rows as `depth name`. */
const shown = (page: Page) =>
  page
    .locator('#category-order [data-id]')
    .evaluateAll(rows => rows.map(row => `${row.getAttribute('data-depth')} ${row.querySelector('.t')?.textContent}`))

/** What is said stays for a moment where nobody sees it. */
const heard = (page: Page, text: string) => page.locator('#said p', { hasText: text }).waitFor({ state: 'attached' })

t.test('the order of categories under the hand', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  for (const name of ['Elm', 'Oak', 'Ash']) await app.make.category({ name })
  const open = async (options = {}) => {
    const visit = await openAs(browser, app, people.ada, { ...DESK, ...options })
    await visit.page.goto(PATH)
    await visit.page.evaluate(() => void Object.assign(window, { same: true }))
    return visit
  }
  const isSame = (page: Page) => page.evaluate(() => 'same' in window)
  const row = (page: Page, name: string) =>
    page.locator('[data-id]').filter({ has: page.getByRole('link', { name, exact: true }) })
  const grip = (page: Page, name: string) => row(page, name).locator('.grip')
  /** Drags a row's grip to the middle of another's, `down` pixels below it and `aside` to its right. */
  const drag = async (page: Page, name: string, to: string, { down = 0, aside = 0 }) => {
    const from = await grip(page, name).boundingBox()
    const target = await row(page, to).boundingBox()
    if (!from || !target) throw new Error('a row is not in sight')
    const [x, y] = [from.x + from.width / 2, from.y + from.height / 2]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + aside / 2, y + 5)
    await page.mouse.move(x + aside, target.y + target.height / 2 + down, { steps: 4 })
  }

  t.test('by keyboard a row goes up and down, the focus goes with it, and where it stands is said', async t => {
    const { page, troubles } = await open()
    const down = page.getByRole('button', { name: say('admin.moveDown', { name: 'Elm' }) })
    await down.focus()
    await page.keyboard.press('Enter')
    await heard(page, say('admin.standing', { name: 'Elm', position: 2, count: 3 }))
    t.strictSame(await shown(page), ['0 Oak', '0 Elm', '0 Ash'])
    t.ok(await down.evaluate(one => one === document.activeElement))
    await page.keyboard.press('Enter')
    await heard(page, say('admin.standing', { name: 'Elm', position: 3, count: 3 }))
    t.strictSame(await shown(page), ['0 Oak', '0 Ash', '0 Elm'])
    t.ok(await down.evaluate(one => one === document.activeElement), 'also at the end, where it goes no further')
    t.equal(await down.getAttribute('aria-disabled'), 'true')
    t.ok(await isSame(page))
    t.strictSame(troubles, [])
  })

  t.test('by mouse a row goes before another, and below another; Escape lets go of it', async t => {
    const { page, troubles } = await open({ bypassCSP: true })
    await drag(page, 'Elm', 'Oak', { down: -15 })
    await page.locator('.drop-mark').waitFor({ state: 'attached' })
    await page.keyboard.press('Escape')
    await page.mouse.up()
    t.equal(await page.locator('.drop-mark').count(), 0)
    t.strictSame(await shown(page), ['0 Oak', '0 Ash', '0 Elm'])

    await drag(page, 'Elm', 'Oak', { down: -15 })
    await page.mouse.up()
    await heard(page, say('admin.standing', { name: 'Elm', position: 1, count: 3 }))
    t.strictSame(await shown(page), ['0 Elm', '0 Oak', '0 Ash'])

    await drag(page, 'Ash', 'Oak', { down: -5, aside: 40 })
    t.equal(await page.locator('.drop-mark').getAttribute('data-depth'), '1')
    await page.mouse.up()
    const below = say('admin.standingBelow', { name: 'Ash', position: 1, count: 1, parent: 'Elm' })
    await heard(page, below)
    t.strictSame(await shown(page), ['0 Elm', '1 Ash', '0 Oak'])
    t.strictSame(await axe(page), [])

    await drag(page, 'Elm', 'Oak', { down: 15 })
    t.equal(await page.locator('.lifted').count(), 2, 'what stands below goes along')
    await page.mouse.up()
    await heard(page, say('admin.standing', { name: 'Elm', position: 2, count: 2 }))
    t.strictSame(await shown(page), ['0 Oak', '0 Elm', '1 Ash'])
    t.ok(await isSame(page))
    t.strictSame(troubles, [])
  })

  t.test('of two who look at one order, the second is told what has changed, and sees it', async t => {
    const { page } = await open()
    const other = await open()
    await other.page.getByRole('button', { name: say('admin.moveUp', { name: 'Elm' }) }).click()
    await until(async () => (await shown(other.page))[0] === '0 Elm', 'Elm goes up')
    await drag(page, 'Oak', 'Ash', { down: 15 })
    await page.mouse.up()
    await page.locator('#category-order [role=alert]', { hasText: say('error.orderChanged') }).waitFor()
    t.strictSame(await shown(page), ['0 Elm', '1 Ash', '0 Oak'])
  })

  t.test('by finger', async t => {
    const { page, troubles } = await open(PHONE)
    const devtools = await page.context().newCDPSession(page)
    const from = await grip(page, 'Oak').boundingBox()
    const to = await row(page, 'Elm').boundingBox()
    if (!from || !to) throw new Error('a row is not in sight')
    const x = from.x + from.width / 2
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x, y }] })
    await touch('touchStart', from.y + from.height / 2)
    for (const part of [0.3, 0.6, 1]) await touch('touchMove', from.y + (to.y + 4 - from.y) * part)
    await touch('touchEnd')
    await heard(page, say('admin.standing', { name: 'Oak', position: 1, count: 2 }))
    t.strictSame(await shown(page), ['0 Oak', '0 Elm', '1 Ash'])
    t.strictSame(troubles, [])
  })

  t.test('groups too, and none comes below another', async t => {
    const { page, troubles } = await open()
    await page.goto('/admin/groups')
    const names = () => page.locator('#group-order .t').allTextContents()
    const [first = '', second = '', third = ''] = await names()
    await page.evaluate(() => void Object.assign(window, { same: true }))
    await drag(page, third, first, { down: 15, aside: 90 })
    t.equal(await page.locator('.drop-mark').getAttribute('data-depth'), '0')
    await page.mouse.up()
    await heard(page, say('admin.standing', { name: third, position: 2, count: 10 }))
    t.strictSame((await names()).slice(0, 3), [first, third, second])
    await page.getByRole('button', { name: say('admin.moveUp', { name: third }) }).press('Enter')
    await until(async () => (await names())[0] === third, 'it goes up')
    t.ok(await isSame(page))
    t.strictSame(troubles, [])
  })

  t.test('without scripts the buttons move it, and nothing offers to be dragged', async t => {
    const { page } = await openAs(browser, app, people.ada, { ...DESK, javaScriptEnabled: false })
    await page.goto(PATH)
    t.notOk(await grip(page, 'Oak').isVisible())
    await page.getByRole('button', { name: say('admin.moveDown', { name: 'Oak' }) }).click()
    await until(async () => (await shown(page))[0] === '0 Elm', 'Elm comes first')
    t.strictSame(await shown(page), ['0 Elm', '1 Ash', '0 Oak'])
  })
})
