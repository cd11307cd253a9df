/** `@mia` and `@staff`, of those who exist; of nobody it stays text. */
import type { MarkdownIt } from 'markdown-it'
import type { Mention } from '../cooked.ts'
import { readings, runAt } from '../names.ts'
import { MOST, type Work, workOf } from '../work.ts'
import type { InlineRule } from './tokens.ts'

const AT = 0x40

export function mentions(md: MarkdownIt): void {
  md.inline.ruler.push('mention', mention)
  md.renderer.rules.mention = (tokens, index) => {
    const token = tokens[index]
    const text = md.utils.escapeHtml(`@${token?.content}`)
    if (token?.tag !== 'a') return `<span class="mention">${text}</span>`
    return `<a class="mention" href="/m/${encodeURIComponent(token.content)}">${text}</a>`
  }
}

const mention: InlineRule = (state, silent) => {
  if (state.src.charCodeAt(state.pos) !== AT || state.linkLevel > 0) return false
  const run = runAt(state.src.slice(0, state.posMax), state.pos)
  const work = workOf(state.env)
  const found = run && whoIs(work, run)
  if (!found || !hasRoom(work, found.key)) return false
  if (!silent) {
    work.mentioned.add(found.key)
    work.mentionPlaces++
    const token = state.push('mention', found.mention.kind === 'member' ? 'a' : 'span', 0)
    token.content = found.shown
    token.meta = { mention: found.mention }
  }
  state.pos += 1 + found.length
  return true
}

type Found = { readonly key: string; readonly mention: Mention; readonly shown: string; readonly length: number }

/** A member goes before a group of the same name. */
function whoIs({ known }: Work, run: string): Found | null {
  for (const typed of readings(run)) {
    const { length } = typed
    const member = known.members.get(typed)
    if (member) {
      return { key: `m${member.id}`, mention: { kind: 'member', id: member.id }, shown: member.name, length }
    }
    const group = known.groups.get(typed)
    if (group) return { key: `g${group.id}`, mention: { kind: 'group', id: group.id }, shown: group.slug, length }
  }
  return null
}

const hasRoom = ({ mentioned, mentionPlaces }: Work, key: string): boolean =>
  mentionPlaces < MOST.mentionPlaces && (mentioned.has(key) || mentioned.size < MOST.mentioned)
