/** Who is in the demo, as it is written (content/people.md): a block each, with fields, and after an empty line what they say of themselves. */
import { blocksOf, fieldsOf, knowOnly, oneOf, refuse, textOf } from './blocks.ts'
import { LANGUAGES, type Language } from './story.ts'

export type Character = {
  readonly name: string
  /** What is shown in its place; null: the name. */
  readonly displayName: string | null
  readonly speaks: Language
  readonly trust: number
  /** Whether they have a picture; the others are shown by their initials or a small landscape. */
  readonly face: boolean
  readonly role: Role
  /** Slugs of groups. */
  readonly groups: readonly string[]
  /** For how many days from now on they may not sign in. */
  readonly suspendedDays: number | null
  readonly about: string
}

const ROLES = ['member', 'moderator', 'administrator'] as const
type Role = (typeof ROLES)[number]

const FIELDS = ['name', 'speaks', 'trust', 'face', 'role', 'groups', 'suspended']
const TRUST = ['1', '0', '2', '3', '4'] as const

/** Reads them all. @throws ContentError */
export function peopleOf(name: string, source: string): Character[] {
  const { blocks, fields: stray } = blocksOf(name, source)
  knowOnly(name, stray, [])
  const seen = new Set<string>()
  return blocks.map(({ head, lines }) => {
    if (!/^[a-z][\w.-]+$/.test(head.text)) refuse(name, head, 'is no name')
    if (seen.has(head.text)) refuse(name, head, 'is here a second time')
    seen.add(head.text)
    const end = lines.findIndex(({ text }) => text === '')
    const fields = fieldsOf(name, end < 0 ? lines : lines.slice(0, end))
    knowOnly(name, fields, FIELDS)
    const suspended = fields.get('suspended')
    if (suspended && !/^\d+$/.test(suspended.text)) refuse(name, suspended, 'must be a number of days')
    return {
      name: head.text,
      displayName: fields.get('name')?.text ?? null,
      speaks: oneOf(name, fields, 'speaks', LANGUAGES),
      trust: Number(oneOf(name, fields, 'trust', TRUST)),
      face: oneOf(name, fields, 'face', ['no', 'yes']) === 'yes',
      role: oneOf(name, fields, 'role', ROLES),
      groups: (fields.get('groups')?.text ?? '').split(',').flatMap(slug => slug.trim() || []),
      suspendedDays: suspended ? Number(suspended.text) : null,
      about: end < 0 ? '' : textOf(lines.slice(end)),
    }
  })
}
