/** What a thread's page makes a browser load, as it travels: compressed. */
import t from 'tap'
import { startApp } from '../support/app.ts'
import { needsBrowser, openAs, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'

/** docs/ARCHITECTURE.md, "Figures to hold". */
const MOST = { Script: 45 * 1024, Stylesheet: 20 * 1024 }

t.test('a member’s thread page stays within its weight, all that comes by itself included', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const thread = await app.make.thread({ by: people.mia })
  const { page } = await openAs(browser, app, people.noor)
  const devtools = await page.context().newCDPSession(page)
  const types = new Map<string, string>()
  const bytes = { Script: 0, Stylesheet: 0 }
  devtools.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type))
  devtools.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const type = types.get(requestId)
    if (type === 'Script' || type === 'Stylesheet') bytes[type] += encodedDataLength
  })
  await devtools.send('Network.enable')
  await page.goto(`/t/${thread.id}/${thread.slug}`)
  await page.locator('html[data-live="on"]').waitFor({ state: 'attached' })
  await page.locator('[data-behavior~="composer"] [role="toolbar"], markdown-toolbar').first().waitFor()
  await page.waitForLoadState('networkidle')
  t.ok(bytes.Script > 0 && bytes.Script <= MOST.Script, `script: ${bytes.Script} of ${MOST.Script} bytes`)
  t.ok(
    bytes.Stylesheet > 0 && bytes.Stylesheet <= MOST.Stylesheet,
    `style: ${bytes.Stylesheet} of ${MOST.Stylesheet} bytes`,
  )
})
