/** Texts that somebody made to be trouble: they neither throw nor take long for their length. */
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

/** Work that grows with the square of the length would take sixteen times as long for four times the text. */
function grows(convert: (text: string) => unknown, make: (length: number) => string): number {
  const time = (length: number) => {
    const text = make(length)
    const times = [1, 2, 3].map(() => {
      const begin = performance.now()
      convert(text)
      return performance.now() - begin
    })
    return Math.min(...times)
  }
  return time(60_000) / Math.max(time(15_000), 4)
}

for (const [name, make] of Object.entries(HTML)) {
  t.test(`HTML: ${name}`, async t => {
    const growth = grows(text => markdownFromHtml(text, resolve), make)
    t.ok(growth < 12, String(growth))
  })
}
for (const [name, make] of Object.entries(RAW)) {
  t.test(`Markdown: ${name}`, async t => {
    const growth = grows(text => markdownFromRaw(text, resolve), make)
    t.ok(growth < 12, String(growth))
  })
}

t.test('what is nested beyond measure keeps its words', async t => {
  for (const tag of ['div', 'blockquote', 'ul', 'b', 'span']) {
    t.match(markdownFromHtml(nested(tag, 10_000), resolve).markdown, /deep/, tag)
  }
})
