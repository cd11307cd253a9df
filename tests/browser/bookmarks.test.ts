/** Bookmarks in a browser: kept in place with scripts, noted on the reader's own clock, and all of it without scripts. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { bookmarks } from '../../db/tables/index.ts'
import { startApp } from '../support/app.ts'
import { axe, DESK, needsBrowser, openAs, overflow, PHONE, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'

t.test('bookmarks', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const thread = await app.make.thread({ by: people.mia, title: 'Worth keeping' })
  const post = await app.make.post({ threadId: thread.id, by: people.ada, body: 'Warm the glue first.' })
  const path = `/t/${thread.id}/${thread.slug}`
  const keptAt = async () => {
    const [row] = await app.database.db.select().from(bookmarks).where(eq(bookmarks.postId, post.id))
    return row?.remindAt ?? null
  }

  t.test('a press keeps a post without a page load; a date is read on the reader’s clock', async t => {
    const { page, troubles } = await openAs(browser, app, people.noor, {
      ...DESK,
      locale: 'en-GB',
      timezoneId: 'Asia/Kolkata',
    })
    await page.goto(path)
    await page.evaluate(() => void Object.assign(window, { same: true }))
    await page.getByRole('button', { name: 'Save post 2' }).click()
    const kept = page.getByRole('link', { name: 'Saved: note and reminder for post 2' })
    await kept.waitFor()
    t.ok(await page.evaluate(() => 'same' in window))
    t.equal(await kept.evaluate(one => one === document.activeElement), true)
    await kept.click()
    await page.getByText('On the clock of Asia/Calcutta').or(page.getByText('On the clock of Asia/Kolkata')).waitFor()
    const year = new Date().getUTCFullYear() + 1
    await page.getByLabel('Note').fill('Before winter')
    await page.getByLabel('Date and time', { exact: true }).fill(`${year}-03-01T09:00`)
    t.ok(await page.getByRole('radio', { name: /date and time of your choice/ }).isChecked())
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.waitForURL(new RegExp(`#post-${post.id}$`))
    t.equal((await keptAt())?.toISOString(), `${year}-03-01T03:30:00.000Z`)
    await page.getByRole('link', { name: 'Saved', exact: true }).first().click()
    await page.getByText('Before winter').waitFor()
    await page.getByText('1 Mar').waitFor()
    t.strictSame(troubles, [])
  })

  t.test('without scripts on a phone the same works, in French, and the clock is named', async t => {
    const { page } = await openAs(browser, app, people.mia, { ...PHONE, javaScriptEnabled: false, locale: 'fr-FR' })
    await page.goto(path)
    await page.getByRole('button', { name: 'Garder le message 2' }).click()
    await page.getByRole('link', { name: 'Gardé : note et rappel pour le message 2' }).click()
    await page.getByText('À l’heure de UTC').waitFor()
    await page.getByRole('radio', { name: 'Demain, vers cette heure' }).check()
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.goto('/bookmarks?by=reminder')
    t.equal(await overflow(page), 0)
    await page.getByRole('button', { name: /^Retirer : Worth keeping/ }).click()
    await page.getByText('Message retiré').waitFor()
    await page.getByText('Rien de gardé pour l’instant').waitFor()
  })

  t.test('the list and a bookmark’s page are in order for those who listen, on a phone and by night', async t => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await openAs(browser, app, people.noor, { ...PHONE, bypassCSP: true, colorScheme })
      for (const address of ['/bookmarks', '/bookmarks?by=reminder', `/posts/${post.id}/bookmark`, path]) {
        await page.goto(address)
        t.strictSame(await axe(page), [], address)
        t.equal(await overflow(page), 0, address)
      }
    }
  })
})
