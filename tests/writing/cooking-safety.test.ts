/** What a text may never do: bring code onto a page, whatever it is made of; or hold the worker up (threats 1, 3, 4, 7, 40). */
import { Worker } from 'node:worker_threads'
import t, { type Test } from 'tap'
import { Kitchen } from '../../server/core/text/kitchen.ts'
import { cookText } from '../../server/core/text/pipeline.ts'
import { plainHtml } from '../../server/core/text/plain.ts'
import { isOwnPath, safeUrl } from '../../server/core/text/safe-url.ts'
import { sanitise } from '../../server/core/text/sanitise.ts'
import { chance } from '../support/chance.ts'
import { parsePage } from '../support/html.ts'
import { hostileTexts } from './hostile.ts'
import { known } from './known.ts'

const TAGS = new Set(
  `p div br hr h3 h4 h5 h6 blockquote ul ol li pre code table thead tbody tr th td details summary figure figcaption section a img
  span strong em abbr b del i ins kbd mark q s samp small sub sup u var`.split(/\s+/),
)
const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  class: /^[\w +#-]*$/,
  href: /^(https?:\/\/|mailto:|[/#?])/,
  src: /^\/uploads\/[\w-]+\/[\w.%-]+$/,
  srcset: /^(\/uploads\/[\w-]+\/[\w.%-]+ \d+w(, )?)+$/,
  id: /^post-MARKER-fn(ref)?-\d+(-\d+)?$/,
  rel: /^nofollow ugc noopener$/,
  role: /^(img|doc-[a-z]+)$/,
  tabindex: /^0$/,
  open: /^$/,
  start: /^\d+$/,
  width: /^\d+$/,
  height: /^\d+$/,
  loading: /^lazy$/,
  decoding: /^async$/,
  sizes: /^[\w():.,% -]+$/,
  'data-thread': /^\d+$/,
  'data-post': /^\d+$/,
  'data-word': /^[a-z-]+$/,
  'aria-label': /^[A-Z][a-z ]+$/,
  alt: /^/,
  title: /^/,
}

/** What stands in the HTML that must not. */
function wrongIn(html: string): string[] {
  const wrong: string[] = []
  for (const element of parsePage(`<main>${html}</main>`).querySelectorAll('main *')) {
    if (!TAGS.has(element.localName)) wrong.push(`<${element.localName}>`)
    for (const { name, value } of element.attributes) {
      if (!ATTRIBUTES[name]?.test(value)) wrong.push(`${element.localName} ${name}="${value}"`)
    }
    const href = element.getAttribute('href')
    if (href?.startsWith('http') && element.getAttribute('rel') !== 'nofollow ugc noopener')
      wrong.push(`${href} without rel`)
  }
  return wrong
}

const PROBES: readonly string[] = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\nscript:alert(1))',
  '[x](java&#10;script:alert(1))',
  '[x](java&Tab;script&colon;alert(1))',
  '[x](&#x6a;avascript:alert(1))',
  '[x](<java script:alert(1)>)',
  '[x]( javascript:alert(1))',
  '[x](\u0001javascript:alert(1))',
  '[x](vbscript:msgbox)',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](file:///etc/passwd)',
  '[x](//evil.example)',
  '[x](/\\evil.example)',
  '[x](\\\\evil.example)',
  '<javascript:alert(1)>',
  '<JAVASCRIPT:alert(1)>',
  'javascript:alert(1)//https://example.org',
  '![x](javascript:alert(1))',
  '![x](data:image/svg+xml,<svg onload=alert(1)>)',
  '![" onerror="alert(1)](/uploads/bootkey/boot.jpg)',
  '![x](/uploads/bootkey/boot.jpg "\\" onerror=alert(1)")',
  '![x](/uploads/bootkey/../../etc/passwd)',
  '[x]: javascript:alert(1)\n\n[x]',
  '[^1]\n\n[^1]: [x](javascript:alert(1)) <img src=x onerror=alert(1)>',
  '[^"><img src=x onerror=alert(1)>]\n\n[^"><img src=x onerror=alert(1)>]: x',
  '[^__proto__] [^constructor]\n\n[^__proto__]: x\n\n[^constructor]: y',
  '<details ontoggle=alert(1) open><summary>x</summary></details>',
  '<details open><summary onclick=alert(1)>x</summary><img src=x onerror=alert(1)></details>',
  '<details><summary><script>alert(1)</script></summary></details>',
  ':::spoiler <img src=x onerror=alert(1)>\n:::',
  '||<img src=x onerror=alert(1)>||',
  '<abbr title="x" onmouseover="alert(1)">x</abbr>',
  '<abbr title="&quot; onmouseover=&quot;alert(1)">x</abbr>',
  '<abbr title=\'" onmouseover="alert(1)\'>x</abbr>',
  '<kbd style="position:fixed;inset:0">x</kbd>',
  '<input autofocus onfocus=alert(1)>',
  '- [x] <input autofocus onfocus=alert(1)>',
  '<form action=//evil.example><button>x',
  '<iframe src=javascript:alert(1)></iframe>',
  '<base href=//evil.example>',
  '<meta http-equiv=refresh content=0>',
  '<b id=location name=cookie>x</b>',
  '# x {#location}',
  '```js"onmouseover="alert(1)\nx\n```',
  '```"><script>alert(1)</script>\nx\n```',
  '```html\n<script>alert(1)</script>\n```',
  '`<script>alert(1)</script>`',
  '| <img src=x onerror=alert(1)> |\n|:-:|\n| <script> |',
  '> [@"><img src=x onerror=alert(1)>](/t/1/a/2):\n> x',
  '> [@mia](/t/1/"><script>/2):\n> x',
  '/t/1/"onmouseover="alert(1)/2',
  '[x" onmouseover="alert(1)](/t/1)',
  '@mia" onmouseover="alert(1)',
  'https://example.org/"onmouseover="alert(1)',
  'https://user:password@forum.example/t/1',
  'www.example.org/<script>alert(1)</script>',
  'mia@example.org?subject=<script>',
  '<!--><script>alert(1)</script>-->',
  '<!-- --!><img src=x onerror=alert(1)> -->',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '\0<script>\0alert(1)</script>',
  '<<script>script>alert(1)<</script>/script>',
  '[a](<https://example.org/" onclick="x>)',
  '[a](https://example.org "\\"><script>alert(1)</script>")',
  ':"><script>alert(1)</script>:',
]

