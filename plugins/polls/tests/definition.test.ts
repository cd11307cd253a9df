import t from 'tap'
import { choiceFor, choiceOfForm } from '../ballot.ts'
import { isPoll, pollAt, pollsIn } from '../definition.ts'

const block = (info: string, ...lines: string[]) => [`:::poll ${info}`, ...lines, ':::'].join('\n')
const flawOf = (text: string) => {
  const [found] = pollsIn(text)
  return found && !isPoll(found) ? found.flaw : undefined
}

t.test('a poll is read out of its block', async t => {
  const text = `Before\n\n${block('multiple named fixed results=voted closes=2030-12-24T18:00', 'Which', 'of these?', '', '- one', '* two', '+ three')}`
  t.strictSame(pollsIn(text), [
    {
      place: 0,
      question: 'Which of these?',
      options: ['one', 'two', 'three'],
      kind: 'multiple',
      named: true,
      fixed: true,
      results: 'voted',
      closes: new Date('2030-12-24T18:00:00Z'),
    },
  ])
})

t.test('without words it is a single choice, anonymous, whose results are shown at once', async t => {
  const poll = pollAt(block('', '- a', '- b'), 0)
  t.match(poll, { kind: 'single', named: false, fixed: false, results: 'always', closes: null, question: '' })
})

t.test('a date alone is the end of that day', async t => {
  t.strictSame(pollAt(block('closes=2030-12-24', '- a', '- b'), 0)?.closes, new Date('2030-12-24T23:59:00Z'))
})

t.test('several polls of a text are told by their places; one in code is none', async t => {
  const text = [block('', '- a', '- b'), '```', block('', '- x', '- y'), '```', block('', '- c', '- d')].join('\n\n')
  t.strictSame(
    pollsIn(text).map(one => isPoll(one) && one.options),
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  )
  t.equal(pollAt(text, 2), undefined)
})

t.test('what makes no sense is told by name', async t => {
  t.equal(flawOf(block('', 'Only words')), 'flaw.few')
  t.equal(flawOf(block('', '- one')), 'flaw.few')
  t.equal(flawOf(block('', '- one', '- two', '- one')), 'flaw.twice')
  t.equal(flawOf(block('', '- one', 'and more', '- two')), 'flaw.line')
  t.equal(flawOf(block('secret', '- one', '- two')), 'flaw.word')
  t.equal(flawOf(block('results=never', '- one', '- two')), 'flaw.word')
  t.equal(flawOf(block('closes=tomorrow', '- one', '- two')), 'flaw.date')
  t.equal(flawOf(block('closes=2030-02-31', '- one', '- two')), 'flaw.date')
  t.equal(flawOf(block('closes=2030-02-20T25:00', '- one', '- two')), 'flaw.date')
  t.equal(flawOf(block('', `- ${'x'.repeat(301)}`, '- two')), 'flaw.long')
})

const options = ['a', 'b', 'c']

t.test('a choice is one that the poll offers', async t => {
  const single = { kind: 'single', options } as const
  t.strictSame(choiceFor(single, [2]), [2])
  for (const wrong of [[], [3], [-1], [0, 1], [0.5]]) t.equal(choiceFor(single, wrong), null, `single ${wrong}`)
  const multiple = { kind: 'multiple', options } as const
  t.strictSame(choiceFor(multiple, [2, 0]), [0, 2], 'without an order')
  for (const wrong of [[], [0, 0], [0, 1, 2, 3]]) t.equal(choiceFor(multiple, wrong), null, `multiple ${wrong}`)
  const ranked = { kind: 'ranked', options } as const
  t.strictSame(choiceFor(ranked, [2, 0]), [2, 0], 'in its order')
  for (const wrong of [[], [1, 1], [4]]) t.equal(choiceFor(ranked, wrong), null, `ranked ${wrong}`)
  const rating = { kind: 'rating', options } as const
  t.strictSame(choiceFor(rating, [5, 0, 1]), [5, 0, 1])
  for (const wrong of [[], [0, 0, 0], [1, 2], [6, 1, 1], [-1, 1, 1]])
    t.equal(choiceFor(rating, wrong), null, `rating ${wrong}`)
})

t.test('the form of a ranked poll names a place for each option', async t => {
  const ranked = { kind: 'ranked', options } as const
  t.strictSame(choiceOfForm(ranked, [2, 0, 1]), [2, 0])
  t.strictSame(choiceOfForm(ranked, [1, 1, 0]), [], 'two cannot be in one place')
  t.strictSame(choiceOfForm(ranked, [1]), [], 'each option is asked for')
  t.strictSame(choiceOfForm({ kind: 'rating', options }, [1, 2, 3]), [1, 2, 3])
})
