/** A thread on paper. */
import t from 'tap'
import { startApp } from '../support/app.ts'
import { DESK, needsBrowser, openAs, overflow, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'
import { until } from '../support/until.ts'

const BODY = `Words with [a way out](https://example.org/somewhere?x=1) and [a way in](/categories).

\`\`\`js
${'const long = 1; '.repeat(40)}
\`\`\`

> Somebody's words

| one | two |
| --- | --- |
| ${'wide '.repeat(30)} | b |
`

t.test('a thread on paper', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const thread = await app.make.thread({ by: people.mia, title: 'How to print', body: BODY })
  for (let number = 2; number <= 12; number++) await app.make.post({ threadId: thread.id })
  const { page } = await openAs(browser, app, people.noor, { ...DESK, colorScheme: 'dark' })
  await page.goto(`/t/${thread.id}/${thread.slug}`)
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })

  t.test('holds the words and none of the controls', async t => {
    for (const gone of [
      '.lintel',
      '.rail',
      '.aside',
      '.tabbar',
      '.foot',
      '#reply',
      '.composer',
      '[data-only]',
      '.btn',
    ]) {
      t.equal(await page.locator(gone).filter({ visible: true }).count(), 0, gone)
    }
    t.ok(await page.locator('h1').isVisible())
    t.equal(await page.locator('.post .prose').filter({ visible: true }).count(), 12)
  })

  t.test('says where its outward links lead, and only those', async t => {
    const after = (index: number) =>
      page
        .locator('.prose p a')
        .nth(index)
        .evaluate(link => getComputedStyle(link, '::after').content)
    t.equal(await after(0), '" (https://example.org/somewhere?x=1)"')
    t.equal(await after(1), 'none')
  })

  t.test('is black on white by night, too, and loses no code at the edge', async t => {
    const colours = await page.evaluate(() => {
      const { backgroundColor } = getComputedStyle(document.querySelector('.sheet') ?? document.body)
      return [getComputedStyle(document.body).color, backgroundColor]
    })
    t.strictSame(colours, ['rgb(0, 0, 0)', 'rgb(255, 255, 255)'])
    await page.setViewportSize({ width: 600, height: 900 })
    t.equal(await overflow(page), 0)
    t.ok(await page.locator('pre').evaluate(code => code.scrollWidth <= code.clientWidth), 'long lines are broken')
  })

  t.test('says whole dates while it is printed, and counts back again after it', async t => {
    await page.goto('/latest')
    const time = page.locator('.ledger time').first()
    await until(async () => /now|minute|second/.test((await time.textContent()) ?? ''), 'it counts back')
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    t.match(await time.textContent(), /\d{4}/)
    await page.evaluate(() => dispatchEvent(new Event('afterprint')))
    t.notMatch(await time.textContent(), /\d{4}/)
  })
})
