/** Each syntax by examples: Markdown on the left, what its HTML must hold on the right. The pipeline alone, without a server. */
import t, { type Test } from 'tap'
import type { Known } from '../../server/core/text/cooked.ts'
import { namesIn, readings } from '../../server/core/text/names.ts'
import { cookText } from '../../server/core/text/pipeline.ts'
import { parsePage } from '../support/html.ts'
import { known } from './known.ts'

const html = (source: string, given: Partial<Known> = {}) => cookText(source, { ...known, ...given }).html
const flat = (text: string) =>
  text
    .replaceAll(/>\s+</g, '><')
    .replaceAll(/\s+(<details)/g, '$1')
    .trim()

type Example = readonly [source: string, result: string]

function shows(t: Test, examples: readonly Example[]): void {
  for (const [source, result] of examples) t.equal(flat(html(source)), flat(result), source)
}

t.test('CommonMark and GFM as on GitHub', async t => {
  shows(t, [
    ['one\ntwo', '<p>one<br />\ntwo</p>'],
    ['one  \ntwo', '<p>one<br />\ntwo</p>'],
    ['**bold** *em* ~~gone~~ `code`', '<p><strong>bold</strong> <em>em</em> <s>gone</s> <code>code</code></p>'],
    ['snake_case_name 2*3*4', '<p>snake_case_name 2<em>3</em>4</p>'],
    ['1. a\n2. b', '<ol><li>a</li><li>b</li></ol>'],
    ['3. a', '<ol start="3"><li>a</li></ol>'],
    ['> a\n> b', '<blockquote><p>a<br />\nb</p></blockquote>'],
    ['---', '<hr />'],
    [
      '[a](https://example.org "T")',
      '<p><a href="https://example.org/" title="T" rel="nofollow ugc noopener">a</a></p>',
    ],
    [
      '<https://example.org>',
      '<p><a href="https://example.org/" rel="nofollow ugc noopener">https://example.org</a></p>',
    ],
    ['version.2 of node.js and readme.md', '<p>version.2 of node.js and readme.md</p>'],
    ['[gone](https://)', '<p>[gone](https://)</p>'],
  ])
  t.equal(html('one\ntwo', { breaks: false }), '<p>one\ntwo</p>\n', 'single line ends are a setting')
})

t.test('addresses become links where GitHub makes them links', async t => {
  const link = (source: string) =>
    [...parsePage(html(source)).querySelectorAll('a')].map(a => [a.textContent, a.getAttribute('href')])
  t.strictSame(link('see https://example.org/a_(b)_c.'), [
    ['https://example.org/a_(b)_c', 'https://example.org/a_(b)_c'],
  ])
  t.strictSame(link('(www.example.org/x)'), [['www.example.org/x', 'http://www.example.org/x']])
  t.strictSame(link('mia@example.org'), [['mia@example.org', 'mailto:mia@example.org']])
  t.strictSame(link('`https://example.org` and www. and http://'), [])
})

t.test('headings begin below those of the page and leave no step out', async t => {
  shows(t, [
    ['# a\n# b', '<h3>a</h3><h3>b</h3>'],
    ['## a\n#### b\n# c', '<h4>a</h4><h5>b</h5><h3>c</h3>'],
    ['a\n===', '<h3>a</h3>'],
  ])
})

t.test("tables scroll by keyboard and keep their columns' sides", async t => {
  const page = parsePage(html('| a | b | c |\n|---|:-:|--:|\n| 1 | 2 | x\\|y |'))
  t.ok(page.querySelector('div.scroll[tabindex="0"] > table'))
  t.strictSame(
    [...page.querySelectorAll('td')].map(td => [td.textContent, td.className]),
    [
      ['1', ''],
      ['2', 'c'],
      ['x|y', 'r'],
    ],
  )
})

t.test('task lists say what is done, without a form', async t => {
  const page = parsePage(html('- [ ] buy\n- [x] sell\n  1. [X] early'))
  t.strictSame(
    [...page.querySelectorAll('.task > .tick')].map(box => box.getAttribute('aria-label')),
    ['To do', 'Done', 'Done'],
  )
  t.notOk(page.querySelector('input'))
  t.equal(parsePage(html('- [x]no\n- \\[ ] no\n\n[ ] no')).querySelectorAll('.tick').length, 0)
})

