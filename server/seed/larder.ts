/**
 * Texts for a million posts. Cooking each would take most of an hour, so some thousand blocks are cooked once, by the same
 * pipeline as everybody's, and bodies are put together from them. What the blocks are keeps that exact, which the tests
 * prove: none reaches over its end, and no two lists stand side by side.
 */
import { cookMany } from '../cooking/service.ts'
import type { Ctx } from '../core/context.ts'
import { OperatorError } from '../core/operator-error.ts'
import { COOKED_VERSION, type Link, type Mention } from '../core/text/cooked.ts'
import { shorten } from '../core/text/excerpt.ts'
import { random } from '../site/random.ts'
import { nameOf } from './people.ts'
import type { Plan } from './plan.ts'
import { en } from './words/en.ts'
import { fr } from './words/fr.ts'
import type { Words } from './words/words.ts'

/** Part of a body, with what cooking made of it. */
export type Block = {
  readonly body: string
  readonly html: string
  readonly excerpt: string
  readonly mentions: readonly Mention[]
  readonly links: readonly Link[]
}

const KINDS = ['questions', 'paragraphs', 'short', 'blocks', 'calls', 'quotes'] as const
type Kind = (typeof KINDS)[number]
/** Cooked blocks of one language. */
export type Shelf = { readonly words: Words } & Readonly<Record<Kind, readonly Block[]>>
export type Larder = readonly Shelf[]

export const LANGUAGES: readonly Words[] = [en, fr]

/** Stands for whoever is called or quoted, and for where, until that is known: the first seeded member and no post at all. */
const SOMEBODY = nameOf(0)
const [NOWHERE, NEVER] = [999_999_999_999_999, 999_999_999]
const COOKED_AT_ONCE = 400

export type Roll = () => number

export function oneOfThese<T>(list: readonly T[], roll: Roll): T {
  const one = list[Math.floor(roll() * list.length)]
  if (one === undefined) throw new Error('there is nothing to choose from')
  return one
}

/** A sentence or title with its places filled, begun with a capital. */
export function fill(template: string, { slots }: Words, roll: Roll): string {
  const text = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => oneOfThese(slots[name] ?? [], roll))
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Cooks the blocks of a plan. The first of its members is there already, and may be named. */
export async function stock(ctx: Ctx, plan: Plan): Promise<Larder> {
  const variety = Math.max(60, Math.min(1500, Math.floor(plan.posts / 50)))
  const larder: Shelf[] = []
  for (const [nth, words] of LANGUAGES.entries()) {
    const roll = random(`${plan.seed} larder ${nth}`)
    const bodies = bodiesOf(words, variety, roll)
    const cooked = await cookAll(ctx, Object.values(bodies).flat())
    // Only one that is whole can be followed by another.
    const of = (kind: Kind) =>
      bodies[kind].flatMap(body => cooked.get(body) ?? []).filter(({ excerpt }) => !/…$/.test(excerpt))
    larder.push({
      words,
      questions: of('questions'),
      paragraphs: of('paragraphs'),
      short: of('short'),
      blocks: of('blocks'),
      calls: of('calls'),
      quotes: of('quotes'),
    })
  }
  return larder
}

function bodiesOf(words: Words, variety: number, roll: Roll): Record<Kind, readonly string[]> {
  const several = (count: number, make: () => string) => [...new Set(Array.from({ length: count }, make))]
  const sentences = (count: number) =>
    Array.from({ length: count }, () => fill(oneOfThese(words.sentences, roll), words, roll))
  const each = (templates: readonly string[], times: number) =>
    several(templates.length * times, () => fill(oneOfThese(templates, roll), words, roll))
  const quoted = `> [@${SOMEBODY}](/t/${NOWHERE}/-/${NEVER}):\n> `
  return {
    questions: several(variety / 4, () =>
      [fill(oneOfThese(words.questions, roll), words, roll), ...sentences(1)].join(' '),
    ),
    paragraphs: several(variety, () => sentences(1 + Math.floor(roll() * 3)).join(' ')),
    short: each(words.short, 6),
    blocks: each(words.blocks, 8),
    calls: each(words.calls, 6).map(text => text.replace('@', `@${SOMEBODY}`)),
    quotes: several(variety / 8, () => quoted + sentences(1).join(' ')),
  }
}

async function cookAll(ctx: Ctx, bodies: readonly string[]): Promise<ReadonlyMap<string, Block>> {
  const cooked = new Map<string, Block>()
  for (let from = 0; from < bodies.length; from += COOKED_AT_ONCE) {
    const some = bodies.slice(from, from + COOKED_AT_ONCE).map(body => ({ id: 0, body }))
    for (const [place, { html, excerpt, mentions, links, version }] of (await cookMany(ctx, some)).entries()) {
      const body = some[place]?.body ?? ''
      // On a machine that is too busy a text may take too long; set plainly it would not be what it is to be.
      if (version !== COOKED_VERSION) throw new OperatorError('A text was not cooked in time: try again')
      cooked.set(body, { body, html, excerpt, mentions, links })
    }
  }
  return cooked
}

/** The block with somebody's name in it. */
export function calling(block: Block, { id, name }: { id: number; name: string }): Block {
  const put = (text: string) => text.replaceAll(SOMEBODY, name)
  return { ...textsOf(block, put), mentions: block.mentions.map(({ kind }) => ({ kind, id })), links: block.links }
}

/** The block as a quote from a post. */
export function quoting(
  block: Block,
  { name, threadId, number }: { name: string; threadId: number; number: number },
): Block {
  const put = (text: string) =>
    text
      .replaceAll(SOMEBODY, name)
      .replaceAll(String(NOWHERE), String(threadId))
      .replaceAll(String(NEVER), String(number))
  const links = block.links.map(({ kind, url }) => ({ kind, url: put(url), threadId, postNumber: number }))
  return { ...textsOf(block, put), mentions: [], links }
}

const textsOf = ({ body, html, excerpt }: Block, put: (text: string) => string) => ({
  body: put(body),
  html: put(html),
  excerpt: put(excerpt),
})

/** Blocks, one after the other, as one text that was cooked whole. */
export function joined(blocks: readonly Block[]): Block {
  const mentions = new Map(blocks.flatMap(block => block.mentions.map(one => [`${one.kind} ${one.id}`, one])))
  return {
    body: blocks.map(({ body }) => body).join('\n\n'),
    html: blocks.map(({ html }) => html).join(''),
    excerpt: shorten(blocks.flatMap(({ excerpt }) => excerpt || []).join(' ')),
    mentions: [...mentions.values()],
    links: blocks.flatMap(({ links }) => links),
  }
}