t.test('no text brings anything but the listed elements and attributes', async t => {
  t.equal(
    wrongIn('<p onclick="x"><i id="a"><input><a href="javascript:x"></a></p>').length,
    4,
    'the test sees what is wrong',
  )
  for (const probe of PROBES) {
    const { html } = cookText(probe, known)
    t.strictSame(wrongIn(html), [], `${probe} → ${html}`)
  }
})

t.test('the sanitiser alone lets none of it through either', async t => {
  for (const probe of PROBES) {
    const wrong = wrongIn(sanitise(probe.replaceAll('\0', ''))).filter(
      one => !/^(a|img) (title|alt)=|without rel/.test(one),
    )
    t.strictSame(wrong, [], probe)
  }
  t.equal(sanitise('<input type="checkbox" autofocus>'), '')
  t.equal(sanitise('<a href="/x" id="location" class="btn fill mention">y</a>'), '<a class="mention" href="/x">y</a>')
  t.equal(sanitise('<img src="https://far.example/x.png">'), '<img />')
})

t.test('addresses pass one gate', async t => {
  for (const bad of [
    'javascript:x',
    ' javascript:x',
    'java\tscript:x',
    'data:text/html,x',
    '//x',
    '/\\x',
    '\\x',
    'x:y',
    '',
    'ftp://x',
  ]) {
    t.equal(safeUrl(bad), null, bad)
  }
  for (const good of ['https://example.org/', 'mailto:a@b.example', '/t/1', '#x', '?q=1']) t.equal(safeUrl(good), good)
})

t.test('a path on this site stays one wherever it is read', t => {
  for (const own of ['/', '/t/1', '/x/shelf/7?a=1&b=//c#//d', '/a//b', '/%2F%2Fhost', '/été'])
    t.equal(isOwnPath(own), true, own)
  const others = ['', 't/1', '#x', '?q=1', 'https://example.org/', 'javascript:x', ' /t/1', '/t/1 ']
  const hosts = ['//x', '/\\x', '\\x', '/\t/x', '/\n/x', '/..//x', '/a/..//x', '/.\\/x', '/%2e%2e//x']
  for (const other of [...others, ...hosts]) t.equal(isOwnPath(other), false, JSON.stringify(other))
  t.end()
})

t.test('whatever text is thrown together, its HTML holds only what is listed', async t => {
  const pieces = [
    ...PROBES,
    ...'* ** _ ~~ ` ``` | || ||| > - 1. # [ ] ( ) ![ ][ < > <kbd> </kbd> <b> </b> <br> & &amp; \\ : ::: " \' =='.split(
      ' ',
    ),
    ...[
      '\n',
      '\n\n',
      '  ',
      '    ',
      '\t',
      'word',
      '@mia',
      '@staff',
      ':tada:',
      '[^1]',
      '\n[^1]: ',
      ':::spoiler x\n',
      '\n:::\n',
      '<details>\n',
      '<summary>',
      '</summary>',
      '\n</details>\n',
      '\n|a|b|\n|-|-|\n|',
      '/t/1/a/2',
      '![x](/uploads/bootkey/boot.jpg)',
      'https://example.org',
      '😀',
      '\u202e',
      '\ud800',
    ],
  ]
  const random = chance('texts')
  for (let turn = 0; turn < 500; turn++) {
    let source = ''
    for (let count = 1 + random(24); count > 0; count--) source += pieces[random(pieces.length)]
    const cooked = cookText(source, known)
    const wrong = wrongIn(cooked.html)
    if (wrong.length > 0) t.strictSame(wrong, [], JSON.stringify(source))
    if (cooked.html !== sanitise(cooked.html))
      t.equal(cooked.html, sanitise(cooked.html), `cooked twice: ${JSON.stringify(source)}`)
    if (cooked.excerpt.length > 600) t.fail(`the excerpt of ${JSON.stringify(source)} is long`)
  }
})

