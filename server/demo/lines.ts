/**
 * What the demo's bot has to say, as it is written (content/bot.md): `@@ reply en` fits any thread that somebody wrote in
 * lately, `@@ reply fr, in a-thread` only that one, and `@@ thread fr, atelier: Title` begins one.
 */
import { type Block, blocksOf, knowOnly, refuse, textOf } from './blocks.ts'
import type { Language } from './story.ts'

export type BotReply = {
  readonly does: 'reply'
  readonly speaks: Language
  /** The slug of the only thread that it fits; null: it fits any. */
  readonly fits: string | null
  readonly body: string
}

export type BotThread = {
  readonly does: 'thread'
  readonly speaks: Language
  readonly category: string
  readonly title: string
  readonly body: string
}

export type BotLine = BotReply | BotThread

const HEAD =
  /^(?:reply (?<to>en|fr)(?:, in (?<fits>[a-z0-9-]+))?|thread (?<of>en|fr), (?<category>[a-z0-9-]+): (?<title>.+))$/

/** Reads them all. @throws ContentError */
export function linesOf(name: string, source: string): BotLine[] {
  const { blocks, fields } = blocksOf(name, source)
  knowOnly(name, fields, [])
  return blocks.map(block => lineOf(name, block))
}

function lineOf(name: string, { head, lines }: Block): BotLine {
  const parts = HEAD.exec(head.text)?.groups ?? refuse(name, head, 'is no line such as "@@ reply en"')
  const body = textOf(lines) || refuse(name, head, 'says nothing')
  const speaks = (parts.to ?? parts.of) === 'fr' ? 'fr' : 'en'
  const { category, title } = parts
  if (category !== undefined && title !== undefined) return { does: 'thread', speaks, category, title, body }
  return { does: 'reply', speaks, fits: parts.fits ?? null, body }
}
