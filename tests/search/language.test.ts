/** What is read out of a cooked text, and in which language it seems to be. */
import t from 'tap'
import { bare, isFiller } from '../../server/search/fillers.ts'
import { languageOf } from '../../server/search/language.ts'
import { saidIn } from '../../server/search/plain.ts'
import { spellingsOf } from '../../server/search/spellings.ts'
import { slipsBetween } from '../../server/search/typos.ts'
import { nameable, wordsOf } from '../../server/search/words.ts'

t.test('the language of a text', async t => {
  const texts = {
    en: [
      'How do you keep your tools sharp? I have a whetstone but it is worn.',
      'Please bring your own gloves',
      'The communities are great and members are friendly',
      'I do not know it',
    ],
    fr: [
      'Comment gardez-vous vos outils bien affûtés ? Ma pierre est usée.',
      'La communauté est géniale et les membres sont sympathiques',
      'Quelle est la meilleure façon de régler la tension ?',
      'Je ne sais pas trop',
    ],
    none: [
      '',
      'ok',
      'Bearings!',
      '1234567890 1234567890 1234567890',
      'Wie halten Sie Ihre Werkzeuge scharf? Mein Stein ist abgenutzt.',
      '¿Cómo mantienes tus herramientas afiladas? Mi piedra está gastada.',
      'Het is een mooie dag voor een wandeling',
      '私の道具はどこにありますか。とても良い天気ですね。',
    ],
  }
  for (const [language, examples] of Object.entries(texts)) {
    for (const text of examples) t.equal(languageOf(text) ?? 'none', language, text)
  }
  t.equal(languageOf(`${texts.fr[0]} ${'The rest is a quotation. '.repeat(5000)}`), 'fr', 'the beginning tells')
  t.equal(languageOf('x'.repeat(100_000)), null)
})

t.test('the words of a cooked text', async t => {
  const cases: Readonly<Record<string, string>> = {
    '<p>un<em>believ</em>able</p><p>next</p>': 'unbelievable next',
    '<p>one<br />two</p><ul><li>three</li><li>four</li></ul>': 'one two three four',
    '<table><tr><td>a</td><td>b</td></tr></table>': 'a b',
    '<pre tabindex="0"><code class="language-js"><span class="hljs-keyword">let</span> x = <span>1</span></code></pre>':
      'let x = 1',
    '<p>a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;d&#x27; &eacute;</p>': `a <b> &amp; "c" 'd' é`,
    '<p>&#0; &#9999999; &#x1F4A1;</p>': '\ufffd \ufffd 💡',
    '<blockquote class="quote"><p class="by">Mia</p><blockquote><p>deep</p></blockquote><p>said</p></blockquote><p>answer</p>':
      'answer',
    '<details class="spoiler"><summary data-word="spoiler">Spoiler</summary><p>the butler</p></details>': 'the butler',
    '<details><summary>My own words</summary><p>inside</p></details>': 'My own words inside',
    '<p><a class="picture" href="/x" ><img src="/uploads/a.png" alt="A &quot;plane&quot;" /></a></p>': 'A "plane"',
    '<p><a class="mention" href="/m/mia">@mia</a>, <a href="https://example.org/secret">here</a></p>': '@mia, here',
    '': '',
    plain: 'plain',
    '<': '<',
  }
  for (const [html, text] of Object.entries(cases)) t.equal(saidIn(html).replace(/\s+/g, ' ').trim(), text, html)
})

t.test('words are letters and figures', async t => {
  t.strictSame(wordsOf('L’eau; e-mail, C++ & foo_bar (v2.10) ÉTÉ ﬁn'), [
    'l',
    'eau',
    'e',
    'mail',
    'c',
    'foo',
    'bar',
    'v2',
    '10',
    'été',
    'fin',
  ])
  t.strictSame(wordsOf(`a ${'x'.repeat(101)} b`), ['a', 'b'], 'what nobody would type is left out')
  t.strictSame(nameable(['ab', 'abc', 'abc', 'été', 'a1b', '2024', 'x'.repeat(41)]), ['abc', 'été'])
})

t.test('what grammar hangs onto a word', async t => {
  const cases: Readonly<Record<string, string>> = {
    'l’eau': 'eau',
    "d'antivol": 'antivol',
    "qu'est-ce": 'est-ce',
    "aujourd'hui": "aujourd'hui",
    "l'": "l'",
    'rider’s': 'rider',
    "'s": "'s",
    'grincent-ils': 'grincent',
    'recharge-t-on': 'recharge',
    'clip-on': 'clip-on',
    'rendez-vous': 'rendez-vous',
  }
  for (const [word, without] of Object.entries(cases)) t.equal(bare(word), without, word)
})

t.test('what says nothing beside other words', async t => {
  for (const word of ['how', 'don’t', "i'm", 'où', 'est-ce', 'puis-je']) t.ok(isFiller(wordsOf(word)), word)
  for (const word of ['who-knows', 'stop', 'don', 'won', 'off', 'sans', 'pouring'])
    t.notOk(isFiller(wordsOf(word)), word)
})

t.test('other ways to write a word', async t => {
  const cases: readonly (readonly [word: string, ...others: string[]])[] = [
    ['knives', 'knife'],
    ['foot', 'feet'],
    ['tuyau', 'tuyaux'],
    ['tuyaux', 'tuyau', 'tuyail'],
    ['travail', 'travaux'],
    ['moyeux', 'moyeu'],
    ['wheel'],
    ['e-mail', 'email'],
    ['rx200', 'rx 200'],
    ['2x11s', '2 x 11 s'],
    ['2024'],
  ]
  for (const [word, ...others] of cases) {
    const [first, ...more] = spellingsOf(wordsOf(word))
    t.strictSame(first, wordsOf(word), word)
    t.strictSame(
      more.map(words => words.join(' ')),
      others,
      word,
    )
  }
})

t.test('slips between words', async t => {
  const cases = [
    ['friend', 'friend', 0],
    ['freind', 'friend', 1],
    ['frend', 'friend', 1],
    ['friends', 'friend', 1],
    ['fiend', 'friend', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['abc', '', 3],
  ] as const
  for (const [one, other, slips] of cases) t.equal(slipsBetween(one, other), slips, `${one} ${other}`)
})
