/** An open page, live, in a real browser: two people, and a connection that is lost. */
import type { Page } from 'playwright-core'
import t from 'tap'
import { startApp } from '../support/app.ts'
import { axe, needsBrowser, openAs, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'

t.test('a live page', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const { make } = app
  const mia = await app.as(people.mia)
  const live = (page: Page) => page.locator('html[data-live="on"]').waitFor({ state: 'attached' })
  const posts = (page: Page) => page.locator('ol.thread > li[data-number]')

  t.test('a reply appears where its reader is, is edited, thanked for and taken back in place', async t => {
    const thread = await make.thread({ by: people.mia })
    await app.settled()
    const { page, troubles } = await openAs(browser, app, people.noor)
    await page.goto(`/t/${thread.id}/${thread.slug}`)
    await live(page)
    const { id } = (await mia.api('POST', `/threads/${thread.id}/posts`, { body: 'Live **now**' })).json<{
      id: string
    }>()
    await page.locator(`#post-${id} strong`, { hasText: 'now' }).waitFor()
    t.equal(await posts(page).count(), 2)
    t.strictSame(await axe(page), [])
    await mia.api('PATCH', `/posts/${id}`, { body: 'Live *then*' })
    await page.locator(`#post-${id} em`, { hasText: 'then' }).waitFor()
    await mia.api('DELETE', `/posts/${id}`)
    await page.locator(`#post-${id}`).waitFor({ state: 'detached' })
    t.strictSame(troubles, [])
  })
})
