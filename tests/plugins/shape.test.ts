/** What a declaration must be: each part that makes no sense is named by its path. */
import t from 'tap'
import { descriptionOf } from '../../server/plugins/describe.ts'
import { wrongPart } from '../../server/plugins/shape.ts'
import greet from './good/greet/plugin.tsx'
import offers from './good/offers/plugin.tsx'

const words = { en: 'Words', fr: 'Mots' }
const statuses = { open: { name: words, tone: 'info' } }
const kind = { name: words, description: words, icon: 'flag', statuses }
const list = { path: '/offers', title: words, description: words, tabs: [] }

/** The declaration of `offers` with one kind more, which differs in this. */
const withKind = (more: object, name = 'wish'): object => ({
  ...offers,
  kinds: { ...offers.kinds, [name]: { ...kind, ...more } },
})

const withField = (field: object, name = 'wanted'): object =>
  withKind({ fields: { [name]: { label: words, ...field } } })
const text = { type: 'string', maxLength: 10 }
const count = { type: 'integer', default: 1, min: 0, max: 9 }
const choice = (...values: readonly unknown[]) => ({
  type: 'choice',
  options: values.map(value => ({ value, label: words })),
})

t.test('kinds of threads are looked at before anything uses them', async t => {
  t.equal(wrongPart(withKind({})), null)
  t.equal(wrongPart(withKind({ fields: { wanted: { ...text, label: words, required: true } }, list })), null)
  const wrong: readonly (readonly [object, string])[] = [
    [withKind({}, 'thread'), ''],
    [withKind({}, 'Wish'), ''],
    [withKind({}, 'constructor'), ''],
    [withKind({ name: { en: 'Words' } }), '.name'],
    [withKind({ description: undefined }), '.description'],
    [withKind({ name: { en: 'Words {that}', fr: 'Mots' } }), '.name'],
    [withKind({ icon: 'dragon' }), '.icon'],
    [withKind({ permission: 'everything' }), '.permission'],
    [withKind({ statuses: undefined }), '.statuses'],
    [withKind({ statuses: {} }), '.statuses'],
    [withKind({ statuses: { '1': statuses.open } }), '.statuses.1'],
    [withKind({ statuses: { open: { name: words, tone: 'loud' } } }), '.statuses.open.tone'],
    [withKind({ statuses: { open: { name: words, tone: 'info', waits: 'yes' } } }), '.statuses.open.waits'],
    [withKind({ views: { row: 'a row' } }), '.views.row'],
    [withKind({ load: {} }), '.load'],
    [withKind({ list: { ...list, path: '/latest' } }), '.list.path'],
    [withKind({ list: { ...list, tabs: [{ status: 'closed', label: words }] } }), '.list.tabs'],
    [withKind({ list: { ...list, tabs: undefined } }), '.list.tabs'],
    ...[
      'title',
      'body',
      'tags',
      'key',
      'intent',
      'categoryId',
      'draftVersion',
      'kind',
      'status',
      'fields',
      'reason',
      'version',
    ].map(name => [withField(text, name), `.fields.${name}`] as const),
    [withField(text, 'toString'), '.fields.toString'],
    [withField(text, 'two words'), '.fields.two words'],
    [withField(text, 'x'.repeat(42)), `.fields.${'x'.repeat(42)}`],
    [withField({ type: 'colour' }), '.fields.wanted.type'],
    [withField({ type: 'string' }), '.fields.wanted.maxLength'],
    [withField({ type: 'string', maxLength: 2001 }), '.fields.wanted.maxLength'],
    [withField({ type: 'integer', min: 3, max: 2 }), '.fields.wanted.max'],
    [withField({ ...text, label: 'Words' }), '.fields.wanted.label'],
    [withField({ ...text, required: 'yes' }), '.fields.wanted.required'],
    [withField(choice()), '.fields.wanted.options'],
    [withField(choice('one', 'one')), '.fields.wanted.options'],
    [withField(choice(' one')), '.fields.wanted.options'],
    [withField(choice('')), '.fields.wanted.options'],
    [withField(choice(1)), '.fields.wanted.options'],
  ]
  for (const [plugin, part] of wrong) {
    const name = Object.keys(Object(Reflect.get(plugin, 'kinds'))).at(-1)
    t.equal(wrongPart(plugin), `kinds.${name}${part}`)
  }
  t.equal(wrongPart({ ...offers, kinds: [] }), 'kinds')
})

