/** Cooking: Markdown in, safe HTML out, always through the sanitiser last. Runs in the worker, once per text. */
import MarkdownIt, { type Env } from 'markdown-it'
import type { CookedText, Known } from './cooked.ts'
import { excerptOf } from './excerpt.ts'
import { referencesIn } from './references.ts'
import { blocks } from './rules/blocks.ts'
import { code } from './rules/code.ts'
import { containers } from './rules/containers.ts'
import { emoji } from './rules/emoji.ts'
import { footnotes } from './rules/footnotes.ts'
import { headings } from './rules/headings.ts'
import { links } from './rules/links.ts'
import { mentions } from './rules/mentions.ts'
import { nesting } from './rules/nesting.ts'
import { pictures } from './rules/pictures.ts'
import { quotes } from './rules/quotes.ts'
import { rawTags } from './rules/raw-tags.ts'
import { spoilers } from './rules/spoilers.ts'
import { tables } from './rules/tables.ts'
import { tasks } from './rules/tasks.ts'
import { safeUrl } from './safe-url.ts'
import { sanitise } from './sanitise.ts'
import { beginWork, MOST, workOf } from './work.ts'

// HTML is off: the few tags that may be written are a rule of their own, and all else is escaped.
const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false, maxNesting: 60 })
markdown.validateLink = address => safeUrl(address) !== null
for (const rule of [footnotes, tables, nesting, containers, blocks, rawTags, spoilers, mentions, emoji, code])
  rule(markdown)
for (const rule of [links, quotes, pictures, tasks, headings]) rule(markdown)

markdown.renderer.rules.softbreak = (_tokens, _index, _options, env) => (workOf(env).known.breaks ? '<br>\n' : '\n')

/** Cooks a text. @throws RangeError for one whose HTML would be beyond all measure */
export function cookText(source: string, known: Known): CookedText {
  const env: Env = {}
  beginWork(env, known)
  const tokens = markdown.parse(source, env)
  const raw = markdown.renderer.render(tokens, markdown.options, env)
  if (raw.length > MOST.html) throw new RangeError('the cooked text is too long')
  return { html: sanitise(raw), excerpt: excerptOf(tokens), ...referencesIn(tokens, workOf(env)) }
}
