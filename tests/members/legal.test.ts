/** What the community says of privacy, what it asks of who joins, and that it is noted who agreed to what. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { consents, legalTexts, members } from '../../db/tables/index.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

type LegalText = { version: string; text: string; html: string }

t.test('privacy and terms', async t => {
  const app = await startApp(t)
  const asAda = await app.as(people.ada)
  const { db } = app.database
  const visitor = () => app.visitor({ 'accept-language': 'en' })
  const set = async (values: Record<string, unknown>) =>
    t.equal((await asAda.api('PATCH', '/settings', { values })).status, 200)
  const joining = (name: string) => ({
    name,
    email: `${name}@people.example`,
    password: `${name} keeps 1 long secret`,
  })
  const agreedBy = async (name: string) => {
    const rows = await db
      .select({ kind: legalTexts.kind, text: legalTexts.text })
      .from(consents)
      .innerJoin(members, eq(members.id, consents.memberId))
      .innerJoin(legalTexts, eq(legalTexts.version, consents.version))
      .where(eq(members.name, name))
      .orderBy(legalTexts.kind)
    return rows
  }

  t.test('every page leads to what is kept, in both languages, with the numbers that hold', async t => {
    const home = await visitor().get('/')
    t.ok(home.page.querySelector('footer a[href="/privacy"]'))
    t.notOk(home.page.querySelector('footer a[href="/terms"]'), 'there are none')
    const page = await visitor().get('/privacy')
    t.equal(page.status, 200)
    t.match(page.seen('main'), /drafts \(90 days/)
    t.match(page.seen('main'), /it is done after 7 days/)
    t.ok(page.page.querySelector('main h3'))
    t.notOk(page.page.querySelector('main br'))
    const french = await app.visitor({ 'accept-language': 'fr' }).get('/privacy')
    t.match(french.seen('main'), /brouillons \(90 jours/)
    await set({ 'drafts.keptDays': 30, 'erasure.days': 0 })
    const after = await visitor().get('/privacy')
    t.match(after.seen('main'), /drafts \(30 days/)
    t.notMatch(after.seen('main'), /it is done after/)
    await set({ 'drafts.keptDays': 90, 'erasure.days': 7 })
    t.equal((await visitor().get('/terms')).status, 404)
    t.equal((await visitor().api('GET', '/legal/terms')).status, 404)
  })

  t.test('its own words stand in their place, and markup in them is harmless', async t => {
    await set({ 'legal.privacyEn': '## Our own\n\nWrite to us. <script>alert(1)</script>' })
    const page = await visitor().get('/privacy')
    t.equal(page.seen('main h3'), 'Our own')
    t.notOk(page.page.querySelector('main script'))
    t.match((await app.visitor({ 'accept-language': 'fr' }).get('/privacy')).seen('main'), /Write to us/, 'for all')
    const one = (await visitor().api('GET', '/legal/privacy')).json<LegalText>()
    await set({ 'legal.privacyEn': '## Our own\n\nWrite to us, or call.' })
    const other = (await visitor().api('GET', '/legal/privacy')).json<LegalText>()
    t.match(other.html, /or call/)
    t.not(one.version, other.version)
  })

  t.test('where there are no terms, joining shows the privacy page and notes it', async t => {
    const page = await visitor().get('/join')
    t.ok(page.page.querySelector('main a[href="/privacy"]'))
    t.notOk(page.page.querySelector('[name=terms]'))
    t.equal((await page.submit('/join', joining('petra'))).status, 303)
    t.match(await agreedBy('petra'), [{ kind: 'privacy', text: /or call/ }])
  })

  t.test('where there are, nobody joins without them', async t => {
    await set({ 'legal.termsEn': 'Be **kind**.' })
    t.match((await visitor().get('/terms')).seen('main strong'), 'kind')
    const page = await visitor().get('/join')
    t.ok(page.page.querySelector('footer a[href="/terms"]'))
    const refused = await page.submit('/join', joining('quentin'))
    t.equal(refused.status, 422)
    t.ok(refused.page.querySelector('[name=terms][aria-invalid=true]'))
    t.equal((await refused.submit('/join', { ...joining('quentin'), terms: 'on' })).status, 303)
    t.match(await agreedBy('quentin'), [
      { kind: 'privacy', text: /or call/ },
      { kind: 'terms', text: 'Be **kind**.' },
    ])
  })

  t.test('what somebody agreed to stays as it was, and they see it', async t => {
    await set({ 'legal.termsEn': 'Be kind, and brief.' })
    const quentin = app.visitor()
    await quentin.api('POST', '/session', { name: 'quentin', password: joining('quentin').password })
    t.match((await quentin.get('/settings/data')).seen('main'), /Be \*\*kind\*\*\./)
    const { items } = (await quentin.api('GET', '/members/me/consents')).json<{
      items: { kind: string; text: string }[]
    }>()
    t.match(items, [
      { kind: 'privacy', text: /or call/ },
      { kind: 'terms', text: 'Be **kind**.' },
    ])
    t.equal((await visitor().api('GET', '/members/me/consents')).status, 401)
    await asAda.api('POST', '/members', joining('rosa'))
    t.strictSame(await agreedBy('rosa'), [], 'whom an administrator adds has agreed to nothing')
  })
})
