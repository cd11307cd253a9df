/** Where in a post the words are that were looked for. */
import fc from 'fast-check'
import t from 'tap'
import { marked, type Part, snippetOf } from '../../server/search/highlight.ts'
import { shownIn } from '../../server/search/plain.ts'

const seek = (...words: string[]) => ({ words, phrases: [], begun: false })
const shown = (parts: readonly Part[]) => parts.map(({ text, marked }) => (marked ? `[${text}]` : text)).join('')

t.test('words are marked in whichever form, with and without accents', async t => {
  t.equal(
    shown(marked('Waxing: do you wax the waxed boots?', seek('wax'))),
    '[Waxing]: do you [wax] the [waxed] boots?',
  )
  t.equal(shown(marked('Été génial, une communauté géniale', seek('genial'))), 'Été [génial], une communauté [géniale]')
  t.equal(shown(marked('A carpet in the car, cars', seek('car'))), 'A carpet in the [car], [cars]')
  t.equal(shown(marked('Of cats', seek('catalogue'))), 'Of cats')
  t.equal(shown(marked('An e-mail, Émail', seek('e-mail'))), 'An [e]-[mail], Émail')
})

t.test('phrases are marked whole, and only where they stand so', async t => {
  const phrase = { words: [], phrases: ['wet leather'], begun: false }
  t.equal(shown(marked('Wet  leather is not leather that is wet', phrase)), '[Wet  leather] is not leather that is wet')
})

t.test('the last word may be begun', async t => {
  t.equal(
    shown(marked('Resoling the Skarn', { words: ['the', 'sk'], phrases: [], begun: true })),
    'Resoling [the] [Skarn]',
  )
})

t.test('a snippet is where most of the words are', async t => {
  const filler = 'and so on, for quite some time, without a word about it. '.repeat(12)
  const text = `Wax. ${filler}Wax the wet leather. ${filler}`
  const parts = shown(snippetOf(text, seek('wax', 'leather')))
  t.match(parts, /^….*\[Wax\] the wet \[leather\].*…$/)
  t.ok(parts.length < 300)
  t.match(shown(snippetOf(text, seek('nothing'))), /^Wax\. and so on.*…$/, 'its beginning when there is nothing')
})

t.test('what is folded away is not told, nor what plugins and footnotes add', async t => {
  const html = `<p>Before <details class="spoiler inline"><summary>Spoiler</summary>the butler</details> after<br>all</p>
    <details><summary>More</summary><p>hidden <details>deeper</details> still</p></details>
    <p>A &lt;b&gt; and <strong>bo</strong>ld<sup class="note-ref"><a href="#x">1</a></sup></p>
    <section data-block="poll">choices</section>`
  t.equal(shownIn(html), 'Before after all A <b> and bold')
})

t.test('any text and any words: all of the text, in order, and nothing else', async t => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (text, words) => {
      t.equal(
        marked(text, { words, phrases: words, begun: true })
          .map(part => part.text)
          .join(''),
        text,
      )
      const snippet = snippetOf(text, seek(...words))
        .map(part => part.text)
        .join('')
      t.ok(text.includes(snippet.replaceAll(/^…|…$/g, '')))
    }),
    { numRuns: 300 },
  )
})