t.test('so are kinds of notifications', async t => {
  const told = { label: words, text: { en: '{name} did it', fr: '{name} l’a fait' }, icon: 'flag' }
  const withTold = (more: object, name = 'done') => ({ ...greet, notifications: { [name]: { ...told, ...more } } })
  t.equal(wrongPart(withTold({})), null)
  t.equal(wrongPart(withTold({}, 'a.b')), 'notifications.a.b')
  t.equal(wrongPart(withTold({ label: { en: 'Only English' } })), 'notifications.done.label')
  t.equal(wrongPart(withTold({ label: told.text })), 'notifications.done.label', 'where one chooses there is no name')
  t.equal(wrongPart(withTold({ text: { ...told.text, fr: '{who} l’a fait' } })), 'notifications.done.text')
  t.equal(wrongPart(withTold({ text: { ...told.text, fr: '{name' } })), 'notifications.done.text')
  t.equal(wrongPart(withTold({ icon: 'toString' })), 'notifications.done.icon')
})

t.test('so are fields of members', async t => {
  const asked = { type: 'text', maxLength: 10, label: words, visible: 'staff' }
  const withAsked = (more: object, name = 'size') => ({ ...greet, memberFields: { [name]: { ...asked, ...more } } })
  t.equal(wrongPart(withAsked({})), null)
  t.equal(wrongPart(withAsked({ type: 'link' })), null)
  t.equal(wrongPart(withAsked(choice('s', 'm'))), null)
  t.equal(wrongPart(withAsked({}, 'a.b')), 'memberFields.a.b')
  t.equal(wrongPart(withAsked({ type: 'toString' })), 'memberFields.size.type')
  t.equal(wrongPart(withAsked({ maxLength: 501 })), 'memberFields.size.maxLength')
  t.equal(wrongPart(withAsked(choice('s', 's'))), 'memberFields.size.options')
  t.equal(wrongPart(withAsked({ visible: 'nobody' })), 'memberFields.size.visible')
  t.equal(wrongPart(withAsked({ visible: undefined })), 'memberFields.size.visible')
  t.equal(wrongPart(withAsked({ label: 'Size' })), 'memberFields.size.label')
})

t.test('so is what people find by search', async t => {
  const things = { label: words, icon: 'flag', find: async () => [] }
  const withSearch = (more: object, name = 'things') => ({ ...greet, search: { [name]: { ...things, ...more } } })
  t.equal(wrongPart(withSearch({})), null)
  t.ok(
    descriptionOf({ ...greet, search: { things: { ...things, label: words, icon: 'flag' } } }).points.includes(
      'search things',
    ),
  )
  t.equal(wrongPart(withSearch({}, 'a.b')), 'search.a.b')
  t.equal(wrongPart(withSearch({}, 'Things')), 'search.Things')
  t.equal(wrongPart(withSearch({ label: 'Things' })), 'search.things.label')
  t.equal(wrongPart(withSearch({ label: { en: 'Things' } })), 'search.things.label')
  t.equal(wrongPart(withSearch({ icon: 'dragon' })), 'search.things.icon')
  t.equal(wrongPart(withSearch({ icon: undefined })), 'search.things.icon')
  t.equal(wrongPart(withSearch({ find: undefined })), 'search.things.find')
  t.equal(wrongPart(withSearch({ find: [] })), 'search.things.find')
  t.equal(wrongPart({ ...greet, search: [things] }), 'search')
})

