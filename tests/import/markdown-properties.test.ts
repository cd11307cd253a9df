/** What comes out says the same as what went in: for generated documents, for any text, and in bounded time. */
import fc from 'fast-check'
import t from 'tap'
import { escapeHtml } from '../../server/core/text/escape.ts'
import { cookText } from '../../server/core/text/pipeline.ts'
import { markdownFromHtml } from '../../server/import/markdown/from-html.ts'

import { clean } from '../../server/import/markdown/work.ts'
import { parsePage } from '../support/html.ts'
import { known } from '../writing/known.ts'
import { resolve } from './markdown-world.ts'

const cooked = (html: string) =>
  cookText(markdownFromHtml(html, resolve).markdown, { ...known, members: new Map() }).html
const textOf = (html: string) =>
  (parsePage(`<body>${html}</body>`).querySelector('body')?.textContent ?? '').replaceAll(/\s+/g, '')

/** Words, and all that is sign or trap in Markdown. */
const TRAPS = [
  ...[
    '*',
    '**',
    '_',
    '__',
    '`',
    '``',
    '#',
    '# a',
    '1.',
    '2) b',
    '-',
    '- c',
    '+',
    '>',
    '> d',
    '|',
    '||',
    '~~',
    '~',
    '\\',
  ],
  ...[
    '[x](y)',
    '[a]',
    '](',
    '![',
    '[^1]',
    '[ ] ',
    '[q]: /r',
    '<b>',
    '</i>',
    '<br>',
    '<T>',
    '<!-- x -->',
    '&amp;',
    '&lt',
    '&',
  ],
  ...[
    ':tada:',
    ':',
    '@mia',
    '@jo.',
    '@nobody',
    'http://a.example/b_c_d',
    'https://a.example/*x*',
    'www.a.example/x_',
    'a@b.example',
  ],
  ...[
    '---',
    '***',
    '===',
    '```',
    '~~~',
    ':::',
    ':::spoiler',
    '<details>',
    '$x$',
    '!',
    '=',
    '"',
    '(',
    ')',
    '.',
    '\u00a0',
    'é',
    '漢字',
    'שלום',
  ],
]
const word = fc.oneof(
  fc.constantFrom('one', 'two', 'three', 'x_y', 'a*b', 'C++'),
  fc.constantFrom(...TRAPS),
  fc.constant('😀'),
)
const spaces = fc.constantFrom('', ' ', ' ', ' ')
const words = fc
  .array(fc.tuple(word, spaces), { minLength: 1, maxLength: 6 })
  .map(all => all.flat().join(''))
  .map(escapeHtml)

const inTag = (tag: string) => (inside: string) => `<${tag}>${inside}</${tag}>`
const { line } = fc.letrec<{ line: string; piece: string }>(tie => ({
  line: fc.array(tie('piece'), { minLength: 1, maxLength: 4 }).map(all => all.join('')),
  piece: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    words,
    words.map(inTag('code')),
    fc.constant('<br>'),
    ...['strong', 'em', 's', 'kbd', 'sub', 'b', 'i', 'u', 'mark'].map(tag => tie('line').map(inTag(tag))),
    words.map(text => `<a href="https://far.example/a_b?c=d(e)*">${text}</a>`),
    fc.constant('<a href="https://far.example/a_b">https://far.example/a_b</a>'),
    fc.constant('<img class="emoji" alt=":tada:">'),
  ),
}))

const { blocks } = fc.letrec<{ blocks: string; block: string; item: string }>(tie => ({
  blocks: fc.array(tie('block'), { minLength: 1, maxLength: 4 }).map(all => all.join('\n')),
  block: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    line.map(inTag('p')),
    line.map(inTag('h3')),
    fc
      .tuple(fc.constantFrom('', 'lang-js', 'lang-auto'), words, words)
      .map(([language, a, b]) => `<pre><code class="${language}">${a}\n  ${b}\n</code></pre>`),
    fc.constant('<hr>'),
    tie('blocks').map(inTag('blockquote')),
    fc.array(tie('item'), { minLength: 1, maxLength: 3 }).map(all => `<ul>${all.join('')}</ul>`),
    fc
      .tuple(fc.constantFrom(1, 3, 10), fc.array(tie('item'), { minLength: 1, maxLength: 3 }))
      .map(([start, all]) => `<ol start="${start}">${all.join('')}</ol>`),
    fc
      .array(fc.tuple(line, line), { minLength: 1, maxLength: 3 })
      .map(
        rows =>
          `<table><thead><tr><th>h</th><th>i</th></tr></thead><tbody>${rows.map(([a, b]) => `<tr><td>${a}</td><td>${b}</td></tr>`).join('')}</tbody></table>`,
      ),
  ),
  item: fc
    .oneof(
      line,
      tie('blocks'),
      fc.tuple(line, tie('block')).map(([a, b]) => a + b),
    )
    .map(inTag('li')),
}))

const SAME: Readonly<Record<string, string>> = { b: 'strong', i: 'em', del: 's', strike: 's' }
const BLOCKS = 'h3,blockquote,ul,ol,li,pre,table,td,hr'

/** The blocks of a document as an outline: what stands in what. Those that hold nothing may go. */
function outline(node: Element): string {
  const inside = [...node.children].map(outline).join('')
  const name = node.localName
  if (name !== 'hr' && inside === '' && node.textContent?.trim() === '') return ''
  return BLOCKS.split(',').includes(name) ? `<${name}${inside && ` ${inside}`}>` : inside
}

/** Which marks are on each letter that is not a space. */
function marks(node: Node, on: readonly string[] = []): string[] {
  if (node.nodeType === 3)
    return [...(node.textContent ?? '')].filter(sign => sign.trim()).map(sign => `${sign}${on.join()}`)
  const name = node.nodeName.toLowerCase()
  const mark = SAME[name] ?? name
  // Addresses that nobody linked are links here: only the others count.
  const linked = name !== 'a' || (node instanceof Object && String(Reflect.get(node, 'href')).includes('far.example'))
  const counts = linked && /^(?:strong|em|s|kbd|sub|u|mark|code|a)$/.test(mark) && !on.includes(mark)
  return [...node.childNodes].flatMap(child => marks(child, counts ? [...on, mark].sort() : on))
}
const bodyOf = (html: string) => parsePage(`<html><body>${html}</body></html>`).body

const runs = Number(process.env.RUNS ?? 150)

const expected = (html: string) => bodyOf(html.replaceAll('<img class="emoji" alt=":tada:">', '🎉'))

t.test('generated documents keep their words, and each word its marks', async t => {
  const check = fc.property(blocks, html => marks(bodyOf(cooked(html))).join(' ') === marks(expected(html)).join(' '))
  fc.assert(check, { numRuns: runs })
  t.pass('they do')
})

t.test('generated documents keep what stands in what', async t => {
  const check = fc.property(blocks, html => outline(bodyOf(cooked(html))) === outline(expected(html)))
  fc.assert(check, { numRuns: runs })
  t.pass('they do')
})

t.test('any text comes out as it went in', async t => {
  const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), words, fc.string({ maxLength: 60 }))
  const check = fc.property(text, html => {
    const shown = textOf(escapeHtml(clean(html)))
    return textOf(cooked(`<p>${escapeHtml(html)}</p>`)) === shown
  })
  fc.assert(check, { numRuns: 3 * runs })
  t.pass('it does')
})
