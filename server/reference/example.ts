/** Examples for the document, from the schemas themselves: what a property is called says most of what may stand in it. */

/** The document's named shapes. */
export type Shapes = Readonly<Record<string, unknown>>
type Names = Readonly<Record<string, unknown>>

/** What stands where a property has this name, if it fits there. */
const USUAL: Names = {
  name: 'mia',
  displayName: 'Mia Weaver',
  email: 'mia@example.org',
  password: 'a long and good passphrase',
  title: 'How do you wax canvas?',
  slug: 'how-do-you-wax-canvas',
  body: 'With *care*, and twice.',
  html: '<p>With <em>care</em>, and twice.</p>',
  excerpt: 'With care, and twice.',
  reason: 'Said more clearly',
  note: 'For spring',
  description: 'For all who make things by hand',
  about: 'I turn bowls',
  url: '/t/42/how-do-you-wax-canvas',
  kind: 'thread',
  type: 'urn:guildhall:problem:thread.locked',
  detail: 'This thread is closed.',
  code: 'thread.locked',
  status: 409,
  message: 'This must be filled in.',
  path: 'title',
  key: 'heart',
  avatarUrl: '/avatars/3q2-7w/192.webp',
  nextCursor: 'WzE3NzM0ODAzOTMsNDJd',
  tags: ['canvas'],
  groups: ['turners'],
}

/** The same within a shape, or in what is sent to operations about it. */
const ABOUT: Readonly<Record<string, Names>> = {
  Member: { url: '/m/mia' },
  Category: { name: 'Benches', slug: 'benches', url: '/c/benches' },
  Categories: { name: 'Benches', slug: 'benches' },
  AuditEntry: { name: 'A bench of elm', type: 'thread' },
  Consumer: { name: 'notifications' },
  Group: { name: 'Turners', slug: 'turners' },
  Groups: { name: 'Turners', slug: 'turners' },
  Setting: { key: 'site.name', label: 'Name' },
  Tag: { name: 'canvas', slug: 'canvas', url: '/tags/canvas' },
  Tags: { name: 'canvas', into: 'canvas' },
  TagRef: { name: 'canvas', slug: 'canvas' },
  Token: { name: 'From the bench' },
  Tokens: { name: 'From the bench' },
  NewToken: { name: 'From the bench', token: 'gh_…' },
  Job: { name: 'mail.send' },
  Permission: { name: 'tag.create' },
  Webhook: { url: 'https://tools.example.org/guildhall', description: 'Tells the workshop' },
  Webhooks: { url: 'https://tools.example.org/guildhall', description: 'Tells the workshop' },
  Upload: {
    ...{ name: 'bench.jpg', key: '3q2-7w', type: 'image/jpeg', kind: 'image' },
    ...{ url: '/uploads/3q2-7w/bench.jpg', markdown: '![](/uploads/3q2-7w/bench.jpg)' },
  },
}

const AT = '2026-03-14T09:26:53.000Z'
/** For a schema that names itself. */
const DEEPEST = 16

/** A value that fits the schema. @param shapes what its references name @param about what the operation is about */
export function exampleOf(schema: unknown, shapes: Shapes, about: string): unknown {
  return exampleIn(schema, { shapes, names: namesOf(about), depth: 0 }, '')
}

const namesOf = (about: string): Names => ({ ...USUAL, ...(Object.hasOwn(ABOUT, about) && ABOUT[about]) })

type Around = { readonly shapes: Shapes; readonly names: Names; readonly depth: number }

function exampleIn(schema: unknown, around: Around, name: string): unknown {
  const { $ref, default: usual, const: only, enum: some, anyOf, type, ...rest } = Object(schema)
  const inner = { ...around, depth: around.depth + 1 }
  if (typeof $ref === 'string') {
    const shape = $ref.replace(/^.*\//, '')
    return exampleIn(
      around.shapes[shape],
      Object.hasOwn(ABOUT, shape) ? { ...inner, names: namesOf(shape) } : inner,
      name,
    )
  }
  if (only !== undefined) return only
  const known = Object.hasOwn(around.names, name) ? around.names[name] : undefined
  if (Array.isArray(some)) return some.includes(known) ? known : some[0]
  if (Array.isArray(anyOf))
    return exampleIn(
      anyOf.find(one => Object(one).type !== 'null'),
      inner,
      name,
    )
  switch (type) {
    case 'object':
      return inner.depth > DEEPEST ? {} : exampleOfObject(rest.properties, inner)
    case 'array':
      if (Array.isArray(known) && Object(rest.items).type === 'string') return known
      return inner.depth > DEEPEST ? [] : [exampleIn(rest.items, inner, name.replace(/s$/, ''))]
    case 'string':
      return exampleOfText(rest, known)
    case 'integer':
    case 'number':
      return typeof known === 'number' ? known : (usual ?? rest.minimum ?? 3)
    case 'boolean':
      return usual ?? true
    default:
      return type === 'null' ? null : 'text'
  }
}

const exampleOfObject = (properties: unknown, around: Around): object =>
  Object.fromEntries(
    Object.entries(Object(properties)).map(([name, schema]) => [name, exampleIn(schema, around, name)]),
  )

function exampleOfText({ format, pattern, maxLength }: Names, known: unknown): string {
  if (format === 'date-time') return AT
  const fits = (text: unknown): text is string =>
    typeof text === 'string' &&
    (typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text)) &&
    (typeof maxLength !== 'number' || text.length <= maxLength)
  return [known, 'canvas', '42', '#2f6f5e', AT.slice(0, 10)].find(fits) ?? 'text'
}
