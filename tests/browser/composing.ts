/** Somebody at a composer in a real browser. */
import { eq } from 'drizzle-orm'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { posts } from '../../db/tables/index.ts'
import type { TestApp } from '../support/app.ts'
import { DESK, openWindow, type Visit } from '../support/browser.ts'
import type { Person } from '../support/people.ts'

export const text = (page: Page): Locator => page.locator('textarea[name=body]')
export const post = (page: Page): Locator => page.locator('button[name=intent][value=post]')
export const note = (page: Page): Locator => page.locator('.composer .note')

/** A page with a composer that is live. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.locator('markdown-toolbar:not([hidden])').waitFor()
}

/** The session cookie of somebody who has signed in just now. */
export async function newSession(app: TestApp, { name, password }: Person) {
  const answer = await app.visitor().api('POST', '/session', { name, password })
  const value = /guildhall=([a-z2-7]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? ''
  return { name: 'guildhall', value, url: app.url }
}

/** Opens browsers for people, another one each time, and threads to write in. */
export const composingIn = (app: TestApp, browser: Browser, categoryId: number) => ({
  openFor: async (person: Person, options: BrowserContextOptions = {}): Promise<Visit> => {
    const window = await openWindow(browser, app.url, { ...DESK, locale: 'en-GB', bypassCSP: true, ...options })
    await window.page.context().addCookies([await newSession(app, person)])
    return window
  },
  newThread: async (given: { body?: string; title?: string } = {}) => {
    const thread = await app.make.thread({ categoryId, ...given })
    return { ...thread, path: `/t/${thread.id}/${thread.slug}` }
  },
  repliesTo: async ({ id }: { id: number }) => (await app.database.db.$count(posts, eq(posts.threadId, id))) - 1,
})
