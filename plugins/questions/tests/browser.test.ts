/** Questions in browsers: one accepts, the other sees it; by keyboard, on a phone, in both languages, as axe likes it. */
import t from 'tap'
import { axe, DESK, needsBrowser, openAs, overflow, PHONE, startBrowser } from '../../../tests/support/browser.ts'
import { people } from '../../../tests/support/people.ts'
import { startStaged } from '../../../tests/support/staged.ts'
import { questionBy } from './questions.ts'

t.test('questions in a browser', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startStaged(t)

  await t.test('one accepts, and the others see it where they are', async t => {
    const question = await questionBy(app)
    const [one] = question.replies
    const mia = await openAs(browser, app, people.mia)
    const noor = await openAs(browser, app, people.noor)
    const visitor = await openAs(browser, app, null)
    for (const { page } of [mia, noor, visitor]) await page.goto(question.page)
    for (const { page } of [noor, visitor]) await page.evaluate(() => void Object.assign(window, { same: true }))
    const accept = mia.page.locator(`#post-${one}`).getByRole('button', { name: 'Accept this answer' })
    await accept.press('Enter')
    await mia.page.locator(`#post-${one}`, { hasText: 'Accepted answer · by mia' }).waitFor()
    t.match(mia.page.url(), new RegExp(`#post-${one}$`), 'back at the post')
    for (const { page } of [noor, visitor]) {
      await page.locator(`#post-${one}`, { hasText: 'Accepted answer · by mia' }).waitFor()
      await page.locator(`#questions-${question.id}`, { hasText: 'This question is answered' }).waitFor()
      t.ok(await page.evaluate(() => 'same' in window), 'without a page load')
    }

    await noor.page.getByRole('button', { name: 'I have this question too' }).press('Space')
    await noor.page.getByRole('button', { name: 'I have this question too', pressed: true }).waitFor()
    t.ok(await noor.page.evaluate(() => 'same' in window), 'without a page load')
    for (const { page } of [mia, visitor])
      await page.locator(`#questions-${question.id}`, { hasText: '1 person has the same question' }).waitFor()
    await noor.page.getByRole('button', { name: 'I have this question too', pressed: true }).waitFor()

    await mia.page.getByRole('button', { name: 'Accept it no longer' }).click()
    await visitor.page.locator(`#questions-${question.id}`, { hasText: 'not answered yet' }).waitFor()
    t.strictSame([...mia.troubles, ...noor.troubles, ...visitor.troubles], [])
  })

  await t.test('on a phone and a desk, light and dark, in both languages', async t => {
    const question = await questionBy(app, { by: people.mo, replies: 3 })
    const mo = await app.as(people.mo)
    const [one, two] = question.replies
    const at = `/questions/${question.id}`
    for (const path of [`${at}/accepted/${two}`, `${at}/verified/${two}`, `${at}/verified/${one}`])
      await mo.api('PUT', path)
    const open = await questionBy(app, { by: people.mo })
    await (await app.as(people.noor)).api('PUT', `/questions/${open.id}/same`)
    const visits = [
      [people.mo, [question.page, `${question.page}/best`, '/questions', '/questions?status=open']],
      [people.noor, [open.page]],
      [null, [question.page]],
    ] as const
    for (const [where, options] of Object.entries({ phone: PHONE, desk: DESK })) {
      for (const [locale, colorScheme] of [
        ['en-GB', 'light'],
        ['fr-FR', 'dark'],
      ] as const) {
        for (const [who, pages] of visits) {
          const { page, troubles } = await openAs(browser, app, who, {
            ...{ ...options, locale, colorScheme },
            bypassCSP: true,
          })
          for (const path of pages) {
            await page.goto(path)
            const name = `${path} ${where} ${locale} ${who?.name}`
            t.strictSame(await axe(page), [], name)
            t.equal(await overflow(page), 0, `nothing is wider than the window: ${name}`)
          }
          t.strictSame(troubles, [])
          await page.context().close()
        }
      }
    }
  })

  await t.test('nothing went wrong meanwhile', async t => t.strictSame(app.errors, []))
})
