/** The community's marks: a drawing keeps its shapes and nothing else, a picture is made anew, and every page bears them. */
import t from 'tap'
import { textOf } from '../../server/site/marks.ts'
import { cleanSvg } from '../../server/site/svg.ts'
import { startApp } from '../support/app.ts'
import { drawing, formWith } from '../support/files.ts'
import type { Client } from '../support/http.ts'
import { people } from '../support/people.ts'

const PATH = '/admin/appearance'
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="#12634f"></rect></svg>'

const send = (client: Client, mark: string, bytes: Buffer | string, name: string) => {
  const { body, headers } = formWith([{ bytes: Buffer.from(bytes), name }])
  const more = { ...headers, 'sec-fetch-site': 'same-origin', accept: 'text/html' }
  return client.send('POST', `${PATH}/marks/${mark}`, { headers: more, body })
}

t.test('marks', async t => {
  const app = await startApp(t)
  const [asAda, asMia] = await Promise.all([app.as(people.ada), app.as(people.mia)])
  const onHome = async (selector: string) => {
    const { page } = await app.visitor().get('/')
    const found = page.querySelector(selector)
    return found?.getAttribute('src') ?? found?.getAttribute('href') ?? ''
  }

  t.test('a drawing stands on every page, served as a file that may do nothing', async t => {
    t.equal((await send(asAda, 'logo', SVG, 'logo.svg')).location, `${PATH}?notice=saved`)
    const path = await onHome('.lintel .brand img')
    const file = await app.visitor().get(path)
    t.equal(file.text, SVG)
    t.equal(file.headers['content-type'], 'image/svg+xml')
    t.equal(file.headers['content-security-policy'], "sandbox; default-src 'none'")
    t.equal(file.headers['x-content-type-options'], 'nosniff')
    t.match(file.headers['cache-control'], /immutable/)
    t.match((await app.visitor().get('/marks/logo-older')).headers['cache-control'], /no-store/)
    t.equal((await app.visitor().get('/marks/logoDark-0')).status, 404)
    t.ok((await asAda.get(PATH)).page.querySelector(`img[src="${path}"]`))
  })

  t.test('a drawing is served whatever its hash', async t => {
    // One in four hashes in base64url had a dash, at which the address was taken apart.
    const black = SVG.replace('#12634f', '#000000')
    t.equal((await send(asAda, 'logo', black, 'logo.svg')).status, 303)
    t.equal((await app.visitor().get(await onHome('.lintel .brand img'))).text, black)
    await send(asAda, 'logo', SVG, 'logo.svg')
  })

  t.test('a picture is made anew and small, and the icon is that of tabs', async t => {
    t.equal((await send(asAda, 'icon', await drawing(900, 600).jpeg().toBuffer(), 'icon.jpg')).status, 303)
    const path = await onHome('link[rel=icon]')
    t.match(path, /^\/marks\/icon-/)
    const file = await app.visitor().get(path)
    t.equal(file.headers['content-type'], 'image/png')
    t.equal(file.bytes.readUInt32BE(20), 96, 'its height, where a PNG says it')
  })

  t.test('by night another takes its place', async t => {
    t.equal((await send(asAda, 'logoDark', SVG.replace('#12634f', '#fff'), 'logo.svg')).status, 303)
    t.match(await onHome('.brand img.by-day'), /\/marks\/logo-/)
    t.match(await onHome('.brand img.by-night'), /\/marks\/logoDark-/)
  })

  t.test('what is no picture, and who may not, is refused and nothing changes', async t => {
    const before = await onHome('.lintel .brand img')
    for (const [bytes, name, status] of [
      ['just words', 'logo.png', 415],
      ['<svg><script>1</script></svg>', 'logo.svg', 422],
      ['<html><body>', 'logo.svg', 415],
      [`<svg>${'<g>'.repeat(100)}<path/>${'</g>'.repeat(100)}</svg>`, 'deep.svg', 422],
    ] as const) {
      const answer = await send(asAda, 'logo', bytes, name)
      t.equal(answer.status, status, bytes.slice(0, 20))
      t.ok(answer.page.querySelector('[role=alert]'))
    }
    t.equal((await send(asAda, 'banner', SVG, 'logo.svg')).status, 404)
    t.equal((await send(asMia, 'logo', SVG, 'logo.svg')).status, 403)
    t.equal((await asMia.post(`${PATH}/marks/logo/delete`)).status, 403)
    t.equal(await onHome('.lintel .brand img'), before)
  })

  t.test('programs give a mark as a setting: clean, or not at all', async t => {
    const give = (text: string) => asAda.api('PATCH', '/settings', { values: { 'site.logo': text } })
    const unclean = SVG.replace('<rect', '<rect onclick="x()"')
    t.equal((await give(textOf('svg', Buffer.from(unclean)))).status, 422)
    t.equal((await give(textOf('png', Buffer.from('<svg>')))).status, 422)
    t.equal((await give('https://evil.example/logo.png')).status, 422)
    t.equal((await give(textOf('svg', Buffer.from(SVG.replace('32', '16'))))).status, 200)
  })

  t.test('taken away, the mark that everybody has is back', async t => {
    for (const mark of ['logo', 'logoDark', 'icon']) await asAda.post(`${PATH}/marks/${mark}/delete`)
    t.equal(await onHome('.brand img'), '')
    t.match(await onHome('link[rel=icon]'), /favicon/)
  })
})

t.test('drawings', async t => {
  const hostile = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>
    <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" onload="a()">
    <script>a()</script><style>@import url(//e.example)</style><foreignObject><p>b</p></foreignObject>
    <image href="https://e.example/a.png"/><a href="javascript:a()"><path d="M1 1"/></a>
    <animate attributeName="href" to="javascript:a()"/>
    <path d="M0 0h9" fill="url(#g)" style="fill:red" onclick="a()" stroke="url(https://e.example/#x)"/>
    <use xlink:href="#m"/><use href="https://e.example/a.svg#m"/><text x="1">A &lt; B &amp; &x;</text>
    <svg><circle r="1" fill="u\\72l(x)"/></svg></svg><svg><path d="M2 2"/></svg><script>b()</script>`

  t.test('keep their shapes and what is their own', async t => {
    const clean = cleanSvg(hostile) ?? ''
    t.match(clean, '<path d="M0 0h9" fill="url(#g)"></path>')
    t.match(clean, '<use href="#m"></use>')
    t.match(clean, 'A &lt; B &amp; ')
    t.match(clean, '<svg><circle r="1"></circle></svg></svg>')
    t.notMatch(clean, /script|style|foreign|image|javascript|animate|onload|onclick|e\.example|ENTITY|M1 1|M2 2|\\/)
    t.equal(cleanSvg(clean), clean, 'and come out as they went in the second time')
  })

  t.test('are refused where nothing is drawn', async t => {
    for (const none of ['', 'words', '<svg></svg>', '<html><path/></html>', '<path d="M0 0"/>', '<svg><g/></svg>'])
      t.equal(cleanSvg(none), null, none)
  })
})
