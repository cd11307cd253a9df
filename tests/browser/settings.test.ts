/** The settings in a real browser: narrowed while one types, and sent whole. */
import t from 'tap'
import { startApp } from '../support/app.ts'
import { axe, DESK, needsBrowser, openAs, overflow, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'

t.test('settings', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const { page, troubles } = await openAs(browser, app, people.ada, { ...DESK, bypassCSP: true })
  const shown = () => page.locator('[data-words]:visible').count()
  const find = page.getByRole('searchbox', { name: 'Find a setting' })
  const status = page.locator('search [role=status]')

  await t.test('what one types narrows them, by name and without accents, and says how many there are', async t => {
    await page.goto('/admin/settings')
    const all = await shown()
    await find.fill('posts.PERMINÚTE')
    await status.filter({ hasText: 'One setting' }).waitFor()
    t.equal(await shown(), 1)
    t.equal(await page.locator('.contents li:visible').count(), 1)
    t.strictSame(await axe(page), [])
    await find.fill('nothing like it')
    await status.filter({ hasText: 'No setting has these words.' }).waitFor()
    t.equal(await shown(), 0)
    await find.fill('')
    await page.locator('section[id^="area-"]').nth(2).waitFor()
    t.equal(await shown(), all)
    t.equal(await status.textContent(), '')
    t.equal(await overflow(page), 0)
  })

  await t.test('what is hidden is saved with the rest', async t => {
    await page.goto('/admin/settings')
    await page.locator('[name="site.tagline"]').fill('Kept while hidden')
    await find.fill('posts.perMinute')
    await status.filter({ hasText: 'One setting' }).waitFor()
    await page.locator('[name="posts.perMinute"]').fill('12')
    await page.keyboard.press('Enter')
    await page.waitForURL(/notice=saved/)
    const ctx = await app.ctx()
    t.equal(ctx.setting('site.tagline'), 'Kept while hidden')
    t.equal(ctx.setting('posts.perMinute'), 12)
  })

  await t.test('what the browser refuses is shown, wherever it is', async t => {
    await page.goto('/admin/settings')
    await page.locator('[name="site.name"]').fill('')
    await find.fill('posts.perMinute')
    await status.filter({ hasText: 'One setting' }).waitFor()
    await page.locator('header button[form="settings"]').click()
    await page.locator('[name="site.name"]').waitFor()
    t.equal(await find.inputValue(), '')
  })

  await t.test('a setting is put back, and what was typed beside it stands', async t => {
    await page.goto('/admin/settings')
    await page.locator('[name="site.tagline"]').fill('Not saved yet')
    await page.locator('button[value="posts.perMinute"]').click()
    await page.getByText('Put back to its default.').waitFor()
    t.equal(await page.locator('[name="posts.perMinute"]').inputValue(), '10')
    t.equal(await page.locator('[name="site.tagline"]').inputValue(), 'Not saved yet')
    t.strictSame(await axe(page), [])
  })
  t.strictSame(troubles, [])
})
