/** Writing in a real browser: nothing that was typed is ever lost, and what is posted is posted once. */
import { and, eq } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import t from 'tap'
import { drafts, sessions, threads } from '../../db/tables/index.ts'
import { translator } from '../../server/core/i18n.ts'
import { startApp } from '../support/app.ts'
import { axe, needsBrowser, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'
import { composingIn, newSession, note, post, text, visit } from './composing.ts'

const say = translator('en')

t.test('writing', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const { make, database } = app
  const category = await make.category()

  const { openFor, newThread, repliesTo } = composingIn(app, browser, category.id)
  const kept = (page: Page) => page.getByText(say('say.draft.kept'), { exact: true }).waitFor()

  t.test('a page that is killed gives the text back, in another window and on another device too', async t => {
    const thread = await newThread()
    const { page } = await openFor(people.noor)
    await visit(page, thread.path)
    await text(page).fill('Half a thought')
    await page.waitForFunction(() => Object.values(localStorage).some(value => value.includes('Half a thought')))
    await page.close({ runBeforeUnload: false })
    const again = await page.context().newPage()
    await visit(again, thread.path)
    await again.getByText(say('say.draft.restored')).waitFor()
    t.equal(await text(again).inputValue(), 'Half a thought')
    // What the line says may still be of the save before.
    const saved = again.waitForResponse(one => one.ok() && Boolean(one.request().postData()?.includes('and more')))
    await text(again).fill('Half a thought, and more')
    await saved
    const elsewhere = await openFor(people.noor)
    await visit(elsewhere.page, thread.path)
    await elsewhere.page.getByText(say('say.draft.restored')).waitFor()
    t.equal(await text(elsewhere.page).inputValue(), 'Half a thought, and more')
    t.strictSame(await axe(again), [])
  })

  t.test('another member in the same browser is shown nothing of it', async t => {
    const thread = await newThread()
    const { page } = await openFor(people.noor)
    await visit(page, thread.path)
    await text(page).fill('For my eyes only')
    await kept(page)
    await page.context().addCookies([await newSession(app, people.mia)])
    await visit(page, thread.path)
    t.equal(await text(page).inputValue(), '')
    await page.locator('.lintel summary').click()
    await page.locator('form[action="/sign-out"] button').click()
    await page.waitForURL('/')
    t.notOk(await page.evaluate(() => Object.values(localStorage).some(one => one.includes('For my eyes only'))))
  })

  t.test('a session that ends while one writes loses nothing', async t => {
    const thread = await newThread()
    const member = await make.member()
    const { page } = await openFor(member)
    await visit(page, thread.path)
    await database.db.delete(sessions).where(eq(sessions.memberId, member.id))
    await text(page).fill('Written too long')
    await post(page).click()
    await note(page).getByText(say('say.send.signedOut')).waitFor()
    t.equal(await text(page).inputValue(), 'Written too long')
    await page.getByRole('link', { name: say('say.send.signIn') }).click()
    await page.getByLabel(say('auth.login')).fill(member.name)
    await page.getByLabel(say('auth.password')).fill(member.password)
    await page.getByRole('button', { name: say('nav.signIn') }).click()
    await page.waitForURL(url => url.pathname.startsWith(thread.path))
    await page.getByText(say('say.draft.restored')).waitFor()
    t.equal(await text(page).inputValue(), 'Written too long')
    await post(page).click()
    await page.locator('.thread').getByText('Written too long').waitFor()
  })

  t.test('a thread that is locked, or goes, while one writes gives the text back', async t => {
    const thread = await newThread()
    const { page } = await openFor(people.noor)
    await visit(page, thread.path)
    await text(page).fill('My last word')
    await database.db.update(threads).set({ lockedAt: new Date() }).where(eq(threads.id, thread.id))
    await post(page).click()
    await note(page).getByText(say('thread.error.locked')).waitFor()
    t.equal(await text(page).inputValue(), 'My last word')
    t.strictSame(await axe(page), [])
    await database.db.update(threads).set({ deletedAt: new Date() }).where(eq(threads.id, thread.id))
    await post(page).click()
    await note(page).getByText(say('error.notFound')).waitFor()
    t.equal(await text(page).inputValue(), 'My last word')
    await kept(page)
    await page.goto('/drafts')
    t.match(await page.locator('main').textContent(), /My last word/)
  })

  t.test('what is posted without a connection waits, and is posted once when there is one', async t => {
    const thread = await newThread()
    const { page } = await openFor(people.noor)
    await visit(page, thread.path)
    await page.context().setOffline(true)
    await text(page).fill('From the tunnel')
    await post(page).click()
    await note(page).getByText(say('say.outbox.waiting')).waitFor()
    t.strictSame(await axe(page), [])
    await page.context().setOffline(false)
    await page.locator('.thread').getByText('From the tunnel').waitFor()
    await page.waitForURL(/#post-/)
    t.equal(await repliesTo(thread), 1)
    t.equal(await page.evaluate(() => Object.keys(localStorage).filter(one => one.startsWith('guildhall:')).length), 0)
  })

  t.test('a post that waits outlives its window, and can be taken back', async t => {
    const [thread, other] = [await newThread(), await newThread()]
    const { page } = await openFor(people.noor)
    const context = page.context()
    for (const [path, words] of [
      [thread.path, 'Sent from the train'],
      [other.path, 'Better not'],
    ] as const) {
      await visit(page, path)
      await context.setOffline(true)
      await text(page).fill(words)
      await post(page).click()
      await note(page).getByText(say('say.outbox.waiting')).waitFor()
      if (words === 'Better not') await page.getByRole('button', { name: say('say.outbox.cancel') }).click()
      await page.close()
      await context.setOffline(false)
      break
    }
    const later = await context.newPage()
    await later.goto('/categories')
    await later.getByRole('link', { name: say('say.outbox.see') }).click()
    await later.locator('.thread').getByText('Sent from the train').waitFor()
    t.equal(await repliesTo(thread), 1)
    await visit(later, other.path)
    await context.setOffline(true)
    await text(later).fill('Better not')
    await post(later).click()
    await later.getByRole('button', { name: say('say.outbox.cancel') }).click()
    t.ok(await text(later).isEditable())
    await context.setOffline(false)
    await kept(later)
    t.equal(await repliesTo(other), 0)
  })

  t.test('an answer that is lost makes no second post', async t => {
    const thread = await newThread()
    const { page } = await openFor(people.noor)
    await visit(page, thread.path)
    let lost = 0
    await page.route('**/threads/*/posts', async route => {
      if (lost++ > 0) return route.continue()
      await route.fetch()
      await route.abort()
    })
    await text(page).fill('Did that arrive?')
    await post(page).click()
    await page.waitForURL(/#post-/)
    await page.locator('.thread').getByText('Did that arrive?').waitFor()
    t.equal(lost, 2)
    t.equal(await repliesTo(thread), 1)
  })

  t.test('pressing twice makes one post, and so do two windows with the same words', async t => {
    const thread = await newThread()
    const { page } = await openFor(people.noor)
    const other = await page.context().newPage()
    await visit(page, thread.path)
    await visit(other, thread.path)
    await text(page).fill('Once is enough')
    await text(other).fill('Once is enough')
    await post(page).dblclick()
    await page.locator('.thread').getByText('Once is enough').waitFor()
    await post(other).click()
    await other.locator('.thread').getByText('Once is enough').waitFor()
    t.equal(await repliesTo(thread), 1)
    const [row] = await database.db
      .select()
      .from(drafts)
      .where(and(eq(drafts.memberId, people.noor.id), eq(drafts.key, `reply-${thread.id}`)))
    t.equal(row, undefined, 'its draft is gone and stays gone')
  })

  t.test('two devices: both texts are shown before one replaces the other', async t => {
    const thread = await newThread()
    const phone = await openFor(people.noor)
    const desk = await openFor(people.noor)
    await visit(phone.page, thread.path)
    await visit(desk.page, thread.path)
    await text(phone.page).fill('Written on the phone')
    await kept(phone.page)
    await text(desk.page).fill('Written at the desk')
    await note(desk.page).getByText(say('say.draft.other')).waitFor()
    await note(desk.page).locator('summary').click()
    t.equal(await note(desk.page).locator('textarea').inputValue(), 'Written on the phone')
    t.strictSame(await axe(desk.page), [])
    await desk.page.getByRole('button', { name: say('say.draft.takeOther') }).click()
    t.equal(await text(desk.page).inputValue(), 'Written on the phone')
    await kept(desk.page)
  })

  t.test('a device that has no room says so and posts all the same', async t => {
    const thread = await newThread()
    const { page, troubles } = await openFor(people.noor)
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError')
      }
    })
    await visit(page, thread.path)
    await page.route('**/api/v1/drafts/*', route => route.fulfill({ status: 507 }))
    await text(page).fill('No room at all')
    await page.getByText(say('say.draft.unkept')).waitFor()
    await post(page).click()
    await page.locator('.thread').getByText('No room at all').waitFor()
    t.strictSame(
      troubles.filter(one => !one.includes('507')),
      [],
    )
  })

  t.test('a draft is thrown away and brought back', async t => {
    const thread = await newThread()
    const { page } = await openFor(people.noor)
    await visit(page, thread.path)
    await text(page).fill('Never mind')
    await kept(page)
    await page.reload()
    await page.getByRole('button', { name: say('say.draft.discard') }).click()
    await page.getByText(say('say.draft.discarded')).waitFor()
    t.equal(await text(page).inputValue(), '')
    await page.getByRole('button', { name: say('say.undo') }).click()
    t.equal(await text(page).inputValue(), 'Never mind')
    await kept(page)
  })

  t.test('a new thread goes on where it was left, and can be begun afresh', async t => {
    const { page } = await openFor(people.mia)
    await visit(page, '/threads/new')
    await page.getByLabel(say('thread.title')).fill('A title and no more')
    await kept(page)
    await visit(page, '/threads/new')
    t.equal(await page.getByLabel(say('thread.title')).inputValue(), 'A title and no more')
    await text(page).fill('And a text')
    await kept(page)
    await page.getByRole('button', { name: say('say.draft.discard') }).click()
    await page.waitForFunction(() => document.querySelector('textarea')?.value === '')
    t.equal(await page.getByLabel(say('thread.title')).inputValue(), '')
    t.equal(await database.db.$count(drafts, eq(drafts.memberId, people.mia.id)), 0)
  })

  t.test('an edit that meets another one is shown both by its page', async t => {
    const thread = await newThread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'The first version' })
    const { page } = await openFor(people.noor)
    await visit(page, `/posts/${id}/edit`)
    const noor = await app.as(people.noor)
    await noor.api('PATCH', `/posts/${id}`, { body: 'Edited on the phone' })
    await text(page).fill('Edited at the desk')
    await post(page).click()
    await page.getByText(say('error.editedMeanwhile')).waitFor()
    t.equal(await text(page).inputValue(), 'Edited at the desk')
  })
})
