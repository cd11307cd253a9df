/** The composer's help while one writes: tools, names, quotes, pastes, files, keys, and the sheet on a phone. */
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import t from 'tap'
import { translator } from '../../server/core/i18n.ts'
import { startApp } from '../support/app.ts'
import { axe, needsBrowser, overflow, PHONE, startBrowser } from '../support/browser.ts'
import { temporaryFolder } from '../support/folder.ts'
import { people } from '../support/people.ts'
import { composingIn, note, post, text, visit } from './composing.ts'

const say = translator('en')

/** Pastes as a browser does what another program copied. */
const paste = (page: Page, data: Readonly<Record<string, string>>) =>
  text(page).evaluate((field, copied) => {
    const clipboardData = new DataTransfer()
    for (const [type, value] of Object.entries(copied)) clipboardData.setData(type, value)
    field.focus()
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, data)

const selectAll = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate(element => document.getSelection()?.selectAllChildren(element))

t.test('help while one writes', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const { make } = app
  const category = await make.category()
  const { openFor, newThread } = composingIn(app, browser, category.id)
  const kept = (page: Page) => page.getByText(say('say.draft.kept'), { exact: true }).waitFor()

  t.test('the preview follows the text and is what is posted', async t => {
    const thread = await newThread()
    const { page, troubles } = await openFor(people.noor)
    await visit(page, thread.path)
    await page.getByRole('button', { name: say('composer.preview') }).click()
    await text(page).fill('A **bold** step\n\n- one\n- two\n\n||hidden||')
    const shown = page.locator('.preview .prose')
    await shown.locator('strong').waitFor()
    const html = await shown.innerHTML()
    t.strictSame(await axe(page), [])
    await text(page).fill('')
    await shown.waitFor({ state: 'detached' })
    await text(page).fill('A **bold** step\n\n- one\n- two\n\n||hidden||')
    await shown.locator('strong').waitFor()
    await post(page).click()
    await page.waitForURL(/#post-/)
    t.equal(await page.locator('.thread li:last-child .prose').innerHTML(), html)
    t.strictSame(troubles, [])
  })

  t.test('names are completed by keyboard, and Escape closes the list and nothing else', async t => {
    const thread = await newThread()
    const { page, troubles } = await openFor(people.noor)
    await visit(page, thread.path)
    const list = page.locator('.suggestions')
    await text(page).pressSequentially('Thanks @m')
    await list.waitFor()
    t.strictSame(await axe(page), [])
    await page.keyboard.press('Enter')
    t.equal(await text(page).inputValue(), 'Thanks @mia ', 'whoever writes in the thread comes first')
    await text(page).pressSequentially(':tada')
    await list.waitFor()
    await page.keyboard.press('Tab')
    t.equal(await text(page).inputValue(), 'Thanks @mia 🎉 ')
    await text(page).pressSequentially(':rocket')
    await list.waitFor()
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'detached' })
    await page.keyboard.press('Enter')
    t.equal(await text(page).inputValue(), 'Thanks @mia 🎉 :rocket\n')
    await kept(page)
    t.strictSame(troubles, [])
  })

  t.test('what is offered stays on the screen of a phone', async t => {
    const { page } = await openFor(people.noor, PHONE)
    await visit(page, '/threads/new')
    await text(page).pressSequentially('A line that is nearly as long :smil')
    const list = page.locator('text-expander .suggestions')
    await list.waitFor()
    t.ok(await list.evaluate(one => one.getBoundingClientRect().right <= innerWidth))
    t.equal(await overflow(page), 0)
  })

  t.test('French emoji have French names, and a lone colon ends a line', async t => {
    const thread = await newThread()
    const { page } = await openFor(people.noor, { locale: 'fr-FR' })
    await visit(page, thread.path)
    await text(page).pressSequentially('Voici :')
    await page.keyboard.press('Enter')
    await text(page).pressSequentially(':rieur')
    await page.locator('.suggestions').waitFor()
    await page.locator('.suggestions li').first().click()
    t.match(await text(page).inputValue(), /^Voici :\n\p{Emoji} $/u)
  })

  t.test('a title that was asked before finds its answer', async t => {
    await make.thread({ categoryId: category.id, title: 'Oiling a whetstone' })
    const { page } = await openFor(people.mia)
    await visit(page, '/threads/new')
    await page.getByLabel(say('thread.title')).pressSequentially('Oiling whetstones')
    await page.locator('.similar').getByRole('link', { name: 'Oiling a whetstone' }).waitFor()
    t.strictSame(await axe(page), [])
  })

  t.test('the formatting tools work by mouse and by keyboard, and the page lets one go', async t => {
    const thread = await newThread()
    const { page, troubles } = await openFor(people.noor)
    await visit(page, thread.path)
    await text(page).fill('sharp')
    await text(page).selectText()
    await page.keyboard.press('Control+b')
    t.equal(await text(page).inputValue(), '**sharp**')
    await page.keyboard.press('Control+z')
    t.equal(await text(page).inputValue(), 'sharp')
    await text(page).selectText()
    await page.getByRole('button', { name: say('tool.spoiler') }).click()
    t.equal(await text(page).inputValue(), '||sharp||')
    await text(page).focus()
    await page.keyboard.press('Tab')
    t.not(await page.evaluate(() => document.activeElement?.tagName), 'TEXTAREA', 'Tab is never trapped')
    await text(page).press('Control+Enter')
    await page.locator('.thread details.spoiler', { hasText: 'sharp' }).waitFor()
    t.strictSame(troubles, [])
  })

  t.test('selected words become a quote with their author and place, and what they were', async t => {
    const thread = await newThread({
      body: 'Use **oil**, [they say](https://example.org):\n\n1. a stone\n2. `patience`',
    })
    const { page, troubles } = await openFor(people.noor)
    await visit(page, thread.path)
    await selectAll(page, '.post .prose strong')
    await page.locator('.quote-button').click()
    await page.waitForFunction(() => document.querySelector('textarea')?.value !== '')
    const source = `> [@mia](${thread.path}/1):`
    t.equal(await text(page).inputValue(), `${source}\n> **oil**\n\n`)
    t.equal(await page.evaluate(() => document.activeElement?.tagName), 'TEXTAREA')
    await selectAll(page, '.post .prose')
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('q')
    await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('patience'))
    t.equal(
      await text(page).inputValue(),
      `${source}\n> **oil**\n\n${source}\n> Use **oil**, [they say](https://example.org/):\n>\n> 1. a stone\n> 2. \`patience\`\n\n`,
    )
    await post(page).click()
    await page.waitForURL(/#post-/)
    t.equal(await page.locator('.thread li:last-child blockquote.quote').count(), 2)
    t.strictSame(troubles, [])
  })

  t.test('a post is answered and quoted from its menu without leaving the page', async t => {
    const thread = await newThread()
    const { page } = await openFor(people.noor)
    await visit(page, thread.path)
    await page
      .locator('.post')
      .getByRole('link', { name: say('post.replyTo', { number: 1 }) })
      .click()
    await page.getByText(say('say.reply.to', { name: 'mia', number: 1 })).waitFor()
    await page.locator('.post summary').last().click()
    await page.getByRole('link', { name: say('post.quote') }).click()
    await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('[@mia]'))
    t.equal(new URL(page.url()).search, '', 'the page is the same')
    t.strictSame(await axe(page), [])
    await kept(page)
    await page.reload()
    await page.getByText(say('say.reply.to', { name: 'mia', number: 1 })).waitFor()
    await page.getByRole('button', { name: say('say.reply.toAll') }).click()
    await page.getByText(say('say.reply.to', { name: 'mia', number: 1 })).waitFor({ state: 'detached' })
  })

  t.test('an address over words is a link, cells are a table, and formatting is kept for who wants it', async t => {
    const thread = await newThread()
    const { page, troubles } = await openFor(people.noor)
    await visit(page, thread.path)
    await text(page).fill('see here')
    await text(page).selectText()
    await paste(page, { 'text/plain': 'https://example.org/a' })
    t.equal(await text(page).inputValue(), '[see here](https://example.org/a)')
    await text(page).fill('')
    await paste(page, {
      'text/plain': 'Boot\tSize\nSkarn | old\t42\n',
      'text/html': '<table><tr><td>Boot</td></tr></table>',
    })
    await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('---'))
    t.equal(await text(page).inputValue(), '| Boot | Size |\n| --- | --- |\n| Skarn \\| old | 42 |\n')
    await text(page).fill('')
    await paste(page, {
      'text/plain': 'Soft & hard',
      'text/html':
        '<meta charset="utf-8"><p><b>Soft</b> &amp; <a href="javascript:alert(1)">hard</a></p><script>x</script>',
    })
    await page.getByRole('button', { name: say('say.paste.rich') }).waitFor()
    t.equal(await text(page).inputValue(), 'Soft & hard', 'plain by itself')
    t.strictSame(await axe(page), [])
    await page.getByRole('button', { name: say('say.paste.rich') }).click()
    t.equal(await text(page).inputValue(), '**Soft** & hard')
    t.strictSame(troubles, [])
  })

  t.test('pictures are sent, described and shown; one that is stopped leaves nothing', async t => {
    const folder = await temporaryFolder(t)
    const photo = join(folder, 'boot.png')
    await sharp({ create: { width: 640, height: 400, channels: 3, background: '#456' } })
      .png()
      .toFile(photo)
    const thread = await newThread()
    const { page } = await openFor(people.mia)
    await visit(page, thread.path)
    const choose = async (...files: string[]) => {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: say('tool.picture') }).click()
      await (await chooser).setFiles(files)
    }
    await text(page).fill('Look:')
    await choose(photo)
    const description = page.getByLabel(say('say.alt.label', { number: 1 }))
    await description.waitFor()
    await description.fill('A boot [worn]')
    t.match(await text(page).inputValue(), /^Look:\n!\[A boot \\\[worn\\\]\]\(\/uploads\/[\w-]+\/boot\.png\)\n$/)
    t.strictSame(await axe(page), [])

    await page.route('**/api/v1/uploads', () => undefined)
    await choose(photo)
    await page.getByRole('button', { name: say('say.upload.cancel', { name: 'boot.png' }) }).waitFor()
    t.match(await text(page).inputValue(), /uploading-/)
    t.strictSame(await axe(page), [])
    await post(page).click()
    await note(page).getByText(say('say.send.filesOnTheirWay')).waitFor()
    await page.getByRole('button', { name: say('say.upload.cancel', { name: 'boot.png' }) }).click()
    await page.waitForFunction(() => !document.querySelector('textarea')?.value.includes('uploading-'))
    await page.unroute('**/api/v1/uploads')

    const program = join(folder, 'program.exe')
    await writeFile(program, 'MZ')
    await choose(program)
    await page.getByText(/program\.exe: .*JPG/).waitFor()
    await rm(program)
    await post(page).click()
    await page.locator('.thread img[alt="A boot [worn]"]').waitFor()
  })

  t.test('a newcomer is told of the links that are left before there are none', async t => {
    const thread = await newThread()
    const { page } = await openFor(people.noor)
    await visit(page, thread.path)
    const links = (count: number) => Array.from({ length: count }, (_, at) => `https://${at}.example`).join(' ')
    await text(page).fill(links(4))
    await page.getByText(say('say.links.left', { count: 1 })).waitFor()
    await text(page).fill(links(6))
    await page.getByText(say('say.links.over', { count: 1 })).waitFor()
    await post(page).click()
    await note(page).waitFor()
    t.equal(await text(page).inputValue(), links(6))
    const regular = await openFor(people.mia)
    await visit(regular.page, thread.path)
    await text(regular.page).fill(links(6))
    t.equal(await regular.page.getByText(say('say.links.over', { count: 1 })).count(), 0)
  })

  t.test('on a phone the reply is a sheet over the thread; closing it keeps the draft', async t => {
    const thread = await newThread({ body: 'Long ago\n\n'.repeat(30) })
    const { page, troubles } = await openFor(people.noor, { ...PHONE, reducedMotion: 'reduce' })
    await visit(page, thread.path)
    await page.getByRole('button', { name: say('say.sheet.open'), exact: true }).tap()
    const sheet = page.locator('form.raised')
    await sheet.waitFor()
    await text(page).fill('From the bus')
    t.equal(await overflow(page), 0)
    t.strictSame(await axe(page), [])
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    t.equal(await text(page).inputValue(), 'From the bus')
    t.strictSame(await axe(page), [])
    await page.getByRole('button', { name: say('say.sheet.open'), exact: true }).tap()
    await post(page).tap()
    await page.locator('.thread').getByText('From the bus').waitFor()
    t.strictSame(troubles, [])
  })

  t.test('single keys lead about, never from a field, and can be switched off', async t => {
    const thread = await newThread()
    const { page, troubles } = await openFor(people.noor)
    await visit(page, thread.path)
    await page.keyboard.press('j')
    await page.waitForFunction(() => document.activeElement?.matches('article.post'))
    await page.keyboard.press('r')
    await page.getByText(say('say.reply.to', { name: 'mia', number: 1 })).waitFor()
    await page.keyboard.type('crq?')
    t.equal(await text(page).inputValue(), 'crq?')
    await page.getByRole('button', { name: say('composer.keys') }).click()
    const list = page.getByRole('dialog', { name: say('say.keys.title') })
    await list.waitFor()
    t.strictSame(await axe(page), [])
    await list.getByLabel(say('say.keys.single')).uncheck()
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'detached' })
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('c')
    await page.keyboard.press('?')
    t.equal(await list.count(), 0)
    t.equal(new URL(page.url()).pathname, thread.path)
    await page.getByRole('button', { name: say('composer.keys') }).click()
    await list.getByLabel(say('say.keys.single')).check()
    await page.keyboard.press('Escape')
    await kept(page)
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('g')
    await page.keyboard.press('d')
    await page.waitForURL('**/drafts')
    await page.keyboard.press('c')
    await page.waitForURL('**/threads/new')
    t.strictSame(troubles, [])
  })
})
