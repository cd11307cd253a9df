/** Editing with scripts: two people at one text, and a link that copies itself. */
import t from 'tap'
import { startApp } from '../support/app.ts'
import { DESK, needsBrowser, openWindow, startBrowser, type Visit } from '../support/browser.ts'
import { type Person, people } from '../support/people.ts'

t.test('editing in a browser', needsBrowser(), async t => {
  const browser = await startBrowser(t)
  const app = await startApp(t)
  const windowOf = async (person: Person): Promise<Visit> => {
    const visit = await openWindow(browser, app.url, { ...DESK, locale: 'en-GB' })
    const session = (await app.as(person)).cookie('guildhall')
    if (!session) throw new Error(`${person.name} is not signed in`)
    await visit.page.context().addCookies([{ name: 'guildhall', value: session, url: app.url }])
    return visit
  }

  t.test('whoever was slower keeps their text, sees the other and saves again', async t => {
    const thread = await app.make.thread()
    const { id } = await app.make.post({ by: people.noor, threadId: thread.id, body: 'Bend the boot by hand' })
    const { page } = await windowOf(people.noor)
    await page.goto(`/posts/${id}/edit`)
    const mo = await app.as(people.mo)
    await mo.api('PATCH', `/posts/${id}`, { body: 'Bend the boot in a vice', reason: 'Stronger' })
    const text = page.locator('form.composer [name=body]')
    await text.fill('Bend the boot twice')
    await page.locator('form.composer [name=intent][value=post]').click()
    await page.locator('#meanwhile').waitFor()
    t.equal(await page.locator('#theirs').inputValue(), 'Bend the boot in a vice')
    t.equal(await text.inputValue(), 'Bend the boot twice')
    await page.locator('form.composer [name=intent][value=post]').click()
    await page.waitForURL(new RegExp(`#post-${id}$`))
    await page.getByText('Bend the boot twice').waitFor()
    await page.goto(`/posts/${id}/edit`)
    t.equal(await page.locator('#meanwhile').count(), 0, 'no draft is left behind')
  })

  t.test('a deleted reply is put back by one press', async t => {
    const thread = await app.make.thread()
    const { id } = await app.make.post({ by: people.noor, threadId: thread.id, body: 'Said in haste' })
    const { page } = await windowOf(people.noor)
    await page.goto(`/t/${thread.id}/${thread.slug}`)
    await page.locator(`#post-${id}-controls details.menu > summary`).click()
    await page.locator(`#post-${id}`).getByRole('link', { name: 'Delete' }).click()
    await page.locator('form[action$="/delete"] [type=submit]').click()
    await page.locator(`#post-${id} .tombstone`).waitFor()
    await page.getByRole('button', { name: 'Restore post 2' }).click()
    await page.locator(`#post-${id} article`).getByText('Said in haste').waitFor()
    t.pass('it is there again')
  })

  t.test('the link of a post copies itself', async t => {
    const thread = await app.make.thread()
    const { page, troubles } = await windowOf(people.mia)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto(`/t/${thread.id}/${thread.slug}`)
    await page.locator('[id$=-controls] details.menu > summary').first().click()
    await page.getByRole('link', { name: 'Copy link' }).click()
    await page.getByRole('link', { name: 'Link copied' }).waitFor()
    t.match(
      await page.evaluate(() => navigator.clipboard.readText()),
      new RegExp(`/t/${thread.id}/${thread.slug}/1#post-`),
    )
    t.strictSame([...troubles], [])
  })
})
