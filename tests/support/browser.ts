/** A real Chromium, where there is one; what needs it is skipped with the reason where there is none. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import axeCore from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Test } from 'tap'
import type { TestApp } from './app.ts'
import type { Person } from './people.ts'

const NONE = 'no Chromium: set CHROMIUM_PATH, or install one as `chromium-headless-shell` or `chromium`'
/** What it is called, the one without windows first: it is the same engine, and starts and draws faster. */
const NAMES = ['chromium-headless-shell', 'chromium']

/** Options for a test that needs a browser. */
export const needsBrowser = (): { skip: string | false } => ({ skip: findChromium() ? false : NONE })

function findChromium(): string | null {
  const named = process.env.CHROMIUM_PATH
  const folders = (process.env.PATH ?? '').split(delimiter)
  const places = NAMES.flatMap(name => folders.map(folder => join(folder, name)))
  return (named ? [named] : places).find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export async function startBrowser(t: Test): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error(NONE)
  // Chromium's own sandbox cannot work as root, nor in most containers.
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  })
  t.teardown(() => browser.close())
  return browser
}

export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const
export const DESK = { viewport: { width: 1280, height: 900 } } as const

export type Visit = { readonly page: Page; readonly troubles: readonly string[] }

/** Somebody's own browser window. `troubles` gathers what the page complained of: errors, refusals of the policy, failed loads. */
export async function openWindow(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ baseURL: url, ...options })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('pageerror', error => troubles.push(String(error)))
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text())
  })
  page.on('requestfailed', request => {
    // The browser itself drops what a page asked for when the reader goes on to the next.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') troubles.push(`${request.url()} did not load`)
  })
  return { page, troubles }
}

/** The same for somebody who is signed in already, or for a visitor; in English and on a desk unless the options say otherwise. */
export async function openAs(
  browser: Browser,
  app: Pick<TestApp, 'url' | 'as'>,
  person: Person | null,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const visit = await openWindow(browser, app.url, { locale: 'en-GB', ...DESK, ...options })
  if (!person) return visit
  const session = (await app.as(person)).cookie('guildhall')
  if (!session) throw new Error(`${person.name} is not signed in`)
  await visit.page.context().addCookies([{ name: 'guildhall', value: session, url: app.url }])
  return visit
}

/** Which of axe-core's rules are asked: these alone, or all without those. */
type Rules = { readonly only?: readonly string[]; readonly without?: readonly string[] }

type Violation = { id: string; help: string; nodes: { html: string }[] }

/** What axe-core finds wrong with the page as it is now, one line each. The window must have been opened with `bypassCSP`. */
export async function axe(page: Page, { only, without = [] }: Rules = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeCore.source)
  // A colour in mid-transition is nobody's choice.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(one => one.finished)))
  const options = {
    ...(only && { runOnly: { type: 'rule', values: only } }),
    rules: Object.fromEntries(without.map(rule => [rule, { enabled: false }])),
    // Of what is well it gathers no lists then.
    resultTypes: ['violations'],
  }
  const found: Violation[] = await page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then(one => one.violations)`,
  )
  return found.map(
    ({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map(node => node.html.slice(0, 200)).join('\n    ')}`,
  )
}

/** How far the page reaches beyond the window's right edge, in CSS pixels. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
