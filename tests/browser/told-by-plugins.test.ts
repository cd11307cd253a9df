/** What a plugin tells in a real browser: on the bell, in the list, and where one chooses. */
import { join } from 'node:path'
import t from 'tap'
import { axe, DESK, needsBrowser, openAs, overflow, PHONE, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'

const GREET = join(import.meta.dirname, '../plugins/good/greet')

t.test('what a plugin tells', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startStaged(t, { plugins: [GREET] })
  const mia = await app.as(people.mia)
  const greeted = async () => {
    const person = await app.make.member()
    const { id } = await app.make.thread({ by: person, title: 'To be greeted' })
    const { items } = (await mia.api('GET', `/threads/${id}/posts`)).json<{ items: { id: string }[] }>()
    t.equal((await mia.api('POST', `/greet/${items[0]?.id}`, { words: 'Good morning' })).status, 200)
    await app.settled()
    return person
  }

  await t.test('the bell leads to it, and it leads to the post, where it is read', async t => {
    const { page, troubles } = await openAs(browser, app, await greeted(), { ...DESK, bypassCSP: true })
    await page.goto('/')
    await page.getByRole('link', { name: 'Notifications, 1 unread' }).click()
    await page.locator('.told > li.unread').filter({ hasText: 'greeted you' }).waitFor()
    t.strictSame(await axe(page), [])
    await page.getByRole('link', { name: 'To be greeted' }).click()
    await page.waitForURL(/\/t\/\d+\/to-be-greeted/)
    await page.getByRole('link', { name: 'Notifications', exact: true }).first().waitFor()
    t.equal(await page.locator('#bell .dot').count(), 0)
    t.strictSame(troubles, [])
  })

  await t.test('on a phone, in French, it is chosen among the others', async t => {
    const options = { ...PHONE, locale: 'fr-FR', bypassCSP: true }
    const { page, troubles } = await openAs(browser, app, await greeted(), options)
    await page.goto('/notifications')
    await page.locator('.told > li').filter({ hasText: 'vous salue' }).waitFor()
    t.equal(await overflow(page), 0)
    t.strictSame(await axe(page), [])
    await page.goto('/settings/notifications')
    const choice = page.getByRole('checkbox', { name: 'Salutations pour moi' })
    t.equal(await choice.isChecked(), true)
    t.equal(await overflow(page), 0)
    t.strictSame(await axe(page), [])
    await choice.uncheck()
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.waitForURL(/notice=saved/)
    t.equal(await choice.isChecked(), false)
    t.equal(await page.getByRole('checkbox', { name: 'Mentions' }).isChecked(), true)
    t.strictSame(troubles, [])
  })
})
