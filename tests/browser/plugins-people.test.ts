/** What plugins tell live, and what they ask members, in a real browser. */
import { join } from 'node:path'
import t from 'tap'
import * as plugins from '../../server/plugins/service.ts'
import { axe, DESK, needsBrowser, openAs, overflow, PHONE, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'

const PLUGIN = join(import.meta.dirname, '../plugins/good/desk')

t.test('plugins and people', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startStaged(t, { plugins: [PLUGIN] })
  const mia = await app.as(people.mia)

  for (const [where, options] of Object.entries({ phone: PHONE, desk: DESK })) {
    for (const locale of ['en-GB', 'fr-FR']) {
      await t.test(
        `a member fills in what they are asked and it stands on their profile: ${where}, ${locale}`,
        async t => {
          const person = await app.make.member()
          const { page, troubles } = await openAs(browser, app, person, { ...options, locale, bypassCSP: true })
          await page.goto('/settings/profile')
          await page.locator('[name="fields.desk.pronouns"]').fill('she / they')
          await page.locator('[name="fields.desk.team"]').selectOption('red')
          await page.locator('[name="fields.desk.site"]').fill(`https://example.org/${'long'.repeat(60)}`)
          t.equal(await overflow(page), 0)
          t.strictSame(await axe(page), [])
          await page.locator('form[action="/settings/profile"] button.fill').click()
          await page.waitForURL(/notice=saved/)
          await page.goto(`/m/${person.name}`)
          const facts = page.locator('dl.facts')
          await facts.getByText('she / they').waitFor()
          await facts.getByText(locale === 'fr-FR' ? 'Équipe rouge' : 'Red team').waitFor()
          t.equal(await facts.getByRole('link').count(), 1)
          t.equal(await overflow(page), 0)
          t.strictSame(await axe(page), [])
          t.strictSame(troubles, [])
        },
      )
    }
  }

  await t.test('an open page hears what a plugin tells, a visitor’s as well, until the plugin is off', async t => {
    const { id } = await app.make.thread({ by: people.mia })
    const windows = [await openAs(browser, app, people.noor), await openAs(browser, app, null)]
    const places = windows.map(({ page }) => page.locator(`[data-desk="${id}"]`))
    for (const { page } of windows) await page.goto(`/x/desk/${id}`)
    for (const place of places) await place.filter({ hasText: '"guests":0' }).waitFor()
    await mia.api('POST', `/desk/${id}`)
    for (const place of places) await place.filter({ hasText: '"guests":1' }).waitFor()
    await plugins.disable(await app.ctx(people.ada), 'desk')
    for (const place of places) await place.filter({ hasText: 'closed' }).waitFor()
    for (const { troubles } of windows) t.strictSame(troubles, [])
  })
})
