/** Search from any page by keyboard: the field, what is suggested, what was looked for before. */
import type { Page } from 'playwright-core'
import t from 'tap'
import { translator } from '../../server/core/i18n.ts'
import { startApp } from '../support/app.ts'
import { axe, DESK, needsBrowser, openAs, openWindow, overflow, PHONE, startBrowser } from '../support/browser.ts'
import { people } from '../support/people.ts'

const say = translator('en')

t.test('search', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const category = await app.make.category({ name: 'Resoling' })
  const thread = await app.make.thread({ categoryId: category.id, title: 'Resole the Skarn', tags: ['resole'] })
  await app.make.thread({ categoryId: category.id, title: 'Resoled too late' })
  const said = `It was cold and it was wet and nobody came, but the ferryman knew the way. ${'We went home. '.repeat(9)}`
  await app.make.thread({ title: 'Across the water', body: said })
  await app.settled()

  const complaints: (readonly string[])[] = []
  const open = async (options = {}): Promise<Page> => {
    const { page, troubles } = await openWindow(browser, app.url, {
      ...DESK,
      locale: 'en-GB',
      bypassCSP: true,
      ...options,
    })
    complaints.push(troubles)
    return page
  }
  const field = (page: Page) => page.locator('#find')
  const options = (page: Page) => page.locator('.lintel [role=option]')
  const ready = (page: Page) => page.locator('#find[role=combobox]').waitFor()

  t.test('by keyboard: the key, the words, an arrow, and there', async t => {
    const page = await open()
    await page.goto('/latest')
    await page.keyboard.press('/')
    await page.waitForFunction(() => document.activeElement?.id === 'find')
    await ready(page)
    t.equal(await field(page).inputValue(), '', 'the key itself is not typed')
    await page.keyboard.type('resol')
    await options(page).first().waitFor()
    t.equal(await options(page).count(), 4, 'two threads, a category, a tag')
    t.equal(await field(page).getAttribute('aria-expanded'), 'true')
    t.strictSame(await axe(page), [])
    await page.keyboard.press('ArrowUp')
    t.equal(await field(page).getAttribute('aria-activedescendant'), await options(page).last().getAttribute('id'))
    await page.keyboard.press('ArrowDown')
    t.equal(await field(page).getAttribute('aria-activedescendant'), null, 'beyond the end is the text itself')
    await page.keyboard.press('Escape')
    t.equal(await options(page).count(), 0)
    t.equal(await field(page).inputValue(), 'resol')
    await page.keyboard.press('ArrowDown')
    await options(page).first().waitFor()
    const first = options(page).filter({ hasText: thread.title })
    for (let presses = 0; (await first.getAttribute('aria-selected')) !== 'true' && presses < 5; presses++) {
      await page.keyboard.press('ArrowDown')
    }
    await Promise.all([page.waitForURL(`**/t/${thread.id}/${thread.slug}`), page.keyboard.press('Enter')])
  })

  t.test('of a thread whose title has none of the words, what was found is shown', async t => {
    for (const [screen, path, typed] of [
      [{}, '/latest', '#find'],
      [PHONE, '/search', '#search-q'],
    ] as const) {
      const page = await open(screen)
      await page.goto(path)
      await page.locator(typed).focus()
      await page.locator(`${typed}[role=combobox]`).waitFor()
      await page.keyboard.type('ferrym')
      const option = page.getByRole('option').filter({ hasText: 'Across the water' })
      await option.waitFor()
      t.match(await option.locator('.reason').textContent(), /^…[^…]{1,24}ferryman knew the way/)
      t.equal(await option.locator('.reason mark').textContent(), 'ferryman')
      t.ok(await option.locator('.reason mark').isVisible())
      t.equal(await overflow(page), 0)
      t.strictSame(await axe(page), [])
    }
    const page = await open()
    await page.goto('/latest')
    await field(page).focus()
    await ready(page)
    await page.keyboard.type('resol')
    await options(page).first().waitFor()
    t.equal(await page.locator('.reason').count(), 0, 'a title that has them says enough')
  })

  t.test('Enter on nothing asks for all results; what was asked is offered again, on this device alone', async t => {
    const page = await open()
    await page.goto('/latest')
    for (const words of ['skarn', 'late']) {
      await field(page).focus()
      await ready(page)
      await field(page).fill(words)
      await Promise.all([page.waitForURL(`**/search?q=${words}`), page.keyboard.press('Enter')])
    }
    t.equal(await page.locator('.results .t').textContent(), 'Resoled too late')
    await page.goto('/latest')
    await field(page).focus()
    const recent = page.getByRole('region', { name: say('say.find.recent') })
    await recent.waitFor()
    t.strictSame(await recent.locator('.item').allTextContents(), ['late', 'skarn'])
    t.strictSame(await axe(page), [])
    await recent.getByRole('button', { name: say('say.find.forget', { text: 'late' }) }).click()
    t.strictSame(await recent.locator('.item').allTextContents(), ['skarn'])
    await page.keyboard.press('ArrowDown')
    await Promise.all([page.waitForURL('**/search?q=skarn'), page.keyboard.press('Enter')])
    await page.goto('/latest')
    await field(page).focus()
    await recent.waitFor()
    await recent.getByRole('button', { name: say('say.find.clear') }).click()
    t.notOk(await recent.isVisible())
    t.equal(await page.evaluate(() => localStorage.getItem('guildhall:searches')), null)
  })

  t.test('operators are completed by keyboard, and all else that is typed stays', async t => {
    const page = await open()
    await page.goto('/latest')
    await field(page).focus()
    await ready(page)
    await page.keyboard.type('late in:res')
    const value = options(page).filter({ hasText: `in:${category.slug}` })
    await value.waitFor()
    t.equal(await options(page).count(), 1, 'values, and nothing else')
    t.strictSame(await axe(page), [])
    await page.keyboard.press('ArrowDown')
    t.equal(await field(page).getAttribute('aria-activedescendant'), await value.getAttribute('id'))
    await page.keyboard.press('Enter')
    t.equal(await field(page).inputValue(), `late in:${category.slug} `)
    t.match(page.url(), /latest$/, 'it is still being typed')
    await page.keyboard.type('tag:#re')
    await options(page).filter({ hasText: 'tag:resole' }).click()
    t.equal(await field(page).inputValue(), `late in:${category.slug} tag:resole `)
    await Promise.all([page.waitForResponse(/\/search\/suggestions/), page.keyboard.type('"in:res')])
    t.equal(await value.count(), 0, 'a phrase has no operators')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('in:res late')
    for (let presses = 0; presses < ' late'.length; presses++) await page.keyboard.press('ArrowLeft')
    await page.keyboard.type('o')
    await value.waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    t.equal(await field(page).inputValue(), `in:${category.slug} late`)
    await Promise.all([page.waitForURL('**/search?q=*'), page.keyboard.press('Enter')])
    t.equal(await page.locator('.results .t').textContent(), 'Resoled too late')
  })

  t.test('a member saves what is shown, and comes back to it from an empty field', async t => {
    const { page, troubles } = await openAs(browser, app, people.mia, DESK)
    complaints.push(troubles)
    await page.goto(`/search?q=late&in=${category.slug}`)
    await page.locator('.saving > summary').click()
    await page.locator('#f-save-name').fill('Too late')
    await Promise.all([page.waitForURL(/notice=saved/), page.keyboard.press('Enter')])
    await page.goto('/latest')
    await field(page).focus()
    const saved = page.locator('.lintel').getByRole('region', { name: say('say.find.saved') })
    await saved.waitFor()
    t.strictSame(await saved.locator('.item').allTextContents(), ['Too late'])
    await page.keyboard.press('ArrowDown')
    const address = `**/search?q=late&in=${category.slug}`
    await Promise.all([page.waitForURL(address), page.keyboard.press('Enter')])
    t.equal(await page.locator('.results .t').textContent(), 'Resoled too late')
  })

  t.test('facets narrow by a press, and are taken off again', async t => {
    const page = await open()
    await page.goto('/search?q=resole')
    t.strictSame(await axe(page), [])
    const facet = page.locator('.facets a').filter({ hasText: '#resole' })
    await Promise.all([page.waitForURL('**/search?q=resole&tag=resole'), facet.click()])
    t.equal(await page.locator('.results .t').textContent(), thread.title)
    await Promise.all([page.waitForURL('**/search?q=resole'), page.locator('.narrowed .chip a').click()])
    t.equal(await page.locator('.results .t').count(), 2)
  })

  t.test('what is typed right after the key is in the field', async t => {
    const page = await open()
    await page.goto('/latest')
    await page.keyboard.press('/')
    await page.keyboard.type('resol')
    t.equal(await field(page).inputValue(), 'resol')
  })

  t.test('on the page of search the key leads into its own field; on a narrow phone nothing is too wide', async t => {
    const page = await open()
    await page.goto('/search?q=skarn')
    await page.keyboard.press('/')
    await page.waitForFunction(() => document.activeElement?.id === 'search-q')
    await page.setViewportSize({ width: 320, height: 640 })
    for (const path of ['/', '/search', `/search?q=resole+by:${people.mia.name}+in:${category.slug}`]) {
      await page.goto(path)
      t.equal(await overflow(page), 0, path)
    }
    await page.goto('/latest')
    await page.keyboard.press('/')
    await page.waitForURL('**/search')
  })

  t.test('without scripts the field is a form', async t => {
    const page = await open({ javaScriptEnabled: false })
    await page.goto('/latest')
    await field(page).fill('skarn')
    await Promise.all([page.waitForURL('**/search?q=skarn'), page.keyboard.press('Enter')])
    t.equal(await page.locator('.results .t').textContent(), thread.title)
    await page.locator('#f-narrow-by').fill('nobody-so')
    await Promise.all([page.waitForLoadState('load'), page.locator('.aside button').click()])
    t.match(await page.locator('main').textContent(), say('search.none'))
    await Promise.all([page.waitForLoadState('load'), page.locator('.narrowed .chip a').click()])
    t.equal(await page.locator('.results .t').count(), 1)
  })

  t.test('no page complained', async t => t.strictSame(complaints.flat(), []))
})
