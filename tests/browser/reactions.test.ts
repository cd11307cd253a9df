/** Reactions in a browser: pressed in place with scripts, sent without them, by keyboard, and never another's. */
import { eq } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import t from 'tap'
import { posts } from '../../db/tables/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { axe, needsBrowser, openAs, overflow, PHONE, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'

/** A thread by mia with one reply by ada. */
async function openThread(app: TestApp) {
  const thread = await app.make.thread({ by: people.mia, title: 'Worth a thought' })
  const reply = await app.make.post({ threadId: thread.id, by: people.ada })
  const [opening] = await app.database.db
    .select()
    .from(posts)
    .where(eq(posts.threadId, thread.id))
    .orderBy(posts.number)
  if (!opening) throw new Error('a thread without a post')
  return { path: `/t/${thread.id}/${thread.slug}`, openingId: opening.id, replyId: reply.id }
}

const bar = (page: Page, postId: number) => page.locator(`#post-${postId}-reactions`)

t.test('reactions', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const other = await app.make.member()

  t.test('two members react to one post, each sees their own pressed and both counted', async t => {
    const { path, openingId } = await openThread(app)
    const noor = await openAs(browser, app, people.noor)
    const sam = await openAs(browser, app, other)
    for (const { page } of [noor, sam]) await page.goto(path)
    await noor.page.evaluate(() => void Object.assign(window, { same: true }))
    const noorBar = bar(noor.page, openingId)
    await noorBar.locator('summary').click()
    await noorBar.getByRole('button', { name: 'Helpful' }).click()
    await noorBar.getByRole('button', { name: 'Helpful, 1', pressed: true }).waitFor()
    t.ok(await noor.page.evaluate(() => 'same' in window), 'without a page load')

    const samBar = bar(sam.page, openingId)
    await sam.page.reload()
    await samBar.getByRole('button', { name: 'Helpful, 1', pressed: false }).click()
    await samBar.getByRole('button', { name: 'Helpful, 2', pressed: true }).waitFor()
    // What others give is told to the open page.
    await noorBar.getByRole('button', { name: 'Helpful, 2', pressed: true }).click()
    await noorBar.getByRole('button', { name: 'Helpful, 1', pressed: false }).waitFor()
    t.strictSame([...noor.troubles, ...sam.troubles], [])
  })

  t.test('by keyboard: the menu opens, arrows walk it, and the focus stays with what was chosen', async t => {
    const { path, openingId } = await openThread(app)
    const { page, troubles } = await openAs(browser, app, people.noor)
    await page.goto(path)
    await bar(page, openingId).locator('summary').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    // The answer and what is told live change the bar one after the other; the focus is there when they have.
    const chosen = bar(page, openingId).getByRole('button', { name: 'Helpful, 1', pressed: true })
    await chosen.and(page.locator(':focus')).waitFor()
    await page.keyboard.press('Enter')
    await bar(page, openingId).getByRole('button', { name: 'Helpful, 1' }).waitFor({ state: 'detached' })
    await bar(page, openingId).locator(':focus').waitFor()
    t.strictSame(troubles, [])
  })

  t.test('single keys work on the post that has the focus, and nowhere else', async t => {
    const { path, openingId, replyId } = await openThread(app)
    const { page, troubles } = await openAs(browser, app, people.noor)
    await page.goto(path)
    await page.keyboard.press('b')
    await page.keyboard.press('l')
    t.equal(await page.locator('details[open]').count(), 0)
    await page.locator(`#post-${openingId} .prose`).click()
    await page.keyboard.press('j')
    t.equal(await page.locator(`#post-${replyId} .post:focus-visible`).count(), 1)
    await page.keyboard.press('b')
    await page.locator(`#post-${replyId}-save a`).waitFor()
    t.equal(await page.locator(`#post-${openingId}-save a`).count(), 0)
    await page.locator(`#post-${replyId} .prose`).click()
    await page.keyboard.press('k')
    await page.keyboard.press('l')
    t.equal(await bar(page, openingId).locator('details[open] summary:focus').count(), 1)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await bar(page, openingId).getByRole('button', { name: 'Thanks, 1', pressed: true }).waitFor()
    await page.keyboard.press('r')
    await page.locator(`#reply [name="replyTo"][value="${openingId}"]`).waitFor({ state: 'attached' })
    const text = page.locator('#reply textarea[name="body"]')
    await text.fill('')
    await text.pressSequentially('jolly blue kilo')
    t.equal(await text.inputValue(), 'jolly blue kilo')
    t.strictSame(troubles, [])
  })

  t.test('without scripts on a phone the same works, in French', async t => {
    const { path, openingId } = await openThread(app)
    const { page } = await openAs(browser, app, people.noor, {
      ...PHONE,
      javaScriptEnabled: false,
      locale: 'fr-FR',
    })
    await page.goto(path)
    await bar(page, openingId).locator('summary').click()
    await bar(page, openingId).getByRole('button', { name: 'De tout cœur' }).click()
    await page.waitForURL(new RegExp(`#post-${openingId}$`))
    await bar(page, openingId).getByRole('button', { name: 'De tout cœur, 1', pressed: true }).click()
    await bar(page, openingId).getByRole('button', { name: 'De tout cœur, 1' }).waitFor({ state: 'detached' })
    t.equal(await overflow(page), 0)
  })

  t.test('the author sees counts that lead to whose they are, and no buttons', async t => {
    const { path, openingId } = await openThread(app)
    await (await app.as(people.noor)).api('PUT', `/posts/${openingId}/reactions/heart`)
    const { page } = await openAs(browser, app, people.mia)
    await page.goto(path)
    t.equal(await bar(page, openingId).getByRole('button').count(), 0)
    await bar(page, openingId).getByRole('link', { name: 'Thanks, 1' }).click()
    await page.getByRole('link', { name: 'noor' }).waitFor()
  })

  t.test('a refusal is said where one is', async t => {
    const { path, openingId } = await openThread(app)
    const { page } = await openAs(browser, app, people.noor)
    await page.goto(path)
    await app.database.db.update(posts).set({ deletedAt: new Date() }).where(eq(posts.id, openingId))
    await bar(page, openingId).locator('summary').click()
    await bar(page, openingId).getByRole('button', { name: 'Thanks' }).click()
    await page.getByRole('alert').waitFor()
    t.equal(new URL(page.url()).pathname, path)
  })

  t.test('an open menu is in order for those who listen, on a phone and by night', async t => {
    const { path, openingId } = await openThread(app)
    await (await app.as(other)).api('PUT', `/posts/${openingId}/reactions/smile`)
    await (await app.as(people.noor)).api('PUT', `/posts/${openingId}/reactions/heart`)
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await openAs(browser, app, people.noor, { ...PHONE, bypassCSP: true, colorScheme })
      await page.goto(path)
      await bar(page, openingId).locator('summary').click()
      t.strictSame(await axe(page), [])
      t.equal(await overflow(page), 0)
      await page.goto(`/posts/${openingId}/reactions`)
      t.strictSame(await axe(page), [])
      t.equal(await overflow(page), 0)
    }
  })
})
