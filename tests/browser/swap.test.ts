/** The behavior `swap` alone, on a small site of its own that answers in all the ways there are. */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { needsBrowser, openWindow, startBrowser } from '../support/browser.ts'
import { clientFolder } from '../support/client.ts'
import { gate } from '../support/gate.ts'

/** What was posted, in order, as `path body`. */
type Small = { readonly url: string; readonly posted: string[]; slow: Promise<void>; broken: boolean }

async function startSmallSite(t: Test): Promise<Small> {
  const folder = await clientFolder()
  const script = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))['main.js']
  let count = 0
  const page = (more = '') => `<!doctype html><html lang="en"><title>Small</title>
    <script type="module" src="/${script}"></script>
    <div style="height: 1500px"></div>
    <form method="post" action="/count" data-behavior="swap" data-swap="#count, #list, #nowhere" data-said="Counted">
      <div id="count"><button name="by" value="1">Count ${count}</button>
        <button name="by" value="2" formaction="/two">Two</button></div>
      <button name="by" value="3" formaction="/refused">Refused</button>
      <button name="by" value="4" formaction="/again">Again</button>
      <button name="by" value="5" formaction="/away">Away</button>
      <button name="by" value="6" formaction="/mute">Mute</button>
      <button formmethod="get" formaction="/got">Get</button>
    </form>
    <ul id="list">${'<li data-behavior="local-time"></li>'.repeat(count)}</ul>${more}
    <div id="said" role="status" data-close="Close" data-icons="/icons.svg"></div>
    <div style="height: 1500px"></div>`
  const site: Small = { url: '', posted: [], slow: Promise.resolve(), broken: false }
  const server = createServer(async (request, reply) => {
    const path = request.url ?? ''
    if (path.endsWith('.js'))
      return reply.setHeader('content-type', 'text/javascript').end(await readFile(join(folder, basename(path))))
    reply.setHeader('content-type', 'text/html')
    if (request.method === 'GET') return reply.end(path === '/other' ? '<h1>Another page</h1>' : page())
    site.posted.push(`${path} ${await bodyOf(request)}`)
    await site.slow
    if (site.broken) return reply.destroy()
    if (path === '/refused') return reply.writeHead(403).end('<p data-problem>You may not.</p>')
    if (path === '/again') return reply.writeHead(422).end(page('<p>Wrong</p>').replace('>Count', '>Wrong'))
    if (path === '/mute') return reply.writeHead(502).end('<h1>Bad gateway</h1>')
    count++
    return reply.writeHead(303, { location: path === '/away' ? '/other' : '/' }).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return Object.assign(site, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of request) body += part
  return body
}

/** Set by a test to see that no page was loaded meanwhile. */
const mark = (page: Page) => page.evaluate(() => void Object.assign(window, { same: true }))
const isSame = (page: Page) => page.evaluate(() => 'same' in window)

t.test('swap', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const open = async (t: Test) => {
    const site = await startSmallSite(t)
    const { page } = await openWindow(browser, site.url)
    await page.goto('/')
    await mark(page)
    return { site, page }
  }

  t.test('what is named changes in place; focus and scroll stay, and it is said', async t => {
    const { site, page } = await open(t)
    const button = page.getByRole('button', { name: /^Count/ })
    await button.focus()
    const before = await page.evaluate(() => scrollY)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Count 1' }).waitFor()
    t.ok(await isSame(page))
    t.equal(await page.evaluate(() => scrollY), before)
    t.equal(await button.evaluate(one => one === document.activeElement), true)
    t.equal(await page.locator('#list > li[data-started]').count(), 1, 'behaviors start on what came')
    await page.locator('#said').getByText('Counted').waitFor()
    await page.getByRole('button', { name: 'Two' }).click()
    await page.getByRole('button', { name: 'Count 2' }).waitFor()
    t.strictSame(site.posted, ['/count by=1', '/two by=2'], 'the pressed button says where, and is sent')
  })

  t.test('a second press while the first is under way is nothing', async t => {
    const { site, page } = await open(t)
    const { opened, open: answer } = gate()
    site.slow = opened
    await page.getByRole('button', { name: 'Count 0' }).click()
    await page.locator('form[aria-busy=true]').waitFor()
    await page.getByRole('button', { name: 'Count 0' }).click()
    answer()
    await page.getByRole('button', { name: 'Count 1' }).waitFor()
    t.equal(await page.locator('[aria-busy]').count(), 0)
    t.strictSame(site.posted, ['/count by=1'])
  })

  t.test('a refusal is shown where one is, and can be closed; a form that comes again is shown', async t => {
    const { page } = await open(t)
    await page.getByRole('button', { name: 'Refused' }).click()
    await page.getByRole('alert').getByText('You may not.').waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
    t.equal(await page.getByRole('alert').count(), 0)
    await page.getByRole('button', { name: 'Again' }).click()
    await page.getByRole('button', { name: 'Wrong 0' }).waitFor()
    t.ok(await isSame(page))
  })

  t.test('another page than the named elements are on is opened, without doing it twice', async t => {
    const { site, page } = await open(t)
    await page.getByRole('button', { name: 'Away' }).click()
    await page.getByRole('heading', { name: 'Another page' }).waitFor()
    t.strictSame(site.posted, ['/away by=5'])
  })

  t.test('what got no word of an answer is left to the browser', async t => {
    const { site, page } = await open(t)
    await page.getByRole('button', { name: 'Mute' }).click()
    await page.getByRole('heading', { name: 'Bad gateway' }).waitFor()
    t.strictSame(site.posted, ['/mute by=6', '/mute by=6'])
    await page.goto('/')
    site.broken = true
    const failed = page.waitForEvent('requestfailed', request => request.isNavigationRequest())
    await page.getByRole('button', { name: /^Count/ }).click()
    t.equal((await failed).method(), 'POST', 'the browser says itself that nobody answers')
  })

  t.test('a GET, and a click with a key held down, are the browser’s', async t => {
    const { site, page } = await open(t)
    const another = page.context().waitForEvent('page')
    await page.getByRole('button', { name: /^Count/ }).click({ modifiers: ['Shift'] })
    await (await another).getByRole('button', { name: 'Count 1' }).waitFor()
    t.strictSame(site.posted, ['/count by=1'])
    t.equal(await page.getByRole('button', { name: 'Count 0' }).count(), 1)
    await page.getByRole('button', { name: 'Get' }).click()
    await page.waitForURL('**/got?')
  })
})
