/** A poll in browsers: one votes, the other sees it; by keyboard, on a phone, in both languages, as axe likes it. */
import t from 'tap'
import { axe, DESK, needsBrowser, openAs, overflow, PHONE, startBrowser } from '../../../tests/support/browser.ts'
import { people } from '../../../tests/support/people.ts'
import { startStaged } from '../../../tests/support/staged.ts'
import { LUNCH, pollBy } from './polls.ts'

t.test('polls in a browser', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startStaged(t)

  await t.test('one votes without a page load, the other sees it, and what they had begun to choose stays', async t => {
    const poll = await pollBy(app, LUNCH)
    const noor = await openAs(browser, app, people.noor)
    const ada = await openAs(browser, app, people.ada)
    const visitor = await openAs(browser, app, null)
    for (const { page } of [noor, ada, visitor]) await page.goto(poll.page)
    await noor.page.evaluate(() => void Object.assign(window, { same: true }))
    await ada.page.getByLabel('Soup').check()
    await noor.page.getByLabel('Bread').focus()
    await noor.page.keyboard.press('Space')
    await noor.page.getByRole('button', { name: 'Vote', exact: true }).press('Enter')
    await noor.page.getByRole('button', { name: 'Change my vote' }).waitFor()
    t.match(await noor.page.locator('.poll').textContent(), /100% · 1/)
    t.ok(await noor.page.evaluate(() => 'same' in window), 'without a page load')
    await visitor.page.locator('.poll', { hasText: '100% · 1' }).waitFor()
    t.ok(await ada.page.getByLabel('Soup').isChecked(), 'what was begun stays')
    await ada.page.getByRole('button', { name: 'Vote', exact: true }).click()
    await ada.page.locator('.poll', { hasText: '50% · 1' }).waitFor()

    // What others do to the post is told as anybody sees it; one's own vote is not lost by it.
    await (await app.as(people.mo)).api('PUT', `/posts/${poll.postId}/reactions/heart`)
    await noor.page.locator('.reactions button.react[value=heart]', { hasText: '1' }).first().waitFor()
    t.ok(await noor.page.getByLabel('Bread').isChecked(), 'their own vote stays')
    t.strictSame([...noor.troubles, ...ada.troubles, ...visitor.troubles], [])
  })

  await t.test('every kind, open and with results, on a phone and a desk, in both languages', async t => {
    const long = 'An option whose words go on for so long that no telephone holds them on a single line'
    const kinds = ['single', 'multiple named', 'ranked', 'rating fixed']
    const body = kinds
      .map(kind => `:::poll ${kind}\nHow about ${kind}?\n\n- ${long}\n- Short\n- Other\n:::`)
      .join('\n\n')
    const poll = await pollBy(app, body)
    const mia = await app.as(people.mia)
    const choices = [[0], [0, 2], [1, 0], [5, 0, 2]]
    for (const [place, choice] of choices.entries())
      await mia.api('PUT', `/polls/${poll.postId}/${place}/ballot`, { choice })
    const pages = [poll.page, ...kinds.map((_, place) => `/x/polls/${poll.postId}/${place}`)]
    for (const [where, options] of Object.entries({ phone: PHONE, desk: DESK })) {
      for (const locale of ['en-GB', 'fr-FR']) {
        for (const who of [people.mia, null]) {
          const { page, troubles } = await openAs(browser, app, who, { ...options, locale, bypassCSP: true })
          for (const path of who ? pages : pages.slice(0, 1)) {
            await page.goto(path)
            const name = `${path} ${where} ${locale} ${who?.name}`
            t.ok((await page.locator('.poll').count()) > 0, name)
            t.strictSame(await axe(page), [], name)
            t.equal(await overflow(page), 0, `nothing is wider than the window: ${name}`)
          }
          t.strictSame(troubles, [])
          await page.context().close()
        }
      }
    }
  })
})
