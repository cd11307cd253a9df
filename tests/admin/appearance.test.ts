/** The look through its page and the API: tried without being stored, refused where it cannot be read, never from elsewhere. */
import { desc } from 'drizzle-orm'
import t from 'tap'
import { mails } from '../../db/tables/index.ts'
import { problemWithCss } from '../../server/site/own-css.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

const PATH = '/admin/appearance'

t.test('the appearance', async t => {
  const app = await startApp(t)
  const asAda = await app.as(people.ada)
  const change = (values: Readonly<Record<string, unknown>>) => asAda.api('PATCH', '/settings', { values })
  const sheetOf = async (path: string, kind: string) => {
    const { page } = await app.visitor().get(path)
    return page.querySelector(`link[href^="/${kind}-"]`)?.getAttribute('href') ?? null
  }

  t.test('a look is tried without being stored, and then stored', async t => {
    const form = await asAda.get(PATH)
    const chosen = { 'site.hue': '20', 'site.fontText': 'serif', 'site.brightFill': 'on' }
    const tried = await form.submit(PATH, { ...chosen }, `${PATH}/preview`)
    t.equal(tried.status, 200)
    const look = tried.page.querySelector('main link[rel=stylesheet]')?.getAttribute('href') ?? ''
    t.match((await asAda.get(look)).text, /--brand-h:20;.*--font-text:"Iowan/)
    t.equal(tried.page.querySelector('[name="site.hue"]')?.getAttribute('value'), '20')
    t.equal(tried.page.querySelectorAll('.look-sample[data-fill=bright]').length, 2)
    const brand = (await sheetOf('/', 'brand')) ?? ''
    t.match((await app.visitor().get(brand)).text, /--brand-h:172;/)

    t.equal((await tried.submit(PATH)).location, `${PATH}?notice=saved`)
    const now = (await sheetOf('/', 'brand')) ?? ''
    t.not(now, brand)
    t.match((await app.visitor().get(now)).text, /--brand-h:20;.*--font-text:"Iowan/)
  })

  t.test('a typeface that nobody sees is not fetched ahead', async t => {
    const ahead = async () =>
      [...(await app.visitor().get('/')).page.querySelectorAll('link[rel=preload]')].map(one =>
        one.getAttribute('href'),
      )
    t.equal((await ahead()).length, 1)
    await change({ 'site.fontText': 'figtree' })
    t.equal((await ahead()).length, 2)
    await change({ 'site.fontText': 'figtree', 'site.fontDisplay': 'figtree' })
    t.match(await ahead(), [/figtree/])
  })

  t.test('a code gives its hue and its vividness', async t => {
    const tried = await (await asAda.get(PATH)).submit(PATH, { colour: '#12634f' }, `${PATH}/preview`)
    t.equal(tried.page.querySelector('[name="site.hue"]')?.getAttribute('value'), '171')
    t.equal(tried.page.querySelector('[name="site.vividness"]')?.getAttribute('value'), '8')
    const odd = await (await asAda.get(PATH)).submit(PATH, { colour: 'green' }, `${PATH}/preview`)
    t.equal(odd.status, 422)
    t.equal(odd.page.querySelector('[name=colour]')?.getAttribute('aria-invalid'), 'true')
  })

  t.test('the proof is told pair by pair, and what fails it is not stored, by page or by API', async t => {
    const fine = await asAda.get(PATH)
    t.equal(fine.page.querySelectorAll('#contrast tbody tr').length, 7)
    t.notOk(fine.page.querySelector('#contrast .err-cell'))
    const wild = { 'site.hue': '180', 'site.vividness': '26', 'site.brightFill': [] }
    const tried = await fine.submit(PATH, wild, `${PATH}/preview`)
    t.equal(tried.status, 200, 'it may be looked at')
    t.ok(tried.page.querySelector('#contrast .err-cell'))
    const refused = await fine.submit(PATH, wild)
    t.equal(refused.status, 422)
    t.equal(refused.page.querySelector('[name="site.vividness"]')?.getAttribute('aria-invalid'), 'true')
    const byApi = await change({ 'site.hue': 180, 'site.vividness': 26, 'site.brightFill': false })
    t.equal(byApi.status, 422)
    t.match(byApi.json<{ errors: { path: string }[] }>().errors, [{ path: 'site.vividness' }])
    t.equal((await change({ 'site.vividness': 16, 'site.hue': 180 })).status, 200)
    t.equal((await change({ 'site.vividness': 26 })).status, 422, 'beside the hue that is stored')
  })

  t.test(
    'own rules come as a file of ours, last but for what guards, and not where one signs in or administers',
    async t => {
      t.equal(await sheetOf('/', 'style'), null)
      t.equal((await change({ 'site.css': '.sheet { border: 1px solid red }' })).status, 200)
      const path = (await sheetOf('/', 'style')) ?? ''
      const sheet = await app.visitor().get(path)
      t.equal(sheet.text, '@layer brand{\n.sheet { border: 1px solid red }\n}\n')
      t.match(sheet.headers['cache-control'], /immutable/)
      t.match(sheet.headers['content-type'], /text\/css/)
      t.match((await app.visitor().get('/style-0000000000000000.css')).headers['cache-control'], /no-store/)
      t.equal(await sheetOf('/sign-in', 'style'), null)
      t.equal(await sheetOf('/?plain-style', 'style'), null)
      const category = await app.make.category({ name: 'Administration' })
      t.equal(await sheetOf(`/c/${category.slug}`, 'style'), path)
      for (const own of [PATH, '/admin', '/latest?plain-style'])
        t.notOk((await asAda.get(own)).page.querySelector('link[href^="/style-"]'), own)
      t.ok((await asAda.get('/latest')).page.querySelector(`link[href="${path}"]`))
      t.equal((await change({ 'site.css': '' })).status, 200)
      t.equal(await sheetOf('/', 'style'), null)
    },
  )

  t.test('own rules that reach elsewhere, above us or out of their layer are refused', async t => {
    const refused = [
      '@import "/a.css";',
      '@IMPORT url(/a.css);',
      '@charset "utf-8";',
      'a { background: url(https://evil.example/a.png) }',
      'a { background: url( "//evil.example/a.png" ) }',
      "a { background: image-set('http://evil.example/a.png' 1x) }",
      '@font-face { font-family: x; src: url(data:font/woff2;base64,AAAA) }',
      'a { background: u\\72l(https://evil.example) }',
      '@\\69mport "/a.css";',
      'a { color: red !important }',
      'a { color: red ! IMPORTANT }',
      'a { color: red } }',
      'a { color: red',
      'a { color: red ) }',
      'a { content: "open }',
      'a { color: red } /* open',
      ':root { --ink: #ccc }',
      '.x { --T-FILL : red }',
      '.x { --brand-h: 3 }',
    ]
    for (const css of refused) t.ok(problemWithCss(css), css)
    const taken = [
      '',
      '.btn.fill { border-radius: 0 } @media (width < 40rem) { .lintel { display: block } }',
      'a::before { content: "\\201C } /* not a comment" }',
      "a { background: url('data:image/png;base64,AAAA') , url(/uploads/a/b.png), url(#mark) }",
      '/* @import "https://example.org" !important { */ a { color: oklch(.4 .1 20) }',
      ':root { --my-ink: red } .x { color: var(--ink) }',
      'a:is(.x, .y) > b[title="}"] { margin: calc(1px * (2 + 3)) }',
    ]
    for (const css of taken) t.equal(problemWithCss(css), null, css)
    const long = `${'a{b:c}'.repeat(3000)}${'('.repeat(500)}`
    t.ok(problemWithCss(long))
    t.equal((await change({ 'site.css': 'a { color: red' })).status, 422)
    t.equal((await change({ 'site.css': 'a'.repeat(20_001) })).status, 422)
  })

  t.test('letters have a button of the brand’s hue', async t => {
    await change({ 'site.hue': 20, 'site.vividness': 12, 'site.brightFill': false })
    await app.visitor().post('/forgot', { email: people.mia.email })
    await app.settled()
    const [mail] = await app.database.db.select().from(mails).orderBy(desc(mails.id)).limit(1)
    t.match(mail?.html, /background:#953c41;color:#fffafa/)
  })
})
