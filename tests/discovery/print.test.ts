/** A thread on paper. */
import t from 'tap'
import { startApp } from '../support/app.ts'
import { DESK, needsBrowser, openAs, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'

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
  if (process.env.LOOK) { await page.setViewportSize({width: 700, height: 1000}); await page.screenshot({ path: '/tmp/print.png' , fullPage: true}); await page.pdf({ path: '/tmp/print.pdf', format: 'A4' }) }

  t.test('holds the words and none of the controls', async t => {
    for (const gone of ['.lintel', '.rail', '.aside', '.tabbar', '.foot', '#reply', '.composer', '[data-only]', '.btn']) {
      t.equal(await page.locator(gone).filter({ visible: true }).count(), 0, gone)
    }
    t.ok(await page.locator('h1').isVisible())
    t.equal(await page.locator('.post .prose').filter({ visible: true }).count(), 12)
  })
})
