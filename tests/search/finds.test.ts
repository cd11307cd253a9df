/** What is asked of those who declare what can be found, and what is made of their answers. */
import t from 'tap'
import { VISITOR } from '../../server/core/actor.ts'
import type { Finder, Sought } from '../../server/core/finders.ts'
import { foundBeside } from '../../server/search/finds.ts'
import { parseQuery } from '../../server/search/query.ts'
import { startApp } from '../support/app.ts'

t.test('things that are found beside posts', async t => {
  const app = await startApp(t)
  const visitor = await app.ctx(VISITOR)

  /** Looks with these finders among the others. */
  const look = (typed: string, finders: Readonly<Record<string, Finder['find']>>, begun = true) => {
    const told = Object.entries(finders).map(([name, find]): [string, Finder] => [
      name,
      { label: { en: `All ${name}`, fr: `Tous ${name}` }, icon: 'flag', find },
    ])
    const ctx = { ...visitor, host: { ...visitor.host, finders: new Map(told) } }
    const { words, phrases } = parseQuery(typed)
    return foundBeside(ctx, { words, phrases, begun }, 3)
  }

  t.test('they are told what is sought, without operators, quotes and what must not be there', async t => {
    const askedOf = async (typed: string, begun?: boolean): Promise<Sought | undefined> => {
      const asked: Sought[] = []
      const find: Finder['find'] = async (_ctx, sought) => {
        asked.push(sought)
        return []
      }
      await look(typed, { 'a.b': find }, begun)
      t.ok(asked.length <= 1)
      return asked[0]
    }
    t.strictSame(await askedOf('Wax  BOOTS'), { text: 'wax boots', words: ['wax', 'boots'], begun: true, limit: 3 })
    t.match(await askedOf('wax boots', false), { begun: false })
    t.match(await askedOf('in:soles "Wet leather" -glue wa'), {
      text: 'wet leather wa',
      words: ['wet', 'leather', 'wa'],
    })
    t.match(await askedOf('"wet leather'), { text: 'wet leather', begun: false }, 'nobody begins a word in quotes')
    for (const nothing of ['', ' ', 'x', '-wax', 'in:soles', '"%"']) t.equal(await askedOf(nothing), undefined, nothing)
  })

  t.test('what they find is in groups in their order, marked, and groups with nothing are left out', async t => {
    const groups = await look('sol', {
      'z.soles': async () => [{ title: 'Soles, resoled', path: '/x/z/1', detail: 'Vibram' }],
      'a.none': async () => [],
      'b.all': async () => [{ title: 'Heels', path: '/x/b/1' }],
    })
    t.strictSame(groups, [
      {
        name: 'z.soles',
        label: 'All z.soles',
        icon: 'flag',
        items: [
          {
            title: [
              { text: 'Soles', marked: true },
              { text: ', resoled', marked: false },
            ],
            path: '/x/z/1',
            detail: 'Vibram',
          },
        ],
      },
      {
        name: 'b.all',
        label: 'All b.all',
        icon: 'flag',
        items: [{ title: [{ text: 'Heels', marked: false }], path: '/x/b/1', detail: null }],
      },
    ])
  })
})
