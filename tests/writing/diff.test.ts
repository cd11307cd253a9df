/** How two texts differ, as a person would tell it. */
import t from 'tap'
import { compare, fold, type Piece } from '../../server/posts/diff.ts'

const told = (pieces: readonly Piece[]): string =>
  pieces.map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `+[${text}]` : `-[${text}]`)).join('')

/** One of the two texts, put together again from what is told of both. */
const side = (pieces: readonly Piece[], kind: 'added' | 'removed'): string =>
  pieces.map(piece => (piece.kind === 'same' || piece.kind === kind ? piece.text : '')).join('')

t.test('words that changed are told, and the rest is left alone', async t => {
  t.equal(told(compare('bend the boot by hand', 'bend the sole by hand')), 'bend the -[boot]+[sole] by hand')
  t.equal(told(compare('Stop.', 'Stop. Read no further.')), 'Stop.+[ Read no further.]')
  t.equal(told(compare('L’été dernier, à Évian', 'L’été prochain, à Évian')), 'L’été -[dernier]+[prochain], à Évian')
  t.strictSame(compare('', ''), [])
  t.equal(told(compare('the same', 'the same')), 'the same')
  t.equal(told(compare('', 'new')), '+[new]')
})

t.test('neighbouring changes are one change, and nothing is lost by it', async t => {
  t.equal(
    told(compare('bend it with your hands now', 'bend it by one hand now')),
    'bend it -[with your hands]+[by one hand] now',
  )
  t.match(told(compare('one two', 'one\n\ntwo')), /\+\[\s+\]|-\[ \]/, 'white space counts')
})

t.test('both texts can be read out of what is told, whatever they are', async t => {
  const words = ['a', 'boot', 'é', '日本', '\n', '\n\n', ' ', '  ', ', ', '. ', '**', '<b>', '&amp;', '👋', '\t']
  let state = 7
  const pick = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648
    return Math.floor((state / 2147483648) * below)
  }
  const text = () => Array.from({ length: pick(30) }, () => words[pick(words.length)]).join('')
  for (let turn = 0; turn < 300; turn++) {
    const [before, after] = [text(), text()]
    const pieces = compare(before, after)
    t.equal(side(pieces, 'removed'), before)
    t.equal(side(pieces, 'added'), after)
    t.equal(
      fold(pieces)
        .map(one => (one.kind === 'added' ? '' : one.text))
        .join(''),
      before,
    )
  }
})

t.test('the longest texts that have nothing in common end, and say so', async t => {
  const words = (from: number) => Array.from({ length: 5000 }, (_, index) => `w${from + index}`).join(' ')
  const [before, after] = [words(0), words(100_000)]
  const pieces = compare(before, after)
  t.equal(side(pieces, 'removed'), before)
  t.equal(side(pieces, 'added'), after)
})

t.test('what is far from a change is folded', async t => {
  const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`)
  const before = lines.join('\n')
  const after = lines.with(20, 'another').join('\n')
  const folded = fold(compare(before, after))
  t.strictSame(
    folded.filter(({ kind }) => kind === 'folded').map(one => ('lines' in one ? one.lines : 0)),
    [18, 17],
  )
  t.strictSame(fold(compare(before, before)).length, 1, 'a text without changes stays whole')
})
