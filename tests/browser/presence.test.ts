/** Who is here and who is writing, as two people in one thread see it of each other. */
import type { Page } from 'playwright-core'
import t from 'tap'
import { startApp } from '../support/app.ts'
import { axe, DESK, needsBrowser, openAs, openWindow, overflow, PHONE, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'

t.test('who is in a thread', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const { make } = app
  const text = (page: Page) => page.locator('#reply textarea[name="body"]')
  const panel = (page: Page) => page.locator('#here')
  const face = (page: Page, name: string) => panel(page).locator(`a.face[href="/m/${name}"]`)
  const writing = (page: Page, words: string) => page.locator('#typing', { hasText: words })
  const formTop = (page: Page) => page.locator('#reply').evaluate(form => form.getBoundingClientRect().top + scrollY)
  const path = ({ id, slug }: { id: number; slug: string }) => `/t/${id}/${slug}`

  t.test('two people see each other here, and writing, without anything moving for it', async t => {
    const thread = await make.thread()
    const [mine, hers] = [
      await openAs(browser, app, people.mia, { ...DESK, bypassCSP: true }),
      await openAs(browser, app, people.noor),
    ]
    await mine.page.goto(path(thread))
    await mine.page.locator('html[data-live="on"]').waitFor({ state: 'attached' })
    t.notOk(await panel(mine.page).isVisible(), 'nobody else is here')
    const top = await formTop(mine.page)

    await hers.page.goto(path(thread))
    await face(mine.page, 'noor').waitFor()
    await face(hers.page, 'mia').waitFor()
    t.equal(await panel(mine.page).locator('a.face').count(), 1, 'nobody is shown to themselves')
    const beside = await mine.page.evaluate(() => document.querySelector('#post-1 .av')?.getAttribute('data-tone'))
    t.equal(
      await face(hers.page, 'mia').locator('.av').getAttribute('data-tone'),
      beside,
      'with the face that they have',
    )

    await text(hers.page).pressSequentially('Beeswax, ')
    await writing(mine.page, 'noor is writing').waitFor()
    t.equal(await formTop(mine.page), top)
    t.equal(await hers.page.locator('#typing').textContent(), '', 'nobody is told of themselves')
    t.equal(await mine.page.locator('[aria-live], [role="status"]', { hasText: 'is writing' }).count(), 0)
    t.strictSame(await axe(mine.page), [])

    const third = await openAs(browser, app, people.mo)
    await third.page.goto(path(thread))
    await face(mine.page, 'mo').waitFor()
    await text(third.page).pressSequentially('Or ')
    await text(hers.page).pressSequentially('warm and thin. ')
    await writing(mine.page, 'mo and one other are writing').waitFor()
    await third.page.context().close()
    await face(mine.page, 'mo').waitFor({ state: 'detached' })

    await text(hers.page).press('Control+Enter')
    await mine.page.locator('.prose', { hasText: 'Beeswax, warm and thin.' }).waitFor()
    await mine.page.waitForFunction(() => document.querySelector('#typing')?.textContent === '')
    // Her own page has gone to what she wrote.
    await hers.page.waitForURL(/#post-\d+$/)
    await hers.page.goto('/')
    await panel(mine.page).waitFor({ state: 'hidden' })
    t.strictSame([...mine.troubles, ...hers.troubles, ...third.troubles], [])
  })

  t.test('it stays when the page reads itself again', async t => {
    const thread = await make.thread()
    const { page } = await openAs(browser, app, people.mia)
    const hers = await openAs(browser, app, people.noor)
    await page.goto(path(thread))
    await hers.page.goto(path(thread))
    await face(page, 'noor').waitFor()
    await (await app.as(people.mia)).api('PATCH', `/threads/${thread.id}`, { title: 'Another title' })
    await page.locator('h1', { hasText: 'Another title' }).waitFor()
    t.ok(await face(page, 'noor').isVisible())
  })

  t.test('a page that nobody looks at is nobody’s presence', async t => {
    const thread = await make.thread()
    const { page } = await openAs(browser, app, people.mia)
    const hers = await openAs(browser, app, people.noor)
    const look = (hidden: boolean) =>
      hers.page.evaluate(hidden => {
        Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      }, hidden)
    await page.goto(path(thread))
    await hers.page.goto(path(thread))
    await face(page, 'noor').waitFor()
    await look(true)
    await panel(page).waitFor({ state: 'hidden' })
    await look(false)
    await face(page, 'noor').waitFor()
    t.pass()
  })

  t.test('a draft that is opened is not somebody writing', async t => {
    const thread = await make.thread()
    const { page } = await openAs(browser, app, people.mia)
    const hers = await openAs(browser, app, people.noor)
    const sent: string[] = []
    hers.page.on('websocket', socket => socket.on('framesent', ({ payload }) => sent.push(String(payload))))
    const words = { body: 'Begun yesterday', fields: {} }
    const kept = await (await app.as(people.noor)).api('PUT', `/drafts/reply-${thread.id}`, words)
    t.equal(kept.status, 200, kept.text)
    await page.goto(path(thread))
    await hers.page.goto(`${path(thread)}?draft=1`)
    await face(page, 'noor').waitFor()
    t.equal(await text(hers.page).inputValue(), 'Begun yesterday')
    t.notOk(sent.some(frame => frame.includes('typing')))
    await text(hers.page).pressSequentially(', and longer now')
    await writing(page, 'noor is writing').waitFor()
    t.equal(sent.filter(frame => frame.includes('typing')).length, 1)
  })

  t.test('on a phone, in French', async t => {
    const thread = await make.thread()
    const { page, troubles } = await openAs(browser, app, people.mia, { ...PHONE, locale: 'fr-FR', bypassCSP: true })
    const hers = await openAs(browser, app, people.noor)
    await page.goto(path(thread))
    await hers.page.goto(path(thread))
    await panel(page).locator('h2', { hasText: 'Ici en ce moment' }).waitFor()
    await text(hers.page).pressSequentially('Bonjour')
    await writing(page, 'noor est en train d’écrire').waitFor()
    t.equal(await overflow(page), 0)
    t.strictSame(await axe(page), [])
    t.strictSame(troubles, [])
  })

  t.test('a visitor’s page says nothing of it', async t => {
    const thread = await make.thread()
    const { page } = await openWindow(browser, app.url, { ...DESK, locale: 'en-GB' })
    await page.goto(path(thread))
    t.equal(await page.locator('#here, #typing').count(), 0)
  })
})