t.test('footnotes carry the post in their ids and lead back from each reference', async t => {
  const page = parsePage(html('a[^1] b[^one] c[^1]\n\n[^1]: The *first*.\n[^one]: Other'))
  const references = [...page.querySelectorAll('sup a')]
  t.strictSame(
    references.map(a => [a.textContent, a.id, a.getAttribute('href')]),
    [
      ['1', 'post-MARKER-fnref-1', '#post-MARKER-fn-1'],
      ['2', 'post-MARKER-fnref-2', '#post-MARKER-fn-2'],
      ['1', 'post-MARKER-fnref-1-2', '#post-MARKER-fn-1'],
    ],
  )
  t.strictSame(
    [...page.querySelectorAll('#post-MARKER-fn-1 a.back')].map(a => a.getAttribute('href')),
    ['#post-MARKER-fnref-1', '#post-MARKER-fnref-1-2'],
  )
  t.match(page.querySelector('#post-MARKER-fn-1')?.innerHTML, '<em>first</em>')
})

t.test('spoilers fold away a word, a part and a titled part', async t => {
  const page = parsePage(
    html('It was ||the **butler**|| then\n\n:::spoiler The <end>\nAll die\n\n- really\n:::\n\nafter'),
  )
  const [inline, block] = [...page.querySelectorAll('details.spoiler')]
  t.equal(inline?.querySelector('strong')?.textContent, 'butler')
  t.equal(inline?.parentElement?.localName, 'div', 'a p cannot hold one')
  t.equal(block?.querySelector('summary')?.textContent, 'The <end>')
  t.ok(block?.querySelector('li'))
  t.equal(block?.nextElementSibling?.textContent, 'after')
  shows(t, [
    ['a || b || c', '<p>a || b || c</p>'],
    ['a||b', '<p>a||b</p>'],
    ['|||a|||', '<p>|||a|||</p>'],
  ])
})

t.test('details fold away, written in either way, and within each other', async t => {
  shows(t, [
    [':::details More\nx\n:::', '<details><summary>More</summary><p>x</p></details>'],
    [':::details\nx', '<details><summary data-word="details">Details</summary><p>x</p></details>'],
    [
      '<details><summary>A <b>b</b></summary>\n\n*x*\n\n</details>\ny',
      '<details><summary>A b</summary><p><em>x</em></p></details><p>y</p>',
    ],
    ['<details open>\n<summary>\nA\n</summary>\nx\n</details>', '<details open><summary>A</summary><p>x</p></details>'],
    ['<details><summary>A</summary>x</details>', '<details><summary>A</summary><p>x</p></details>'],
    [
      ':::details a\n:::spoiler b\nx\n:::\ny\n:::\nz',
      '<details><summary>a</summary><details class="spoiler"><summary>b</summary><p>x</p></details><p>y</p></details><p>z</p>',
    ],
    [
      ':::details a\n```\n:::\n```\n:::',
      '<details><summary>a</summary><pre tabindex="0"><code>:::\n</code></pre></details>',
    ],
    [
      '- a\n  :::details b\n  c\n  :::\n- d',
      '<ul><li>a<details><summary>b</summary><p>c</p></details></li><li>d</li></ul>',
    ],
    [':::warning\nx\n:::', '<p>:::warning<br />\nx<br />\n:::</p>'],
  ])
})

