/** What a cooked text refers to. */
import type { Token } from 'markdown-it'
import type { CookedText, Link, Mention } from './cooked.ts'
import { threadAt, uploadKeyAt } from './own-links.ts'
import { hrefOf } from './rules/links.ts'
import { MOST, type Work } from './work.ts'

type References = Pick<CookedText, 'mentions' | 'links' | 'outwardLinks' | 'uploadIds'>

/** Finds them in the tokens that the HTML is made of. */
export function referencesIn(tokens: readonly Token[], { known }: Work): References {
  const mentions = new Map<string, Mention>()
  const links: Link[] = []
  const uploadIds = new Set<number>()
  let outwardLinks = 0
  let quoted = 0
  for (const block of tokens) {
    if (block.type === 'blockquote_open') quoted++
    else if (block.type === 'blockquote_close') quoted--
    for (const token of block.children ?? []) {
      const mention = quoted === 0 ? mentionOf(token) : null
      if (mention) mentions.set(`${mention.kind} ${mention.id}`, mention)
      if (token.type === 'picture') uploadIds.add(Number(token.meta?.upload))
      const link = linkOf(token)
      if (!link) continue
      if (links.length < MOST.keptLinks) links.push(link)
      if (/^https?:/i.test(link.url)) outwardLinks++
      const upload = known.uploads.get(uploadKeyAt(link.url) ?? '')
      if (upload) uploadIds.add(upload.id)
    }
  }
  return { mentions: [...mentions.values()], links, outwardLinks, uploadIds: [...uploadIds] }
}

function mentionOf({ type, meta }: Token): Mention | null {
  if (type !== 'mention') return null
  const { kind, id } = Object(meta?.mention)
  return (kind === 'member' || kind === 'group') && typeof id === 'number' ? { kind, id } : null
}

const KINDS: Readonly<Record<string, Link['kind']>> = { link_open: 'link', card: 'card', attribution: 'quote' }

function linkOf(token: Token): Link | null {
  const kind = KINDS[token.type]
  if (!kind) return null
  const url = hrefOf(token)
  return { kind, url, ...(threadAt(url) ?? { threadId: null, postNumber: null }) }
}
