/**
 * Stored HTML as one reader gets it: the words that cooking left in the reader's language, and cards filled with what
 * they lead to, if the reader may see that. Nothing else differs, and without it the HTML is whole all the same.
 *
 * It looks for elements as cooking writes them. No text can imitate one: a `<` that was typed is always escaped.
 */
import { renderToString } from 'preact-render-to-string'
import type { MessageKey, Translate } from '../core/i18n.ts'
import { escapeHtml } from '../core/text/escape.ts'

/** What a card shows of the post that it leads to. */
export type Card = {
  readonly threadId: number
  /** The number in the link; null for one that leads to the thread. */
  readonly postNumber: number | null
  readonly title: string
  readonly category: string
  readonly author: string
  readonly excerpt: string
}

type Reader = { readonly t: Translate; readonly cards: readonly Card[] }

const CARD = /(<a class="card" href="[^"]*" data-thread="(\d+)"(?: data-post="(\d+)")?>)[^<]*<\/a>/g
const FOLD = /<summary data-word="(spoiler|details)">[^<]*</g
const TICK = /(<span class="tick" role="img" aria-label=")[^"]*" data-word="(done|to-do)"/g
const PICTURE = /(<a class="picture" href="[^"]*" aria-label=")[^"]*" data-word="picture"/g
const QUOTED = /(<a href="[^"]*") data-post="(\d+)" data-word="quoted">([^<]*)</g
const BACK = /(<a class="back" href="[^"]*" role="doc-backlink")(?=>[^<]*(?:<sup>(\d+)<)?)/g

const WORDS: Readonly<Record<string, MessageKey>> = {
  spoiler: 'cooked.spoiler',
  details: 'cooked.details',
  done: 'cooked.done',
  'to-do': 'cooked.toDo',
  picture: 'cooked.picture',
}

export function serve(html: string, { t, cards }: Reader): string {
  if (!/ (data-|role=)/.test(html)) return html
  const word = (name: string) => escapeHtml(t(WORDS[name] ?? 'cooked.details'))
  return (
    html
      .replace(CARD, (link, open, threadId, postNumber) => {
        const number = postNumber === undefined ? null : Number(postNumber)
        const card = cards.find(one => one.threadId === Number(threadId) && one.postNumber === number)
        return card ? `${open}${renderToString(<CardContent card={card} />)}</a>` : link
      })
      .replace(FOLD, (_all, name) => `<summary>${word(name)}<`)
      .replace(TICK, (_all, open, name) => `${open}${word(name)}"`)
      .replace(PICTURE, (_all, open) => `${open}${word('picture')}"`)
      // The name stands in HTML already, and the message holds no markup.
      .replace(QUOTED, (_all, open, number, name) => `${open}>${t('cooked.quoted', { name, number: Number(number) })}<`)
      .replace(
        BACK,
        (_all, open, place) => `${open} aria-label="${escapeHtml(t('cooked.back', { place: Number(place ?? 1) }))}"`,
      )
  )
}

const CardContent = ({ card }: { readonly card: Card }) => (
  <>
    <span class="card-title">{card.title}</span>
    <span class="card-meta">
      {card.category} · {card.author}
    </span>
    {card.excerpt && <span class="card-text">{card.excerpt}</span>}
  </>
)