t.test('a few tags may be written, all others are shown as they were typed', async t => {
  shows(t, [
    ['<kbd>Ctrl</kbd> H<sub>2</sub>O <MARK>x</MARK>', '<p><kbd>Ctrl</kbd> H<sub>2</sub>O <mark>x</mark></p>'],
    ['a<br>b<br/>c', '<p>a<br />\nb<br />\nc</p>'],
    ['<abbr title="a &quot;b&quot;">c</abbr>', '<p><abbr title="a &quot;b&quot;">c</abbr></p>'],
    ['Map<string, List<int>> and <T>', '<p>Map&lt;string, List&lt;int&gt;&gt; and &lt;T&gt;</p>'],
    ['<b>a', '<p>&lt;b&gt;a</p>'],
    ['a</b>', '<p>a&lt;/b&gt;</p>'],
    ['<b onclick=x>a</b>', '<p>&lt;b onclick=x&gt;a&lt;/b&gt;</p>'],
    ['a <!-- hidden --> b', '<p>a b</p>'],
    ['<!-- a\n\nb -->\nc', '<p>c</p>'],
    ['<!-- open', '<p>&lt;!-- open</p>'],
    ['<div>x</div>', '<p>&lt;div&gt;x&lt;/div&gt;</p>'],
  ])
})

t.test('emoji by name', async t => {
  shows(t, [
    [':tada: (:heart:)', '<p>🎉 (❤️)</p>'],
    ['std::key::value 10:30:15 :nothing: `:tada:`', '<p>std::key::value 10:30:15 :nothing: <code>:tada:</code></p>'],
  ])
})

t.test('members and groups are mentioned by name, whoever does not exist stays text', async t => {
  const mia = '<a class="mention" href="/m/Mia">@Mia</a>'
  shows(t, [
    ['@mia, @Mia. (@mia)', `<p>${mia}, ${mia}. (${mia})</p>`],
    ['@mia.Then', `<p>${mia}.Then</p>`],
    ['@jean.luc.', '<p><a class="mention" href="/m/jean.luc">@jean.luc</a>.</p>'],
    ['@Łukasz', '<p><a class="mention" href="/m/%C5%81ukasz">@Łukasz</a></p>'],
    ['@staff @nobody', '<p><span class="mention">@staff</span> @nobody</p>'],
    ['`@mia` a@mia @@mia x/@mia @mia/tool', '<p><code>@mia</code> a@mia @@mia x/@mia @mia/tool</p>'],
    ['[@mia](https://example.org)', '<p><a href="https://example.org/" rel="nofollow ugc noopener">@mia</a></p>'],
  ])
  t.strictSame(cookText('@mia @staff @mia', known).mentions, [
    { kind: 'member', id: 3 },
    { kind: 'group', id: 30 },
  ])
  t.strictSame(cookText('> @mia said', known).mentions, [], 'who repeats a post calls nobody')
  t.strictSame(readings('mia.great-day.'), ['mia.great-day', 'mia.great', 'mia'])
  t.strictSame(namesIn('@mia mia@example.org @mia @a.b', 10), ['mia', 'a.b', 'a'])
})

t.test('a quote of a post names it and leads back', async t => {
  const { html, links } = cookText('> [@mia](https://forum.example/t/42/a-slug/3):\n> Her *words*\n> more\n\nNo', known)
  const quote = parsePage(html).querySelector('blockquote.quote')
  t.equal(quote?.querySelector('p.by > a')?.getAttribute('href'), '/t/42/a-slug/3')
  t.equal(quote?.querySelectorAll('p').length, 2)
  t.equal(quote?.querySelector('em')?.textContent, 'words')
  t.strictSame(links, [{ kind: 'quote', url: '/t/42/a-slug/3', threadId: 42, postNumber: 3 }])
  const notQuotes = [
    '> [@mia](/t/42/a-slug/3)',
    '> [mia](/t/42/a-slug/3):',
    '> [@mia](/t/42/a-slug):',
    '> [@mia](https://x.example/t/42/a/3):',
  ]
  for (const source of notQuotes) t.notOk(parsePage(cookText(source, known).html).querySelector('.quote'), source)
})

