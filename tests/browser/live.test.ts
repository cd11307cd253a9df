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

  t.test('who looks elsewhere in the thread is told by a pill, and nothing moves', async t => {
    const thread = await make.thread({ by: people.mia, body: 'Long ago\n\n'.repeat(80) })
    await app.settled()
    const { page, troubles } = await openAs(browser, app, people.noor)
    await page.goto(`/t/${thread.id}/${thread.slug}`)
    await live(page)
    await page.evaluate(() => scrollTo(0, 300))
    for (const body of ['One answer', 'Another answer']) await mia.api('POST', `/threads/${thread.id}/posts`, { body })
    const pill = page.getByRole('link', { name: '2 new replies' })
    await pill.waitFor()
    t.equal(await page.evaluate(() => scrollY), 300)
    t.equal(await posts(page).count(), 1)
    t.strictSame(await axe(page), [])
    await pill.click()
    await page.getByText('Another answer').waitFor()
    t.equal(await posts(page).count(), 3)
    t.equal(await pill.count(), 0)
    t.ok(await page.evaluate(() => document.activeElement?.matches('.thread > li:nth-of-type(2) .post')))
    t.strictSame(troubles, [])
  })

  t.test('what one types, the focus, a selection and an open menu survive what others do', async t => {
    const thread = await make.thread({ by: people.mia, body: 'Long ago\n\n'.repeat(12) })
    await app.settled()
    const { page, troubles } = await openAs(browser, app, people.noor)
    await page.goto(`/t/${thread.id}/${thread.slug}`)
    await live(page)
    const text = page.locator('#reply textarea[name="body"]')
    await text.pressSequentially('Half a sentence')
    await text.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(5, 6))
    const place = () => text.evaluate(field => field.getBoundingClientRect().top)
    const top = await place()
    await page
      .locator('.post details.menu')
      .first()
      .evaluate((menu: HTMLDetailsElement) => {
        menu.open = true
      })
    await mia.api('POST', `/threads/${thread.id}/posts`, { body: 'In between' })
    await page.getByText('In between').waitFor()
    t.ok(Math.abs((await place()) - top) < 2, 'where one writes stays when a post comes in above it')
    await mia.api('PATCH', `/threads/${thread.id}`, { title: 'Under another name' })
    await page.getByRole('heading', { name: 'Under another name' }).waitFor()
    t.equal(await text.inputValue(), 'Half a sentence')
    t.strictSame(
      await text.evaluate((field: HTMLTextAreaElement) => [
        field.selectionStart,
        field.selectionEnd,
        field === document.activeElement,
      ]),
      [5, 6, true],
    )
    t.equal(await page.locator('.post details.menu[open]').count(), 1)
    t.ok(Math.abs((await place()) - top) < 2, `where one writes stays: ${top}, ${await place()}`)
    t.strictSame(troubles, [])
  })

  t.test('a list tells what is new by a pill, and counts in its rows by themselves', async t => {
    const category = await make.category()
    const [below, above] = [
      await make.thread({ categoryId: category.id }),
      await make.thread({ categoryId: category.id }),
    ]
    await app.settled()
    const { page, troubles } = await openAs(browser, app, people.noor)
    await page.goto(`/c/${category.slug}`)
    await live(page)
    const ids = () => page.locator('ol.ledger > li').evaluateAll(rows => rows.map(row => row.id))
    t.strictSame(await ids(), [`thread-${above.id}`, `thread-${below.id}`])
    await mia.api('POST', `/threads/${below.id}/posts`, { body: 'This one rises' })
    await page.locator(`#thread-${below.id}`).getByText('1 reply').waitFor()
    const pill = page.getByRole('link', { name: '1 thread has news' })
    await pill.waitFor()
    t.strictSame(await ids(), [`thread-${above.id}`, `thread-${below.id}`], 'no row slips away')
    t.strictSame(await axe(page), [])
    await pill.click()
    await pill.waitFor({ state: 'detached' })
    await page.waitForFunction(id => document.querySelector('ol.ledger > li')?.id === id, `thread-${below.id}`)
    t.strictSame(troubles, [])
  })

  t.test('a lost connection is told after a while, and what was missed comes with the next one', async t => {
    const thread = await make.thread({ by: people.mia })
    await app.settled()
    const { page } = await openAs(browser, app, people.noor)
    await page.goto(`/t/${thread.id}/${thread.slug}`)
    await live(page)
    await page.context().setOffline(true)
    await page.getByText('Reconnecting…').waitFor()
    const { id } = (await mia.api('POST', `/threads/${thread.id}/posts`, { body: 'While away' })).json<{ id: string }>()
    await mia.api('PATCH', `/posts/${id}`, { body: 'While far away' })
    await page.context().setOffline(false)
    await page.locator(`#post-${id}`).getByText('While far away').waitFor()
    await page.getByText('Reconnecting…').waitFor({ state: 'detached' })
    t.equal(await posts(page).count(), 2)
  })
})
