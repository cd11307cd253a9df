/** Texts that somebody made to be trouble: they neither throw nor grow without bound. */
import t from 'tap'
import { markdownFromHtml } from '../../server/import/markdown/from-html.ts'
import { markdownFromRaw } from '../../server/import/markdown/from-raw.ts'
import { resolve } from './markdown-world.ts'

const repeat = (text: string, length: number) => text.repeat(Math.ceil(length / text.length)).slice(0, length)
const nested = (tag: string, times: number) => [`<${tag}>`.repeat(times), 'deep', `</${tag}>`.repeat(times)].join('')

const HTML: Readonly<Record<string, (length: number) => string>> = {
  ...Object.fromEntries(
    ['div', 'blockquote', 'ul', 'b', 'span', 'table', 'details', 'a href=/x', 'p', 'li', 'pre', 'svg'].map(tag => [
      `<${tag}> within itself`,
      (length: number) => nested(tag, length / (2 * tag.length + 5)),
    ]),
  ),
  'tags that end nothing': length => repeat('<b>', length / 2) + repeat('</i>', length / 2),
  'attributes without end': length => `<a ${repeat('x="', length)}`,
  'lists of lists': length => repeat('<ul><li>a', length),
  'quotes of quotes': length => repeat('<aside class="quote"><div class="title">a:</div><blockquote>', length),
  'marks side by side': length => repeat('<b>a</b><i>b</i>', length),
  'links side by side': length => repeat('<a href="https://a.example/x">https://a.example/x</a>', length),
  'an address of signs': length => `<p>http://a.b/${repeat('*', length)}c</p>`,
  breaks: length => `<p>a${repeat('<br>', length)}b</p>`,
  ...Object.fromEntries(
    [
      '*a',
      '_ ',
      '`',
      '[',
      '](',
      '\\',
      '<',
      '&',
      ':a',
      '@a',
      'http://',
      'http://a.b/',
      '|',
      '~',
      '- ',
      '1. ',
      '> ',
      '\n',
      ' ',
      '#',
      '$a',
      '[x]:',
      '=-',
    ].map(sign => [`words of ${JSON.stringify(sign)}`, (length: number) => `<p>${repeat(sign, length)}</p>`]),
  ),
}
const RAW: Readonly<Record<string, (length: number) => string>> = Object.fromEntries(
  [
    '[quote]\n',
    '[quote="a, post:1, topic:2"]',
    '[/quote]\n',
    '[details]\n',
    '[spoiler]',
    '[b]',
    '[url=',
    '![',
    '](',
    '`',
    '``a',
    '$',
    '$a ',
    '^[',
    '<img ',
    '<a ',
    ':a',
    '@a',
    'http://',
    '[date=',
    '```\n',
    '> ',
    '$$\n',
    '<div>\n',
    '\n',
    '[code]',
  ].map(sign => [`lines of ${JSON.stringify(sign)}`, (length: number) => repeat(sign, length)]),
)

const RAW_NESTED: Readonly<Record<string, (length: number) => string>> = Object.fromEntries(
  ['quote', 'details', 'code', 'spoiler'].map(tag => [
    `[${tag}] within itself`,
    (length: number) => {
      const times = length / (2 * tag.length + 7)
      return [`[${tag}]\n`.repeat(times), 'deep\n', `[/${tag}]\n`.repeat(times)].join('')
    },
  ]),
)

/** Twice what a post of the other forum can hold. What grew with the square of the length would not end in the suite's time. */
const LONG = 120_000

for (const [kind, texts, convert] of [
  ['HTML', HTML, markdownFromHtml],
  ['Markdown', { ...RAW, ...RAW_NESTED }, markdownFromRaw],
] as const) {
  for (const [name, make] of Object.entries(texts)) {
    t.test(`${kind}: ${name}`, async t => {
      const { markdown } = convert(make(LONG), resolve)
      t.ok(markdown.length <= 6 * LONG, `${markdown.length} characters`)
    })
  }
}

t.test('what is nested beyond measure keeps its words', async t => {
  for (const tag of ['div', 'blockquote', 'ul', 'b', 'span']) {
    t.match(markdownFromHtml(nested(tag, 10_000), resolve).markdown, /deep/, tag)
  }
})