t.test('a link to one of our threads with a line for itself is a card', async t => {
  const cards = (source: string) =>
    [...parsePage(html(source)).querySelectorAll('a.card')].map(a => [
      a.getAttribute('href'),
      a.getAttribute('data-thread'),
      a.getAttribute('data-post'),
    ])
  t.strictSame(cards('https://forum.example/t/42/a-slug'), [['/t/42/a-slug', '42', null]])
  t.strictSame(cards('/t/42/a_slug/7'), [['/t/42/a_slug/7', '42', '7']])
  t.strictSame(cards('before\n<https://forum.example/t/42>\nafter'), [['/t/42', '42', null]])
  t.strictSame(cards('[The **one**](/t/42)\n\n[The one](/t/42)'), [['/t/42', '42', null]])
  for (const source of [
    'see /t/42',
    'see https://forum.example/t/42',
    'https://other.example/t/42',
    '- /t/42',
    '> /t/42',
    '/c/tools',
  ]) {
    t.strictSame(cards(source), [], source)
  }
  t.strictSame(cookText('/t/42/-/7', known).links, [{ kind: 'card', url: '/t/42/-/7', threadId: 42, postNumber: 7 }])
  shows(t, [['see [this](https://forum.example/t/42/a#post-9)', '<p>see <a href="/t/42/a#post-9">this</a></p>']])
})

t.test('pictures that were sent here are shown in the sizes that are kept', async t => {
  const { html, uploadIds } = cookText('![A boot](/uploads/bootkey/boot.jpg "Dry")', known)
  const figure = parsePage(html).querySelector('figure')
  const image = figure?.querySelector('a.picture[href="/uploads/bootkey/boot.jpg"] > img')
  t.match(Object.fromEntries([...(image?.attributes ?? [])].map(({ name, value }) => [name, value])), {
    src: '/uploads/bootkey/800.webp',
    srcset: '/uploads/bootkey/400.webp 400w, /uploads/bootkey/800.webp 800w, /uploads/bootkey/boot.jpg 1600w',
    alt: 'A boot',
    width: '1600',
    height: '1200',
    loading: 'lazy',
    decoding: 'async',
  })
  t.equal(figure?.querySelector('figcaption')?.textContent, 'Dry')
  t.strictSame(uploadIds, [7])
  const gallery = parsePage(
    cookText('![a](/uploads/bootkey/boot.jpg)\n![b](https://forum.example/uploads/drawing/plan.png)', known).html,
  )
  t.equal(gallery.querySelectorAll('p.gallery > a.picture').length, 2)
  t.strictSame(cookText('[The rules](/uploads/paper/rules.pdf)', known).uploadIds, [9])
})

t.test('a picture from elsewhere is a link that says whose it is', async t => {
  shows(t, [
    [
      '![A cat](https://far.example/cat.png)',
      '<p><a href="https://far.example/cat.png" rel="nofollow ugc noopener">A cat (far.example)</a></p>',
    ],
    [
      '[![A cat](https://far.example/cat.png)](https://b.example)',
      '<p><a href="https://b.example/" rel="nofollow ugc noopener">A cat (far.example)</a></p>',
    ],
    ['![x](/uploads/unknown/x.png)', '<p><a href="/uploads/unknown/x.png">x</a></p>'],
  ])
})

t.test('code is coloured when its language is declared and known', async t => {
  const page = parsePage(html('```js title="x"\nconst a = "<b>"\n```\n\n```\nplain <x>\n```\n\n```klingon\nqapla\n```'))
  const [js, plain, unknown] = [...page.querySelectorAll('pre[tabindex="0"] > code')]
  t.equal(js?.querySelector('.hljs-string')?.textContent, '"<b>"')
  t.equal(js?.className, 'language-js')
  t.equal(plain?.innerHTML, 'plain &lt;x&gt;\n')
  t.equal(unknown?.className, 'language-klingon')
})

t.test('an excerpt is plain words, and nothing of quotes, code and spoilers', async t => {
  const source = `## Waxing
**Warm** the \`boot\` with @mia [here](/t/1).

> somebody else

\`\`\`
code
\`\`\`
||secret|| and ![alt text](/uploads/bootkey/boot.jpg)[^1]

:::spoiler Hidden title
hidden
:::
<details><summary>Folded</summary>
folded
</details>

[^1]: noted`
  t.equal(cookText(source, known).excerpt, 'Waxing Warm the boot with @Mia here. … and alt text')
  const long = cookText(`${'word '.repeat(100)}`, known).excerpt
  t.ok([...long].length <= 300 && long.endsWith('word…'), long)
  t.ok([...cookText('😀'.repeat(400), known).excerpt].length <= 300)
})
