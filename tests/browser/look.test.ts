/** The appearance in a real browser: what is chosen is worn at once, proven as one slides, and works without scripts. */
import type { Page } from 'playwright-core'
import t from 'tap'
import { translator } from '../../server/core/i18n.ts'
import { textOf } from '../../server/site/marks.ts'
import { cleanSvg } from '../../server/site/svg.ts'
import { startApp } from '../support/app.ts'
import { axe, DESK, needsBrowser, openAs, PHONE, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'

const say = translator('en')
const PATH = '/admin/appearance'

/** What the button of each sample is painted with, once it has come to rest. */
async function buttons(page: Page): Promise<string[]> {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(one => one.finished)))
  return page
    .locator('.look-sample .btn.fill')
    .evaluateAll(all => all.map(one => getComputedStyle(one).backgroundColor))
}
const slide = (page: Page, name: string, value: number) =>
  page.locator(name).evaluate((one, to) => {
    if (!(one instanceof HTMLInputElement)) throw new Error('not a slider')
    one.value = String(to)
    one.dispatchEvent(new Event('input', { bubbles: true }))
  }, value)
const VIVIDNESS = '[name="site.vividness"]'
const HUE = '.hue [type=range]'

t.test('the appearance', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)

  t.test('a hue under the hand colours day and night side by side, and its contrast follows', async t => {
    const { page, troubles } = await openAs(browser, app, people.ada, { ...DESK, bypassCSP: true })
    await page.goto(PATH)
    const chip = page.locator('#contrast .chip')
    t.match(await chip.textContent(), say('appearance.verdict', { failing: 0 }))
    const [day = '', night = ''] = await buttons(page)
    t.not(day, night, 'both are shown, whatever the reader’s own theme')
    await slide(page, HUE, 300)
    t.equal(await page.locator('[name="site.hue"]').inputValue(), '300')
    const [purple = ''] = await buttons(page)
    t.not(purple, day)
    await page.locator('[name="site.brightFill"]').check()
    const [bright, brightNight] = await buttons(page)
    t.not(bright, purple)
    t.equal(bright, brightNight, 'a bright button is the same by night')
    await page.locator('[name="site.brightFill"]').uncheck()
    t.equal((await buttons(page))[0], purple)

    await slide(page, HUE, 180)
    await slide(page, VIVIDNESS, 26)
    await page.locator('#contrast .err-cell').first().waitFor()
    t.notMatch(await chip.textContent(), say('appearance.verdict', { failing: 0 }))
    t.match(await page.locator('#said').textContent(), /fail/, 'and it is said')
    t.equal(await page.locator(`output[for="f-site-vividness"]`).textContent(), '26')
    t.strictSame(await axe(page), [])
    await page.emulateMedia({ colorScheme: 'dark' })
    t.strictSame(await axe(page, { only: ['color-contrast'] }), [])
    t.strictSame(troubles, [])
  })

  t.test('typefaces are worn at once, and what is saved is what was seen', async t => {
    const { page, troubles } = await openAs(browser, app, people.ada)
    await page.goto(PATH)
    await page.locator('[name="site.fontText"]').selectOption('slab')
    t.match(await page.locator('body').evaluate(one => getComputedStyle(one).fontFamily), /Rockwell/)
    await slide(page, HUE, 60)
    const seen = await buttons(page)
    await page.getByRole('button', { name: say('form.save'), exact: true }).click()
    await page.waitForURL(/notice=saved/)
    t.strictSame(await buttons(page), seen)
    t.strictSame(troubles, [])
  })

  t.test('rules of one’s own are worn by the samples while they are written, and by nothing else', async t => {
    const { page, troubles } = await openAs(browser, app, people.ada, DESK)
    await page.goto(PATH)
    const spacing = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate(element => getComputedStyle(element).letterSpacing)
    const plain = await spacing('main h2')
    await page.locator('[name="site.css"]').fill('h3, h2 { letter-spacing: 7px }')
    t.equal(await spacing('.look-sample h3'), '7px')
    t.equal(await spacing('main h2'), plain)
    await page.locator('[name="site.css"]').fill('} h2 { letter-spacing: 9px }')
    t.equal(await spacing('main h2'), plain, 'a bracket too many reaches nothing')
    t.not(await spacing('.look-sample h3'), '7px')
    t.strictSame(troubles, [])
  })

  t.test('without scripts a button shows it, and the colour’s code is taken', async t => {
    const { page } = await openAs(browser, app, people.ada, { ...PHONE, javaScriptEnabled: false })
    await page.goto(PATH)
    const before = await page.locator('.look-sample .btn.fill').first().screenshot()
    await page.locator('[name=colour]').fill('#7a1f6a')
    await page.locator('[name="site.brightFill"]').check()
    await page.getByRole('button', { name: say('appearance.preview'), exact: true }).click()
    await page.locator('.look-sample[data-fill=bright]').first().waitFor()
    t.not(await page.locator('[name="site.hue"]').inputValue(), '60')
    t.notSame(await page.locator('.look-sample .btn.fill').first().screenshot(), before)
    await page.goto(PATH)
    t.equal(await page.locator('[name="site.hue"]').inputValue(), '60', 'nothing was stored')
  })

  t.test('a logo for the night shows by night: as the system has it, or as the reader chose', async t => {
    const square = (fill: string) =>
      textOf(
        'svg',
        Buffer.from(cleanSvg(`<svg viewBox="0 0 9 9"><rect width="9" height="9" fill="${fill}"/></svg>`) ?? ''),
      )
    const values = { 'site.logo': square('#333'), 'site.logoDark': square('#ccc') }
    t.equal((await (await app.as(people.ada)).api('PATCH', '/settings', { values })).status, 200)
    const { page, troubles } = await openAs(browser, app, people.ada, { ...DESK, colorScheme: 'dark' })
    const shown = async (within: string) =>
      (await page.locator(`${within} .by-night`).isVisible()) && !(await page.locator(`${within} .by-day`).isVisible())
    const chosen = (theme: string) =>
      page.evaluate(one => document.documentElement.setAttribute('data-theme', one), theme)
    await page.goto(PATH)
    t.ok(await shown('.lintel'))
    for (const theme of ['light', 'dark']) {
      await chosen(theme)
      t.equal(await shown('.lintel'), theme === 'dark')
      t.ok(await shown('.look-sample[data-theme=dark]'))
      t.notOk(await shown('.look-sample[data-theme=light]'), 'a sample is of its own hour')
    }
    t.ok(
      await page.locator('.lintel .by-night').evaluate(one => one instanceof HTMLImageElement && one.naturalWidth > 0),
    )
    t.strictSame(troubles, [])
  })

  t.test('a community’s own rules are on its pages, and whoever they lock out comes back', async t => {
    const ctx = await app.as(people.ada)
    await ctx.api('PATCH', '/settings', { values: { 'site.css': 'body { display: none } h1 { color: rgb(1, 2, 3) }' } })
    const { page, troubles } = await openAs(browser, app, people.ada)
    await page.goto('/latest')
    t.notOk(await page.locator('h1').isVisible())
    await page.goto('/latest?plain-style')
    t.ok(await page.locator('h1').isVisible())
    await page.goto(PATH)
    await page.locator('[name="site.css"]').fill('h1 { color: rgb(1, 2, 3) }')
    await page.getByRole('button', { name: say('form.save'), exact: true }).click()
    await page.waitForURL(/notice=saved/)
    await page.goto('/latest')
    t.equal(await page.locator('h1').evaluate(one => getComputedStyle(one).color), 'rgb(1, 2, 3)')
    t.strictSame(troubles, [])
  })
})
