/** The socket and the page never disagree: after any acts, an open page is what the same page is when it is opened anew. */
import fc from 'fast-check'
import type { Page } from 'playwright-core'
import t from 'tap'
import { startApp } from '../support/app.ts'
import { needsBrowser, openAs, openWindow, startBrowser } from '../support/browser.ts'
import type { Client } from '../support/http.ts'
import { people } from '../support/people.ts'
import { until } from '../support/until.ts'

/** Who looks: somebody who reads and writes, somebody who sees what is deleted, and nobody in particular. */
const READERS = [people.noor, people.mo, null]

type Act = { readonly kind: (typeof KINDS)[number]; readonly by: number; readonly which: number }
const KINDS = ['post', 'edit', 'delete', 'restore', 'react', 'unreact', 'wiki', 'retitle', 'tag', 'drop'] as const
const acts = fc.array(fc.record<Act>({ kind: fc.constantFrom(...KINDS), by: fc.nat(2), which: fc.nat(30) }), {
  minLength: 12,
  maxLength: 18,
})

t.test('an open page and a fresh one', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const clients = await Promise.all([people.mia, people.noor, people.mo].map(app.as))

  for (const [index, reader] of READERS.entries()) {
    const seed = index + 1
    const openOne = () => (reader ? openAs(browser, app, reader) : openWindow(browser, app.url, { locale: 'en-GB' }))
    const play = fc.sample(acts, { seed, numRuns: 1 })[0] ?? []
    t.test(`${reader?.name ?? 'a visitor'}: ${play.map(({ kind }) => kind).join(' ')}`, async t => {
      const thread = await app.make.thread({ by: people.mia })
      await app.settled()
      const path = `/t/${thread.id}/${thread.slug}`
      const open = await openOne()
      await open.page.goto(path)
      await open.page.locator('html[data-live="on"]').waitFor({ state: 'attached' })
      for (const act of play) {
        if (act.kind === 'drop') await blink(open.page)
        else await perform(clients[act.by], thread.id, act)
      }
      await app.settled()
      const fresh = await openOne()
      let [ours, theirs] = ['', '']
      const agree = async () => {
        await fresh.page.goto(path)
        ;[ours, theirs] = [await contentOf(open.page), await contentOf(fresh.page)]
        return ours === theirs
      }
      await until(agree, 'the open page became what the fresh one is').catch(() => undefined)
      t.equal(ours, theirs)
      t.strictSame(
        open.troubles.filter(one => !/WebSocket|DISCONNECTED|did not load/.test(one)),
        [],
      )
      await Promise.all([open, fresh].map(({ page }) => page.context().close()))
    })
  }
})

/** The connection is lost for a moment. */
async function blink(page: Page): Promise<void> {
  await page.context().setOffline(true)
  await page.locator('html[data-live="off"]').waitFor({ state: 'attached' })
  await page.context().setOffline(false)
}

/** Somebody does something; what they may not do is refused, and that is as good. */
async function perform(client: Client | undefined, threadId: number, { kind, which }: Act): Promise<void> {
  if (!client) return
  const { items } = (await client.api('GET', `/threads/${threadId}/posts?limit=50`)).json<{ items: { id: string }[] }>()
  const post = items[which % items.length]?.id
  const ways: Readonly<Record<Exclude<Act['kind'], 'drop'>, readonly [method: string, path: string, json?: unknown]>> =
    {
      post: ['POST', `/threads/${threadId}/posts`, { body: `Answer **${which}**` }],
      edit: ['PATCH', `/posts/${post}`, { body: `Edited *${which}*`, reason: which % 2 ? 'A slip' : '' }],
      delete: ['DELETE', `/posts/${post}`],
      restore: ['POST', `/posts/${which % 40}/restore`],
      react: ['PUT', `/posts/${post}/reactions/${which % 2 ? 'heart' : 'smile'}`],
      unreact: ['DELETE', `/posts/${post}/reactions/${which % 2 ? 'heart' : 'smile'}`],
      wiki: ['PATCH', `/posts/${post}`, { wiki: which % 2 === 0 }],
      retitle: ['PATCH', `/threads/${threadId}`, { title: `Another name ${which}` }],
      tag: ['PATCH', `/threads/${threadId}`, { tags: [`tag${which % 3}`] }],
    }
  if (kind !== 'drop') await client.api(...ways[kind])
}

/** What the page says, but for what says when it was opened, and for what its reader writes. */
const contentOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const parts = [...document.querySelectorAll('main, .aside')].map(part => part.cloneNode(true))
    return parts
      .map(part => {
        if (!(part instanceof Element)) return ''
        const passing = '.fresh, .live, #reply, noscript, [href$="/unread"], [data-held]'
        for (const one of part.querySelectorAll(passing)) one.remove()
        for (const one of part.querySelectorAll('time')) one.textContent = ''
        for (const one of part.querySelectorAll('li[data-number]')) one.removeAttribute('class')
        for (const one of part.querySelectorAll('ul > li:empty')) one.remove()
        return part.outerHTML.replace(/ (open|data-started)=""/g, '').replace(/>\s*</g, '>\n<')
      })
      .join('\n')
  })
