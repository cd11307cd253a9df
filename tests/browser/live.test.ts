/** An open page, live, in a real browser: two people, and a connection that is lost. */
import type { Page, Route } from 'playwright-core'
import t from 'tap'
import { GROUP } from '../../server/core/actor.ts'
import { signIn, startApp } from '../support/app.ts'
import { axe, needsBrowser, openAs, openWindow, PHONE, startBrowser } from '../support/browser.ts'
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
    await page.locator('main').getByText('2 replies', { exact: true }).first().waitFor()
    t.equal(await posts(page).count(), 1)
    t.equal(await pill.count(), 1, 'the page has read itself again since, and the pill stands')
    await pill.click()
    await page.getByText('Another answer').waitFor()
    t.equal(await posts(page).count(), 3)
    t.equal(await pill.count(), 0)
    t.ok(await page.evaluate(() => document.activeElement?.matches('.thread > li:nth-of-type(2) .post')))
    t.strictSame(troubles, [])
  })

  t.test('what could not be read while the connection was lost is read when it is back', async t => {
    const thread = await make.thread({ by: people.mia })
    await app.settled()
    const { page } = await openAs(browser, app, people.noor)
    const path = `/t/${thread.id}/${thread.slug}`
    await page.goto(path)
    await live(page)
    const reading = new Promise<Route>(resolve => void page.route(`**${path}`, resolve, { times: 1 }))
    await mia.api('PATCH', `/threads/${thread.id}`, { title: 'Called otherwise' })
    const asked = await reading
    await page.context().setOffline(true)
    await page.locator('html[data-live="off"]').waitFor({ state: 'attached' })
    await asked.abort('internetdisconnected')
    await page.context().setOffline(false)
    await page.getByRole('heading', { name: 'Called otherwise' }).waitFor()
    t.strictSame(await axe(page), [])
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
    t.match(await page.title(), /^Under another name/)
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

  t.test('what one posts in another window appears once, and one’s own reaction is pressed here too', async t => {
    const thread = await make.thread({ by: people.mia })
    await app.settled()
    const [here, there] = [await openAs(browser, app, people.noor), await openAs(browser, app, people.noor)]
    for (const { page } of [here, there]) {
      await page.goto(`/t/${thread.id}/${thread.slug}`)
      await live(page)
    }
    await there.page.locator('#reply textarea[name="body"]').fill('Said elsewhere')
    await there.page.getByRole('button', { name: 'Post reply' }).click()
    // The post is heard of here before the answer leads there to it.
    await there.page.waitForURL(/#post-/)
    await here.page.locator('.thread').getByText('Said elsewhere').waitFor()
    t.equal(await posts(here.page).count(), 2)
    await there.page.goto(`/t/${thread.id}/${thread.slug}`)
    const noor = await app.as(people.noor)
    const opening = (await noor.api('GET', `/threads/${thread.id}/posts`)).json<{ items: { id: string }[] }>().items[0]
    await noor.api('PUT', `/posts/${opening?.id}/reactions/heart`)
    for (const { page } of [here, there]) {
      await page.getByRole('button', { name: 'Thanks, 1', pressed: true }).waitFor()
    }
    t.strictSame([...here.troubles, ...there.troubles], [])
  })

  t.test('who may not see a thread any more is shown that there is nothing, and keeps what they wrote', async t => {
    const staff = await make.category({ rights: { see: [GROUP.staff], reply: [GROUP.staff], create: [GROUP.staff] } })
    const thread = await make.thread({ by: people.mia })
    await app.settled()
    const { page } = await openAs(browser, app, people.noor)
    await page.goto(`/t/${thread.id}/${thread.slug}`)
    await live(page)
    await page.locator('#reply textarea[name="body"]').pressSequentially('Not sent yet')
    const ada = await app.as(people.ada)
    await ada.api('PATCH', `/threads/${thread.id}`, { categoryId: String(staff.id) })
    await page.getByText('The path stops here').waitFor()
    t.equal(await page.locator('ol.thread').count(), 0)
    t.equal(await page.locator('textarea').inputValue(), 'Not sent yet')
  })

  t.test('reading on one device clears what is unread on the other, and the bell', async t => {
    const category = await make.category()
    const thread = await make.thread({ categoryId: category.id, by: people.noor })
    await app.settled()
    const [desk, phone] = [await openAs(browser, app, people.noor), await openAs(browser, app, people.noor, PHONE)]
    await desk.page.goto(`/c/${category.slug}`)
    await live(desk.page)
    await mia.api('POST', `/threads/${thread.id}/posts`, { body: 'Something new' })
    await desk.page.getByText('1 new', { exact: true }).waitFor()
    await desk.page.locator('#bell[data-unread="1"]').waitFor()
    await phone.page.goto(`/t/${thread.id}/${thread.slug}/2`)
    await desk.page.getByText('1 new', { exact: true }).waitFor({ state: 'detached' })
    await desk.page.locator('#bell[data-unread="0"]').waitFor()
    t.equal(await desk.page.locator(':is(#bell, #inbox)[aria-current]').count(), 0, 'one is not where it leads to')
    t.strictSame([...desk.troubles, ...phone.troubles], [])
  })

  t.test('who is signed out elsewhere is told so, reads on as a visitor, and keeps what they wrote', async t => {
    const thread = await make.thread({ by: people.mia })
    await app.settled()
    const elsewhere = await signIn(app.visitor(), people.noor)
    const { page } = await openWindow(browser, app.url, { locale: 'en-GB' })
    await page.context().addCookies([{ name: 'guildhall', value: elsewhere.cookie('guildhall') ?? '', url: app.url }])
    await page.goto(`/t/${thread.id}/${thread.slug}`)
    await live(page)
    await page.locator('#reply textarea[name="body"]').pressSequentially('Half a thought')
    await elsewhere.api('DELETE', '/session')
    await page.getByText('Your session has ended.').waitFor()
    await live(page)
    await mia.api('POST', `/threads/${thread.id}/posts`, { body: 'Still heard' })
    await page
      .getByText('Still heard')
      .or(page.getByRole('link', { name: '1 new reply' }))
      .first()
      .waitFor()
    t.equal(await page.locator('textarea').inputValue(), 'Half a thought')
  })

  t.test('a page survives a restart of the server in the middle', async t => {
    const thread = await make.thread({ by: people.mia })
    await app.settled()
    const { page } = await openAs(browser, app, people.noor)
    await page.goto(`/t/${thread.id}/${thread.slug}`)
    await live(page)
    for (const one of app.server.app.websocketServer.clients) one.close(1012, 'restart')
    await page.locator('html[data-live="off"]').waitFor({ state: 'attached' })
    await mia.api('POST', `/threads/${thread.id}/posts`, { body: 'Said meanwhile' })
    await page.locator('.thread').getByText('Said meanwhile').waitFor()
    await live(page)
    t.equal(await posts(page).count(), 2)
  })
})
