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

t.test('ordinary texts go the short way', async t => {
  const texts = [
    'One\ntwo\n\n***\n\n> - *a*\n> - **b** `c` "d" & <e>\n\n1. x\n\n   y',
    '# Head\n\n```\nlet x\n```',
    'H<sub>2</sub>O',
  ]
  for (const text of texts) {
    const { html } = cookText(text, known)
    t.equal(withPlainTags(html.replaceAll(' />', '>')), html, text)
    t.equal(sanitised(html), html, text)
  }
})

t.test('all else is the sanitiser’s', async t => {
  const others = [
    ...[
      '<p onclick="x">a</p>',
      '<script>alert(1)</script>',
      '<p>a',
      'a</p>',
      '<b><i>a</b></i>',
      '<P>a</P>',
      '<p >a</p>',
      '<p/>',
    ],
    ...[
      '<a href="/x">a</a>',
      '<a>a</a>',
      '<pre tabindex="1">a</pre>',
      '<img>',
      '<svg>a</svg>',
      '<!-- a -->',
      '<!doctype html>',
    ],
    ...[
      'a < b',
      'a > b',
      '<',
      '<b',
      '<<b>>a</b>',
      '<b\n>a</b>',
      '&nbsp;',
      '&#60;b&#62;',
      '&',
      '&lt',
      '<p><ul></ul></p>',
    ],
    ...['<li>a</li>', '<ul><li><li>a</li></li></ul>', '<p><p>a</p></p>', '<p><hr></p>', '<__proto__>a</__proto__>'],
    ...['<constructor>', '<b title>a</b>', '<ul><p>a</p></ul>', `${'<b>'.repeat(60)}${'</b>'.repeat(60)}`],
  ]
  for (const html of others) t.equal(withPlainTags(html), null, html)
})

t.test('whatever is thrown together comes out as the sanitiser writes it, or not at all', async t => {
  const pieces = [
    ...['p', 'ul', 'ol', 'li', 'blockquote', 'pre', 'h3', 'code', 'strong', 'em', 'kbd'].flatMap(tag => [
      `<${tag}>`,
      `</${tag}>`,
    ]),
    ...[
      '<br>',
      '<hr>',
      '<pre tabindex="0">',
      'a',
      '\n',
      '"',
      "'",
      '&quot;',
      '&amp;',
      '&lt;',
      '&amp;lt;',
      'é',
      '😀',
      '\u00a0',
      '\t',
    ],
  ]
  const roll = chance('plain tags')
  const pick = () => pieces[roll(pieces.length)] ?? ''
  let short = 0
  /** Now and then closed as they were opened: chance alone seldom closes anything. */
  const nested = (depth: number): string => {
    const inside = depth === 0 ? pick() : `${nested(depth - 1)}${pick()}${depth % 2 === 0 ? nested(depth - 1) : ''}`
    const tag = /^<(\w+)>$/.exec(pick())?.[1]
    return tag && tag !== 'br' && tag !== 'hr' ? `<${tag}>${inside}</${tag}>` : inside
  }
  const wrong: string[] = []
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
    const plain = withPlainTags(html.replaceAll(' />', '>'))
    if (plain !== null) t.equal(plain, html)
  }
})
