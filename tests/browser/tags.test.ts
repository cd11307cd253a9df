/** Tags as chips, and members at a glance, in a real browser and by keyboard. */
import type { Page } from 'playwright-core'
import t from 'tap'
import { translator } from '../../server/core/i18n.ts'
import * as memberService from '../../server/members/service.ts'
import { startApp } from '../support/app.ts'
import { axe, DESK, needsBrowser, openWindow, overflow, PHONE, startBrowser } from '../support/browser.ts'
import { type Person, people } from '../support/people.ts'

const say = translator('en')

t.test('tags and cards', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const { make } = app
  const category = await make.category()
  for (const tags of [['resole', 'leather'], ['resole'], ['rain']]) await make.thread({ categoryId: category.id, tags })
  await app.settled()

  const complaints: (readonly string[])[] = []
  const openFor = async (person: Person, options = {}): Promise<Page> => {
    const { page, troubles } = await openWindow(browser, app.url, {
      ...DESK,
      locale: 'en-GB',
      bypassCSP: true,
      ...options,
    })
    const session = (await app.as(person)).cookie('guildhall') ?? ''
    await page.context().addCookies([{ name: 'guildhall', value: session, url: app.url }])
    complaints.push(troubles)
    return page
  }
  const box = (page: Page) => page.getByRole('combobox', { name: say('tag.field') })
  const chips = (page: Page) => page.locator('.tag-box .chip .tag').allTextContents()
  const field = (page: Page) => page.locator('[name=tags]')
  const options = (page: Page) => page.locator('.tag-box [role=option]')

  t.test('Enter means what was typed last, and not what was marked before', async t => {
    const page = await openFor(people.mia)
    await page.goto('/threads/new')
    await box(page).focus()
    await page.keyboard.press('ArrowDown')
    await options(page).first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type('brand new')
    await page.keyboard.press('Enter')
    t.strictSame(await chips(page), ['brand-new'])
  })

  t.test('tags are chosen, made and taken away by keyboard alone', async t => {
    const page = await openFor(people.mia)
    await page.goto('/threads/new')
    await box(page).focus()
    await page.keyboard.press('ArrowDown')
    await options(page).first().waitFor()
    t.match(await options(page).first().textContent(), /^resole/, 'the most used comes first')
    await page.keyboard.press('ArrowDown')
    t.equal(await options(page).first().getAttribute('aria-selected'), 'true')
    t.equal(await box(page).getAttribute('aria-activedescendant'), await options(page).first().getAttribute('id'))
    t.strictSame(await axe(page), [])
    await page.keyboard.press('Enter')
    t.strictSame(await chips(page), ['resole'])
    await page.keyboard.type('Long read,')
    t.strictSame(await chips(page), ['resole', 'Long-read'])
    await page.keyboard.type('RESOLE,')
    t.strictSame(await chips(page), ['resole', 'Long-read'], 'twice is as once')
    await page.keyboard.type('waders')
    await options(page)
      .filter({ hasText: say('say.tags.new') })
      .waitFor()
    await page.keyboard.press('Escape')
    t.equal(await box(page).getAttribute('aria-expanded'), 'false')
    t.equal(await box(page).inputValue(), 'waders', 'closing the list takes nothing away')
    await page.keyboard.press('Tab')
    t.strictSame(await chips(page), ['resole', 'Long-read', 'waders'], 'nor does going on')
    t.equal(await field(page).inputValue(), 'resole, Long-read, waders')
    await box(page).focus()
    await page.keyboard.press('Backspace')
    await page.getByRole('button', { name: say('say.tags.remove', { name: 'resole' }) }).press('Enter')
    t.strictSame(await chips(page), ['Long-read'])
    t.ok(await box(page).evaluate(one => one === document.activeElement), 'and one can type on')
    await page.keyboard.type('a-1,b-1,c-1,d-1,e-1,')
    t.strictSame(await chips(page), ['Long-read', 'a-1', 'b-1', 'c-1', 'd-1'])
    t.equal(await box(page).inputValue(), 'e-1', 'what finds no place stays to be read')
    t.equal(await page.locator('.tag-field .count').textContent(), say('say.tags.left', { count: 0 }))
    await box(page).fill('')
    await page.getByLabel(say('thread.category')).selectOption({ label: category.name })
    await page.getByLabel(say('thread.title')).fill('With chips')
    await page.locator('textarea[name=body]').fill('Words')
    await page.locator('button[name=intent][value=post]').click()
    await page.getByRole('heading', { level: 1, name: 'With chips' }).waitFor()
    t.strictSame(await page.locator('main > header .tag').allTextContents(), ['a-1', 'b-1', 'c-1', 'd-1', 'Long-read'])
  })

  t.test('who may make none is offered those that there are, and keeps what was refused', async t => {
    const page = await openFor(people.noor, { ...PHONE, hasTouch: false })
    await page.goto('/threads/new?tags=rain')
    await box(page).waitFor()
    t.strictSame(await chips(page), ['rain'])
    await box(page).pressSequentially('le')
    await options(page).first().waitFor()
    t.strictSame(await options(page).locator('b').allTextContents(), ['leather'])
    t.equal(await overflow(page), 0)
    await options(page).first().click()
    await box(page).pressSequentially('unheard-of,')
    await page.getByLabel(say('thread.category')).selectOption({ label: category.name })
    await page.getByLabel(say('thread.title')).fill('Not yet')
    await page.locator('textarea[name=body]').fill('Words')
    await page.locator('button[name=intent][value=post]').click()
    await page
      .getByText(/unheard-of.*yet/)
      .first()
      .waitFor()
    t.strictSame(await chips(page), ['rain', 'leather', 'unheard-of'])
    t.strictSame(await axe(page), [])
  })

  t.test('a draft brings its tags back as chips', async t => {
    const writer = await make.member()
    const page = await openFor(writer)
    await page.goto('/threads/new')
    await box(page).waitFor()
    await box(page).fill('kept-word,')
    await page.locator('textarea[name=body]').fill('Half a thought')
    await page.getByText(say('say.draft.kept'), { exact: true }).waitFor()
    const again = await openFor(writer)
    await again.goto('/threads/new')
    await again.locator('.tag-box .chip').first().waitFor()
    t.strictSame(await chips(again), ['kept-word'])
  })

  t.test('a name shows who it is: to the mouse, to the keyboard, and not against anybody', async t => {
    await memberService.updateProfile(await app.ctx(people.mo), {
      displayName: 'Mo Lindqvist',
      about: 'Keeps the kettle on.',
    })
    const thread = await make.thread({ by: people.mo, categoryId: category.id, body: 'Ask @mia about it' })
    await app.settled()
    const page = await openFor(people.mia)
    await page.goto(`/t/${thread.id}/${thread.slug}`)
    const card = page.locator('.member-card')
    const name = page.locator('a.who').first()
    await name.hover()
    await card.waitFor()
    t.match(await card.textContent(), /Mo Lindqvist.*@mo.*Keeps the kettle on\./)
    t.strictSame(await axe(page), [])
    await card.hover()
    await page.waitForFunction(() => document.querySelector('.member-card:hover'))
    t.ok(await card.isVisible(), 'one can go onto it')
    await page.keyboard.press('Escape')
    await card.waitFor({ state: 'detached' })
    await page.mouse.move(2, 2)

    await name.focus()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    await card.waitFor()
    await page.keyboard.press('Tab')
    t.equal(await page.evaluate(() => document.activeElement?.closest('.member-card') !== null), true)
    await page.keyboard.press('Escape')
    await card.waitFor({ state: 'detached' })
    t.ok(await name.evaluate(one => one === document.activeElement), 'the focus is where it was')

    await page.locator('.prose a.mention').hover()
    await card.getByText('@mia').waitFor()
    await page.mouse.move(2, 2)
    await card.waitFor({ state: 'detached' })
    await page.locator('.prose a.mention').click()
    await page.waitForURL('/m/mia')
  })
  t.test('no page complained of anything but what was refused on purpose', async t => {
    t.strictSame(
      complaints.flat().filter(one => !/ 422 /.test(one)),
      [],
    )
  })
})
