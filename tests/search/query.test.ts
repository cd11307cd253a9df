/** What somebody typed, taken apart. */
import fc from 'fast-check'
import t from 'tap'
import { wantedOf } from '../../server/search/asked.ts'
import { asTyped, isDay, parseQuery } from '../../server/search/query.ts'

const STATES = new Map([
  ['question', 'question'],
  ['answered', 'question:answered'],
])

t.test('words, phrases and what must not be there', async t => {
  const { words, phrases, without, operators } = parseQuery('Wax  the "Wet  Leather" -rubber -"new boots" wax')
  t.strictSame(
    { words, phrases, without },
    {
      words: ['wax', 'the'],
      phrases: ['wet leather'],
      without: ['rubber', 'new boots'],
    },
  )
  t.strictSame(operators, { tags: [] })
  t.strictSame(parseQuery('« Le cuir » “mouillé” naïve').phrases, ['le cuir', 'mouillé'])
  t.strictSame(parseQuery('"not closed').phrases, ['not closed'])
  t.strictSame(parseQuery('c++ .net C# (really?) e-mail').words, ['c++', '.net', 'c#', 'really', 'e-mail'])
  t.strictSame(parseQuery('run --force').words, ['run', 'force'], 'two hyphens begin a word')
})

t.test('operators', async t => {
  const typed =
    'wax in:Repairs by:@mia tag:#resole tag:leather after:2026-01-31 before:2026-02-28 is:unread is:answered'
  const { words, operators, rest } = parseQuery(typed, STATES)
  t.strictSame(words, ['wax'])
  t.equal(rest, 'wax')
  t.strictSame(operators, {
    in: 'repairs',
    by: 'mia',
    tags: ['resole', 'leather'],
    from: '2026-01-31',
    before: '2026-02-28',
    unread: true,
    kind: 'question:answered',
  })
  t.match(parseQuery('is:mine').operators, { by: 'me' })
  t.match(parseQuery('by:mia by:noor').operators, { by: 'noor' }, 'the last one')
})

t.test('what only looks like an operator is a word', async t => {
  for (const typed of ['is:locked', 'in:', 'before:2026-02-30', 'after:yesterday', 'on:friday', 'is:answered']) {
    const { words, operators } = parseQuery(typed)
    t.strictSame(operators, { tags: [] }, typed)
    t.equal(words.length, 1, typed)
  }
})

t.test('nothing is wrong, whatever was typed', async t => {
  for (const typed of ['', '   ', '-', '""', '"', '- - -', '!!! ???', '%', '\u0000', 'in:a by:b']) {
    t.strictSame(parseQuery(typed).words, [], JSON.stringify(typed))
  }
  t.strictSame(parseQuery('a\u0000b\ud800c').words, ['a', 'b', 'c'])
  t.equal(parseQuery(Array.from({ length: 100 }, (_, at) => `word${at}`).join(' ')).words.length, 20)
})

t.test('any text: what is kept means the same when it is read again', async t => {
  const pieces = fc.constantFrom(
    '"',
    '-',
    ':',
    ' ',
    'in:',
    'by:',
    'is:',
    'tag:',
    'before:',
    'é',
    'wax',
    '2026-01-31',
    '«',
    '”',
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(pieces, fc.string()), { maxLength: 20 }).map(all => all.join('')),
  )
  fc.assert(
    fc.property(texts, text => {
      const { words, phrases, without, rest } = parseQuery(text, STATES)
      const again = parseQuery(rest, STATES)
      t.strictSame({ ...again, operators: {} }, { words, phrases, without, rest, operators: {} }, JSON.stringify(text))
      t.strictSame(again.operators, { tags: [] })
      for (const word of [...words, ...phrases, ...without]) if (!/[\p{L}\p{N}]/u.test(word)) throw new Error(text)
    }),
    { numRuns: 500 },
  )
  t.pass()
})

t.test('words can be insisted on', async t => {
  t.equal(asTyped('lether "wet lether" -lether Lether', new Set(['lether'])), '"lether" "wet lether" -lether "Lether"')
})

t.test('days', async t => {
  t.ok(isDay('2024-02-29'))
  for (const no of ['2026-02-29', '2026-1-1', '2026-13-01', '', 'today', '99999-01-01']) t.notOk(isDay(no), no)
})

t.test('what is typed says more than what was chosen, and what is left empty says nothing', async t => {
  const wanted = wantedOf(
    { q: 'wax in:gear', in: 'repairs', by: '', tag: 'a, #b,', sort: '', per: '', unread: '' },
    new Map(),
  )
  t.match(wanted, { in: 'gear', by: '', tags: ['a', 'b'], sort: 'best', per: 'thread', unread: null, page: 1 })
  t.equal(wantedOf({ by: 'mia' }, new Map()).sort, 'newest')
})