t.test('so are live channels', async t => {
  const channel = { may: () => true, state: () => null }
  const withChannel = (more: object, name = 'guests') => ({ ...greet, channels: { [name]: { ...channel, ...more } } })
  t.equal(wrongPart(withChannel({})), null)
  t.equal(wrongPart(withChannel({ hears: { 'post.created': () => [] } })), null)
  t.equal(wrongPart(withChannel({}, 'a:b')), 'channels.a:b')
  t.equal(wrongPart(withChannel({ argument: 'word' })), null)
  t.equal(wrongPart(withChannel({ argument: /^.*$/ })), 'channels.guests.argument')
  t.equal(wrongPart(withChannel({ may: true })), 'channels.guests.may')
  t.equal(wrongPart(withChannel({ state: undefined })), 'channels.guests.state')
  t.equal(wrongPart(withChannel({ hears: ['post.created'] })), 'channels.guests.hears')
})

t.test('so are buttons of the composer, the order and the part of the sample community', async t => {
  const snippet = { label: words, icon: 'flag', text: words }
  const withSnippet = (more: object) => ({ ...greet, snippets: { one: { ...snippet, ...more } } })
  t.equal(wrongPart(withSnippet({})), null)
  t.equal(wrongPart(withSnippet({ icon: 'dragon' })), 'snippets.one.icon')
  t.equal(wrongPart(withSnippet({ text: 'one language' })), 'snippets.one.text')
  t.equal(wrongPart({ ...greet, priority: 'first' }), 'priority')
  t.equal(wrongPart({ ...greet, demo: { threads: './demo' } }), null)
  t.equal(wrongPart({ ...greet, demo: { play: './demo.ts' } }), 'demo.play')
})

t.test('so are hosts outside: whole names, and settings that may hold an address', async t => {
  const withHosts = (...hosts: readonly unknown[]) => ({ ...greet, hosts })
  for (const host of ['example.org', 'a-b.example.org', 'xn--bcher-kva.example', { setting: 'word' }])
    t.equal(wrongPart(withHosts(host)), null, JSON.stringify(host))
  const wrong = [
    ...[
      '',
      'localhost',
      '*.example.org',
      'example.org:8443',
      'https://example.org',
      'example.org/path',
      'example.org.',
    ],
    ...['Example.org', '-a.example.org', '93.184.216.34', '2130706433', '[::1]', 'me@example.org', 'bücher.example'],
    ...[{ setting: 'nowhere' }, { setting: 'constructor' }, {}, null, 1],
  ]
  for (const host of wrong) t.equal(wrongPart(withHosts(host)), 'hosts', JSON.stringify(host))
  t.equal(wrongPart({ ...withHosts({ setting: 'count' }), settings: { count: { ...count, label: words } } }), 'hosts')
  t.equal(wrongPart(withHosts('example.org', 'example.org')), 'hosts', 'each once')
  t.equal(wrongPart(withHosts(...Array.from({ length: 21 }, (_, at) => `host${at}.example.org`))), 'hosts')
  t.equal(wrongPart({ ...greet, hosts: 'example.org' }), 'hosts')
})

t.test('so are verbs of the command line', async t => {
  const verb = { does: 'do it', usage: '', run: async () => {} }
  const withVerb = (more: object, name = 'do-it') => ({ ...greet, verbs: { [name]: { ...verb, ...more } } })
  t.equal(wrongPart(withVerb({ options: { json: { type: 'boolean' } }, positionals: 1 })), null)
  t.equal(wrongPart(withVerb({}, 'Do it')), 'verbs.Do it')
  t.equal(wrongPart(withVerb({}, '--do')), 'verbs.--do')
  t.equal(wrongPart(withVerb({ does: undefined })), 'verbs.do-it.does')
  t.equal(wrongPart(withVerb({ usage: 1 })), 'verbs.do-it.usage')
  t.equal(wrongPart(withVerb({ run: 'now' })), 'verbs.do-it.run')
  t.equal(wrongPart(withVerb({ positionals: 'one' })), 'verbs.do-it.positionals')
  for (const options of [{ json: {} }, { json: { type: 'number' } }, { help: { type: 'boolean' } }, []])
    t.equal(wrongPart(withVerb({ options })), 'verbs.do-it.options', JSON.stringify(options))
})

t.test('who looks at a plugin is told which kinds it brings, and what it tells', async t => {
  t.ok(descriptionOf(offers).points.includes('kind offer'))
  t.match(
    descriptionOf(greet).points.filter(point => point.startsWith('notification')),
    ['notification greeted', 'notification waited'],
  )
})
