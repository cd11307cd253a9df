import { IntlMessageFormat } from 'intl-messageformat'
import t from 'tap'
import { isMessageKey, type MessageKey, t as message, negotiate, translator } from '../../server/core/i18n.ts'
import en from '../../server/locales/en.json' with { type: 'json' }
import fr from '../../server/locales/fr.json' with { type: 'json' }

type Element = ReturnType<IntlMessageFormat['getAst']>[number]

/** Names of the values that a message asks for, with how it uses them: `count:plural`. Throws for what does not parse. */
function placeholders(locale: string, text: string): string[] {
  const found = new Set<string>()
  const visit = (elements: readonly Element[]) => {
    for (const one of elements) {
      if (one.type === 1 || one.type === 2 || one.type === 3 || one.type === 4) found.add(one.value)
      if (one.type === 5 || one.type === 6) {
        found.add(`${one.value}:${one.type === 6 ? 'plural' : 'select'}`)
        for (const { value } of Object.values(one.options)) visit(value)
      }
    }
  }
  visit(new IntlMessageFormat(text, locale, undefined, { ignoreTag: true }).getAst())
  // A plural's `#` shows the number too: a language may show it, say it in words or leave it out.
  return [...found].map(name => name.replace(/:plural$/, '')).sort()
}

t.test('languages', async t => {
  t.test('French says everything that English says, and nothing more', async t => {
    const french = new Set(Object.keys(fr))
    const english = new Set(Object.keys(en))
    t.strictSame(
      [...english].filter(key => !french.has(key)),
      [],
      'missing in French',
    )
    t.strictSame(
      [...french].filter(key => !english.has(key)),
      [],
      'missing in English',
    )
  })

  t.test('each message asks for the same values in both languages', async t => {
    const french: Record<string, string> = fr
    const different = Object.entries(en).flatMap(([key, text]) => {
      const [there, here] = [placeholders('en', text), placeholders('fr', french[key] ?? '')]
      return there.join() === here.join() ? [] : [`${key}: en {${there}} fr {${here}}`]
    })
    t.strictSame(different, [])
  })

  t.test('messages are written in the order of their keys and none is empty', async t => {
    for (const catalogue of [en, fr]) {
      const empty = Object.entries(catalogue).filter(([, text]) => text.trim() === '')
      t.strictSame(empty, [])
    }
    t.strictSame(Object.keys(fr), Object.keys(en), 'both catalogues have one order')
  })

  t.test('a name that looks like markup stays a name', async t => {
    const key = (Object.keys(en) as MessageKey[]).find(one => /\{name\}/.test(en[one]))
    if (!key) throw new Error('no message names anybody')
    t.match(message('en', key, { name: '<b>{x}</b>' }), '<b>{x}</b>')
  })

  t.test('keys made at run time are recognised or refused', async t => {
    t.ok(isMessageKey('error.notFound'))
    for (const odd of ['toString', '__proto__', 'constructor', '', 'error']) t.notOk(isMessageKey(odd), odd)
  })

  t.test('the browser is spoken to in its language as far as we know it', async t => {
    const cases: readonly [string | undefined, 'en' | 'fr'][] = [
      ['fr', 'fr'],
      ['fr-CA,en;q=0.8', 'fr'],
      ['de,fr;q=0.4,en;q=0.6', 'en'],
      ['de', 'en'],
      ['EN-us', 'en'],
      ['fr;q=0', 'en'],
      ['', 'en'],
      [undefined, 'en'],
      [';;;q=,,', 'en'],
      ['frr', 'en'],
      ['x'.repeat(50_000), 'en'],
    ]
    for (const [header, expected] of cases)
      t.equal(negotiate(header, ['en', 'fr']), expected, String(header).slice(0, 30))
  })

  t.test('French does not say things in English', async t => {
    t.not(translator('fr')('error.notFound'), translator('en')('error.notFound'))
  })
})
