/** Reading in a real browser: what stood on the screen is read, with scripts and without, and nothing else is. */
import type { Page } from 'playwright-core'
import t from 'tap'
import { startApp, type TestApp } from '../support/app.ts'
import { DESK, needsBrowser, openWindow, PHONE, startBrowser } from '../support/browser.ts'
import type { Thread } from '../support/make.ts'
import { people } from '../support/people.ts'

const BODY = 'A paragraph that is long enough to fill more than one line on any screen there is. '.repeat(6)

const pathOf = ({ id, slug }: Thread): string => `/t/${id}/${slug}`

async function threadOf(app: TestApp, count: number): Promise<Thread> {
  const thread = await app.make.thread({ by: people.mo, body: BODY })
  for (let number = 2; number <= count; number++)
    await app.make.post({ by: people.mo, threadId: thread.id, body: `${number}. ${BODY}` })
  return thread
}

/** The number of the first post that mia has not read, once it is more than `after`; null once she has read all. */
async function firstUnread(app: TestApp, { id }: Thread, after: number): Promise<number | null> {
  const mia = await app.as(people.mia)
  for (;;) {
    const answer = await mia.api('GET', `/threads/${id}`)
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`)
    const { unread } = answer.json<{ unread: { firstNumber: number } | null }>()
    if (!unread) return null
    if (unread.firstNumber > after) return unread.firstNumber
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

/** The largest number whose post ends on or above the screen. */
const lastInView = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const above = [...document.querySelectorAll<HTMLElement>('.thread > [data-number]')].filter(
      post => post.getBoundingClientRect().bottom <= window.innerHeight,
    )
    return Number(above.at(-1)?.dataset.number ?? 0)
  })

/** Resolves in the page when observers of what is on the screen have been told. */
const looked = (): Promise<void> =>
  new Promise(resolve => {
    const observer = new IntersectionObserver(() => resolve())
    observer.observe(document.body)
  })

t.test('reading', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const session = (await app.as(people.mia)).cookie('guildhall') ?? ''
  const open = async (options: Parameters<typeof openWindow>[2]) => {
    const visit = await openWindow(browser, app.url, { locale: 'en-GB', ...options })
    await visit.page.context().addCookies([{ name: 'guildhall', value: session, url: app.url }])
    return visit
  }

  t.test('scrolling half the page reads half of it', async t => {
    const thread = await threadOf(app, 20)
    const { page, troubles } = await open(DESK)
    await page.goto(pathOf(thread))
    const shown = await lastInView(page)
    t.ok(shown >= 1 && shown < 10)
    t.equal(await firstUnread(app, thread, 1), shown + 1, 'what is on the screen at first')
    await page.locator('[data-number="10"]').evaluate(post => post.scrollIntoView({ block: 'end' }))
    const half = await lastInView(page)
    t.ok(half >= 10 && half < 20)
    t.equal(await firstUnread(app, thread, shown + 1), half + 1, `what is on the screen, down to ${half}`)
    await page.reload()
    t.equal(await page.locator('.thread > .unread').count(), 20 - half)
    t.equal(await page.locator('.fresh + li').getAttribute('data-number'), String(half + 1))
    t.strictSame(troubles, [])
  })

  t.test('a post that does not fit on the screen is read when its end was', async t => {
    const thread = await app.make.thread({ by: people.mo, body: 'Short.' })
    await app.make.post({ by: people.mo, threadId: thread.id, body: `${BODY}\n\n`.repeat(20) })
    const { page } = await open(PHONE)
    await page.goto(pathOf(thread))
    t.equal(await firstUnread(app, thread, 1), 2, 'its beginning is on the screen')
    await page.locator('[data-number="2"]').evaluate(post => post.scrollIntoView({ block: 'end' }))
    t.equal(await firstUnread(app, thread, 2), null)
  })

  t.test('what was seen is said when the reader leaves at once', async t => {
    const thread = await threadOf(app, 2)
    const { page } = await open(DESK)
    await page.clock.install()
    await page.goto(pathOf(thread))
    await page.evaluate(looked)
    // Longer than a look takes, shorter than it would be told by itself.
    await page.clock.runFor(1300)
    await page.goto('/categories')
    t.equal(await firstUnread(app, thread, 2), null)
  })

  t.test('without scripts the page that was opened is read, as a whole', async t => {
    const thread = await threadOf(app, 22)
    const { page, troubles } = await open({ ...PHONE, javaScriptEnabled: false })
    await page.goto(pathOf(thread))
    t.equal(await firstUnread(app, thread, 1), 21)
    t.strictSame(troubles, [])
  })

  t.test('with scripts the picture of those without is not asked for', async t => {
    const thread = await threadOf(app, 2)
    const { page } = await open(DESK)
    const asked: string[] = []
    page.on('request', request => asked.push(new URL(request.url()).pathname))
    await page.goto(pathOf(thread))
    await firstUnread(app, thread, 2)
    t.notOk(asked.includes(`/threads/${thread.id}/read`))
  })

  t.test('a thread is followed from its menu without a page load, by keyboard', async t => {
    const thread = await threadOf(app, 1)
    const { page, troubles } = await open(DESK)
    await page.goto(pathOf(thread))
    await page.evaluate(() => document.body.setAttribute('data-same', ''))
    await page.locator('#follow summary').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.locator('#follow h2', { hasText: 'You follow this thread' }).waitFor()
    t.ok(await page.locator('body[data-same]').count(), 'it is the same page')
    t.equal(
      await page.evaluate(() => document.activeElement?.closest('#follow')?.id),
      'follow',
      'and goes on from there',
    )
    await page.reload()
    t.equal(await page.locator('#follow h2').textContent(), 'You follow this thread')
    t.strictSame(troubles, [])
  })

  t.test('what is called unread again is not read by the page that says so', async t => {
    const thread = await threadOf(app, 3)
    const { page } = await open({ viewport: { width: 1280, height: 4000 } })
    await page.goto(pathOf(thread))
    t.equal(await firstUnread(app, thread, 3), null)
    await page.getByLabel('More about post 2').click()
    await page.locator('[data-number="2"]').getByRole('button', { name: 'Unread from here' }).click()
    await page.waitForURL('/unread')
    t.equal(await firstUnread(app, thread, 0), 2)
    await page.getByRole('link', { name: thread.title }).click()
    await page.waitForURL(/\/2#post-/)
  })

  t.test('everything is marked as read by one button', async t => {
    await threadOf(app, 2)
    const { page } = await open({ ...PHONE, javaScriptEnabled: false })
    await page.goto('/unread')
    await page.getByRole('button', { name: 'Mark all read' }).click()
    await page.getByText('All quiet. Nothing unread.').waitFor()
    t.equal((await (await app.as(people.mia)).api('GET', '/unread')).json<{ items: unknown[] }>().items.length, 0)
  })
})
