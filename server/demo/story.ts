/**
 * A thread of the demo as it is written (content/threads): fields, then what happened, in order.
 *
 *     title: Which cable for which input?
 *     category: first-patches
 *     tags: cables, beginners
 *     began: 83d 21:40
 *
 *     @@ mia
 *     The opening post.
 *
 *     @@ theo, +2h, replies 1 | heart 3 lightbulb
 *     A reply to it, on which four people put a sign.
 *
 *     @@ mia edits 1, +20m: says which one
 *     The whole text of the opening post as it is then.
 *
 * Times count from the block before. Besides `edits` there are `deletes 4`, `deletes thread`, `hides 4`, `opens 1` (to
 * everybody, as a wiki) and `locks`.
 */
import { PLAIN } from '../core/kinds.ts'
import { isKey, type ReactionKey } from '../reactions/kinds.ts'
import {
  type Block,
  blocksOf,
  ContentError,
  type ContentFile,
  knowOnly,
  type Line,
  needed,
  oneOf,
  refuse,
  textOf,
} from './blocks.ts'
import { type Began, beganOf, minutesOf, room } from './moments.ts'

export type Language = 'en' | 'fr'
export const LANGUAGES = ['en', 'fr'] as const

type Common = {
  readonly by: string
  /** Minutes since the thread began. */
  readonly after: number
}

export type Told = { readonly key: ReactionKey; readonly count: number }

export type WrittenPost = Common & {
  readonly does: 'posts'
  readonly number: number
  readonly replyTo: number | null
  readonly body: string
  /** Null: as many as come. */
  readonly reactions: readonly Told[] | null
}

export type Act =
  | WrittenPost
  | (Common & { readonly does: 'edits'; readonly number: number; readonly body: string; readonly reason: string })
  | (Common & { readonly does: 'deletes'; readonly number: number | null; readonly reason: string })
  | (Common & { readonly does: 'hides' | 'opens'; readonly number: number })
  | (Common & { readonly does: 'locks' })

export type Story = {
  /** The file's name: what other files call it by. */
  readonly slug: string
  readonly title: string
  readonly category: string
  readonly tags: readonly string[]
  readonly speaks: Language
  readonly began: Began
  /** Null: as many as come. */
  readonly views: number | null
  readonly pinned: boolean
  /** What sort of thread it is. */
  readonly kind: string
  readonly acts: readonly Act[]
}

const FIELDS = ['title', 'category', 'tags', 'speaks', 'began', 'views', 'pinned', 'kind']
const HEAD =
  /^(?<by>[\w.-]+)(?: (?<does>edits|deletes|hides|opens|locks)(?: (?<which>\d+|thread))?)?(?:, \+(?<span>\w+))?(?:, replies (?<to>\d+))?(?:: (?<reason>.+?))?(?: \| (?<signs>[a-z0-9 -]+))?$/

/** Reads one thread. @throws ContentError naming the line that cannot be read, or makes no sense */
export function storyOf(slug: string, source: string): Story {
  const file = blocksOf(slug, source)
  knowOnly(slug, file.fields, FIELDS)
  const began = beganIn(file)
  const views = file.fields.get('views')
  if (views && !/^\d+$/.test(views.text)) refuse(slug, views, 'must be a number')
  return {
    slug,
    title: needed(slug, file.fields, 'title'),
    category: needed(slug, file.fields, 'category'),
    tags: (file.fields.get('tags')?.text ?? '').split(',').flatMap(tag => tag.trim() || []),
    speaks: oneOf(slug, file.fields, 'speaks', LANGUAGES),
    began,
    views: views ? Number(views.text) : null,
    pinned: oneOf(slug, file.fields, 'pinned', ['no', 'yes']) === 'yes',
    kind: file.fields.get('kind')?.text ?? PLAIN,
    acts: actsOf(file, room(began)),
  }
}

function beganIn({ name, fields }: ContentFile): Began {
  const text = needed(name, fields, 'began')
  const line = fields.get('began') ?? { text, number: 1 }
  return beganOf(text) ?? refuse(name, line, 'must be a day and time such as "83d 21:40", or a span such as "5h"')
}

function actsOf({ name, blocks }: ContentFile, latest: number): Act[] {
  const acts: Act[] = []
  let posts = 0
  let after = 0
  for (const block of blocks) {
    after += spanOf(name, block.head, posts === 0)
    if (after > latest) refuse(name, block.head, 'would happen after the set-up')
    const act = actOf(name, block, { after, posts })
    if (act.does === 'posts') posts++
    acts.push(act)
  }
  if (acts[0]?.does !== 'posts') throw new ContentError(`${name} does not begin with a post`)
  return acts
}

const partsOf = (name: string, head: Line): Readonly<Record<string, string | undefined>> =>
  HEAD.exec(head.text)?.groups ?? refuse(name, head, 'is no line such as "@@ mia, +2h, replies 3 | heart 2"')

function spanOf(name: string, head: Line, first: boolean): number {
  const { span } = partsOf(name, head)
  if (span === undefined && first) return 0
  return (span === undefined ? null : minutesOf(span)) ?? refuse(name, head, 'says no time such as "+2h"')
}

function actOf(name: string, { head, lines }: Block, { after, posts }: { after: number; posts: number }): Act {
  const { by = '', does, which, to, reason = '', signs } = partsOf(name, head)
  const body = textOf(lines)
  const number = which === undefined || which === 'thread' ? null : Number(which)
  if (number !== null && (number < 1 || number > posts)) refuse(name, head, 'is about a post that is not there')
  const common = { by, after }
  const about = (): number => number ?? refuse(name, head, 'does not say which post')
  const wordless = <T>(act: T): T => (body === '' ? act : refuse(name, head, 'is followed by a text, and has none'))
  switch (does) {
    case undefined: {
      if (body === '') refuse(name, head, 'says nothing')
      const replyTo = to === undefined ? null : Number(to)
      if (replyTo !== null && (replyTo < 1 || replyTo > posts))
        refuse(name, head, 'replies to a post that is not there')
      return { ...common, does: 'posts', number: posts + 1, replyTo, body, reactions: signsOf(name, head, signs) }
    }
    case 'edits':
      return { ...common, does, number: about(), reason, body: body || refuse(name, head, 'says nothing') }
    case 'deletes':
      if (number === null && which !== 'thread') refuse(name, head, 'does not say what')
      return wordless({ ...common, does, number, reason })
    case 'locks':
      return wordless({ ...common, does })
    case 'hides':
    case 'opens':
      return wordless({ ...common, does, number: about() })
    default:
      return refuse(name, head, 'does something unknown')
  }
}

/** `heart 3 lightbulb` is three of one and one of the other; `none` is none. */
function signsOf(name: string, head: Line, signs: string | undefined): readonly Told[] | null {
  if (signs === undefined) return null
  if (signs === 'none') return []
  const told: { key: ReactionKey; count: number }[] = []
  for (const word of signs.split(' ')) {
    const last = told.at(-1)
    if (isKey(word)) told.push({ key: word, count: 1 })
    else if (last && /^[1-9]\d?$/.test(word)) last.count = Number(word)
    else refuse(name, head, `"${word}" is no reaction`)
  }
  return told
}
