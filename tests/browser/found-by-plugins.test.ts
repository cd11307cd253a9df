/** What plugins let people find, in a real browser: as one types, and on the page of search. */
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { axe, DESK, needsBrowser, openAs, overflow, PHONE, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'

const SHELF = join(import.meta.dirname, '../plugins/good/shelf')
const LONG = `Turning ${'bowls and '.repeat(30)}plates`

t.test('what plugins let people find', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startStaged(t, { plugins: [SHELF] })
  await app.make.thread({ title: 'Turning green wood' })
  await app.settled()
  await (await app.ctx()).db.execute(sql`
    insert into plugin_shelf.books (title, author) values ('Turning <b>bowls</b>', 'R. Raffan'), (${LONG}, null)`)

  await t.test('it stands among what is suggested, with what it is, and leads there by keyboard', async t => {
    const { page, troubles } = await openAs(browser, app, people.mia, { ...DESK, locale: 'fr-FR', bypassCSP: true })
    await page.goto('/latest')
    await page.locator('#find').focus()
    await page.locator('#find[role=combobox]').waitFor()
    await page.keyboard.type('turn')
    const options = page.locator('.lintel [role=option]')
    const book = options.filter({ hasText: 'Turning <b>bowls</b>' })
    await book.waitFor()
    t.equal(await options.count(), 3, 'a thread and two books')
    t.match(await book.textContent(), /R\. Raffan · Livres$/)
    t.equal(await book.locator('mark').textContent(), 'Turning')
    t.strictSame(await axe(page), [])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    t.equal(await page.locator('#find').getAttribute('aria-activedescendant'), await book.getAttribute('id'))
    await Promise.all([page.waitForURL('**/x/shelf/1'), page.keyboard.press('Enter')])
    t.strictSame(troubles, [])
  })

  for (const [where, options] of Object.entries({ phone: PHONE, desk: DESK })) {
    await t.test(`the page of search has it under its label: ${where}`, async t => {
      const { page, troubles } = await openAs(browser, app, people.mia, {
        ...options,
        locale: 'en-GB',
        bypassCSP: true,
      })
      await page.goto('/search?q=turning')
      const list = page.getByRole('list', { name: 'Books' })
      t.equal(await list.getByRole('listitem').count(), 2)
      t.equal(await overflow(page), 0)
      t.strictSame(await axe(page), [])
      await Promise.all([page.waitForURL('**/x/shelf/1'), list.getByRole('link').first().click()])
      t.strictSame(troubles, [])
    })
  }

  t.same(app.errors, [])
})
