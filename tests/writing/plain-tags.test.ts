/** The sanitiser's short way: what it lets through is to the letter what the sanitiser writes. */
import t from 'tap'
import { cookText } from '../../server/core/text/pipeline.ts'
import { withPlainTags } from '../../server/core/text/plain-tags.ts'
import { sanitise } from '../../server/core/text/sanitise.ts'
import { chance } from '../support/chance.ts'
import { hostileTexts } from './hostile.ts'
import { known } from './known.ts'

/** The long way: an attribute that must go sends it there. */
function sanitised(html: string): string {
  const END = '<i></i>'
  const whole = sanitise(`${html}<i title="x"></i>`)
  return whole.endsWith(END) ? whole.slice(0, -END.length) : whole
}

/** As the renderer wrote it. */
const rendered = (cooked: string): string => cooked.replaceAll(' />', '>')

t.test('ordinary texts go the short way', async t => {
  const texts = [
    'One\ntwo\n\n***\n\n> - *a*\n> - **b** `c` "d" & <e>\n\n1. x\n\n   y',
    '# Head\n\n```\nlet x\n```',
    'H<sub>2</sub>O',
    'See https://example.org/a?b=1&c=2#d, [this](/t/1/a/2), <mia@example.org> and [that](#x)',
    '> [@mia](/t/42/a-slug/3):\n> Her *words*\n\nand mine',
    '@mia, see\n\nhttps://forum.example/t/42/a-slug/3\n\n3. x\n4. y',
  ]
  for (const text of texts) {
    const { html } = cookText(text, known)
    t.equal(withPlainTags(rendered(html)), html, text)
    t.equal(sanitised(html), html, text)
  }
})

const OTHERS = `
  <p onclick="x">a</p>
  <script>alert(1)</script>
  <p>a
  a</p>
  <b><i>a</b></i>
  <P>a</P>
  <p >a</p>
  <p/>
  <a>a</a>
  <a href="/x" onclick="x">a</a>
  <a onclick="x" href="/x">a</a>
  <a  href="/x">a</a>
  <a href='/x'>a</a>
  <a href=/x>a</a>
  <a href="//evil.example">a</a>
  <a href="/\\evil.example">a</a>
  <a href="javascript:alert(1)">a</a>
  <a href="java&#115;cript:alert(1)">a</a>
  <a href="java&Tab;script:alert(1)">a</a>
  <a href="data:text/html,x" rel="nofollow ugc noopener">a</a>
  <a href="https://example.org/">a</a>
  <a href="https://example.org" rel="nofollow ugc noopener">a</a>
  <a href="https://example.org/" rel="opener">a</a>
  <a href="https://example.org/" rel="nofollow ugc noopener" target="_top">a</a>
  <a href="/x" rel="nofollow ugc noopener">a</a>
  <a href="">a</a>
  <a href=" /x">a</a>
  <a href="/x"><script>a</script></a>
  <pre tabindex="1">a</pre>
  <p class="quote">a</p>
  <blockquote class="by">a</blockquote>
  <p class="by evil">a</p>
  <a href="/x" data-post="x" data-word="quoted">a</a>
  <a href="/x" data-post="1" data-word="done">a</a>
  <a href="/x" data-word="quoted">a</a>
  <a href="/x" data-thread="x">a</a>
  <a href="/x" data-thread="1" data-word="quoted">a</a>
  <a href="/x" class="card">a</a>
  <a class="picture" href="/x">a</a>
  <a class="card evil" href="/x">a</a>
  <ol start="x"></ol>
  <ol start="-1"></ol>
  <ul start="2"></ul>
  <img>
  <svg>a</svg>
  <!-- a -->
  <!doctype html>
  a < b
  a > b
  <
  <b
  <<b>>a</b>
  &nbsp;
  &#60;b&#62;
  &
  &lt
  <p><ul></ul></p>
  <li>a</li>
  <ul><li><li>a</li></li></ul>
  <p><p>a</p></p>
  <p><hr></p>
  <ul><p>a</p></ul>
  <__proto__>a</__proto__>
  <constructor>
  <b title>a</b>
  </br>
  </>`

t.test('all else is the sanitiser’s', async t => {
  const others = [...OTHERS.trim().split(/\n +/), '<b\n>a</b>', `${'<b>'.repeat(60)}${'</b>'.repeat(60)}`]
  for (const html of others) t.equal(withPlainTags(html), null, html)
})

t.test('whatever is thrown together comes out as the sanitiser writes it, or not at all', async t => {
  const tags = 'p ul ol li blockquote pre h3 code strong em kbd'.split(' ')
  const links = ['/x', '#a', 'https://example.org/?a=1&amp;b', 'mailto:a@b.example', '//x', 'https://EXAMPLE.org/']
  const pieces = [
    ...tags.flatMap(tag => [`<${tag}>`, `</${tag}>`]),
    ...links.flatMap(href => [`<a href="${href}">`, `<a href="${href}" rel="nofollow ugc noopener">`]),
    ...['<blockquote class="quote">', '<p class="by">', '<a href="/t/1/a/2" data-post="2" data-word="quoted">'],
    ...[
      '<a class="mention" href="/m/mia">',
      '<a class="card" href="/t/1/a/2" data-thread="1" data-post="2">',
      '<ol start="3">',
    ],
    ...'<br> <hr> <pre␣tabindex="0"> a " \' &quot; &amp; &lt; &amp;lt; é 😀'
      .split(' ')
      .map(one => one.replace('␣', ' ')),
    ...['\n', '\t', '\u00a0'],
  ]
  const roll = chance('plain tags')
  const pick = () => pieces[roll(pieces.length)] ?? ''
  /** Now and then closed as they were opened: chance alone seldom closes anything. */
  const nested = (depth: number): string => {
    const inside = depth === 0 ? pick() : `${nested(depth - 1)}${pick()}${depth % 2 === 0 ? nested(depth - 1) : ''}`
    const [opening, name] = /^<([a-z]\w*)[^>]*>$/.exec(pick()) ?? []
    return opening && name !== 'br' && name !== 'hr' ? `${opening}${inside}</${name}>` : inside
  }
  const wrong: string[] = []
  let short = 0
  for (let turn = 0; turn < 20_000; turn++) {
    const html = nested(turn % 4)
    const plain = withPlainTags(html)
    if (plain === null) continue
    short++
    if (plain !== sanitised(html)) wrong.push(`${html} → ${plain}, and ${sanitised(html)}`)
  }
  t.strictSame(wrong.slice(0, 5), [])
  t.ok(short > 1000, `${short} went the short way`)
  for (const { source } of Object.values(hostileTexts(5000))) {
    const { html } = cookText(source, known)
    const plain = withPlainTags(rendered(html))
    if (plain !== null) t.equal(plain, html)
  }
})