t.test('hostile texts of full length come out readable and bounded', async t => {
  for (const [name, { source, words }] of Object.entries(hostileTexts(32_000))) {
    let html: string
    try {
      html = cookText(source, known).html
    } catch (error) {
      t.match(error, /too long/, name)
      html = plainHtml(source)
    }
    t.ok(html.length <= 420_000, `${name}: ${html.length}`)
    t.ok(html.replaceAll(/<[^>]+>/g, '').includes(words), `${name}: what was written can be read`)
    t.ok(depthOf(html) <= 70, `${name}: no deeper than browsers go`)
  }
})

function depthOf(html: string): number {
  let depth = 0
  let deepest = 0
  for (const [tag] of html.matchAll(/<\/?[a-z][^>]*>/g)) {
    if (/\/>$|^<(br|img|hr)/.test(tag)) continue
    depth += tag.startsWith('</') ? -1 : 1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

/** A worker that takes forever over one text, and dies of another. */
const fake = () =>
  new Worker(
    `const { parentPort } = require('node:worker_threads')
    parentPort.on('message', ({ id, texts }) => {
      const sources = texts.map(({ source }) => source)
      if (sources.includes('forever')) for (;;) {}
      if (sources.includes('dies')) process.exit(3)
      if (sources.includes('refused')) parentPort.postMessage({ id, error: 'no' })
      else parentPort.postMessage({ id, texts: sources.map(html => ({ html })) })
    })
    parentPort.postMessage('ready')`,
    { eval: true },
  )

async function outcomes(t: Test, texts: readonly string[]): Promise<string[]> {
  const kitchen = new Kitchen({ start: fake, limitMs: 300 })
  t.teardown(() => kitchen.close())
  const served = await Promise.allSettled(texts.map(text => kitchen.cook(text, known)))
  return served.map(one => (one.status === 'fulfilled' ? one.value.html : 'failed'))
}

t.test('a text that takes too long fails alone', async t => {
  t.strictSame(await outcomes(t, ['a', 'forever', 'b', 'c', 'forever', 'd']), ['a', 'failed', 'b', 'c', 'failed', 'd'])
  t.strictSame(await outcomes(t, ['a', 'dies', 'b', 'refused', 'c']), ['a', 'failed', 'b', 'failed', 'c'])
  const many = Array.from({ length: 40 }, (_, index) => `text ${index}`)
  t.strictSame(await outcomes(t, ['forever', ...many]), ['failed', ...many], 'those behind it have their own time')
})

t.test('of many texts that travel together, one that comes to nothing spoils no other', async t => {
  const kitchen = new Kitchen({ start: fake, limitMs: 300 })
  t.teardown(() => kitchen.close())
  const sources = Array.from({ length: 70 }, (_, place) => `text ${place}`)
  sources.splice(5, 1, 'forever')
  sources.splice(30, 1, 'dies')
  sources.splice(66, 1, 'refused')
  const cooked = await kitchen.cookMany(sources.map(source => ({ source, known })))
  t.strictSame(
    cooked.map(one => (one instanceof Error ? 'failed' : one.html)),
    sources.map(source => (source.startsWith('text') ? source : 'failed')),
  )
})

t.test('the worker ends when there is nothing to cook, and begins anew', async t => {
  const workers: Worker[] = []
  const start = () => {
    const worker = fake()
    workers.push(worker)
    return worker
  }
  const kitchen = new Kitchen({ start, idleMs: 20 })
  t.teardown(() => kitchen.close())
  // An idle worker does not keep the process from ending; here it has to stay.
  const staying = setInterval(() => {}, 1000)
  t.teardown(() => clearInterval(staying))
  await kitchen.cook('a', known)
  await new Promise(resolve => workers[0]?.once('exit', resolve))
  t.equal((await kitchen.cook('b', known)).html, 'b')
  t.equal(workers.length, 2)
})

t.test('what was only set plainly is whole', async t => {
  t.equal(plainHtml('a <b>\nc & "d"\n\n  \n e'), '<p>a &lt;b&gt;<br>\nc &amp; &quot;d&quot;</p>\n<p>e</p>\n')
})
