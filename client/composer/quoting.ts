/** Selected words of a post become a quote in the reply, with who said them and where. */
import { icon, make } from '../lib/nodes.ts'
import type { ComposerForm } from './form.ts'
import { insert } from './insert.ts'
import { say } from './words.ts'

const POST = '.thread article.post'
const CALM_MS = 150

export class Quoting {
  private readonly button = make(
    'button',
    { type: 'button', class: 'btn sm quote-button', 'aria-keyshortcuts': 'q' },
    icon('quote', 'sm'),
    say('quote.button'),
  )

  constructor(
    private readonly form: ComposerForm,
    /** Brings the form before the writer's eyes. */
    private readonly reveal: () => void,
  ) {}

  start(): void {
    let timer = 0
    document.addEventListener('selectionchange', () => {
      clearTimeout(timer)
      timer = window.setTimeout(() => this.follow(), CALM_MS)
    })
    // Pressing it must not lose what is selected.
    this.button.addEventListener('pointerdown', event => event.preventDefault())
    this.button.addEventListener('click', () => void this.quote())
    document.addEventListener('click', event => {
      const link = event.target instanceof Element ? event.target.closest('a[href*="?quote="]') : null
      const post = link?.closest(POST)
      if (!post || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
      event.preventDefault()
      void this.quote(post)
    })
  }

  /** By key: what is selected, or else the post that has the focus. */
  quoteSelectedOr(post: Element | null): void {
    void this.quote().then(quoted => quoted || (post && this.quote(post)))
  }

  /** Quotes what is selected, or else the whole post. @returns whether there was anything to quote */
  async quote(whole: Element | null = null): Promise<boolean> {
    const range = whole ? null : this.selected()
    const post = whole ?? (range && postAt(range.commonAncestorContainer))
    const prose = post?.querySelector('.prose')
    if (!post || !prose) return false
    const words = range ? wordsOf(range, prose) : prose
    const { markdownOf } = await import('./markdown-from.ts')
    const quoted = markdownOf(words)
    if (quoted === '') return false
    document.getSelection()?.removeAllRanges()
    this.button.remove()
    this.reveal()
    put(this.form.text, block(sourceOf(post), quoted))
    return true
  }

  private follow(): void {
    const range = this.selected()
    const post = range && postAt(range.commonAncestorContainer)
    if (!range || !post || range.toString().trim() === '') {
      this.button.remove()
      return
    }
    post.append(this.button)
    const { top, left } = post.getBoundingClientRect()
    const rects = range.getClientRects()
    const last = rects[rects.length - 1] ?? range.getBoundingClientRect()
    const widest = post.clientWidth - this.button.offsetWidth
    this.button.style.setProperty('--x', `${Math.max(0, Math.min(last.right - left, widest))}px`)
    this.button.style.setProperty('--y', `${last.bottom - top}px`)
  }

  private selected(): Range | null {
    const selection = document.getSelection()
    return selection && selection.rangeCount > 0 && !selection.isCollapsed ? selection.getRangeAt(0) : null
  }
}

/** The post whose words these are: of one post only. */
function postAt(node: Node): Element | null {
  const element = node instanceof Element ? node : node.parentElement
  return element?.closest('.prose')?.closest(POST) ?? null
}

/** The selected words inside the elements that they stand in, so that half of a link is still a link. */
function wordsOf(range: Range, prose: Element): Node {
  let words: Node = range.cloneContents()
  const { commonAncestorContainer: common } = range
  let around: Element | null = common instanceof Element ? common : common.parentElement
  while (around && around !== prose) {
    const shell = around.cloneNode()
    shell.appendChild(words)
    words = shell
    around = around.parentElement
  }
  const all = document.createElement('div')
  all.append(words)
  return all
}

/** The first line says whose words they are and where they stand (server/conversation/quote.ts). */
function sourceOf(post: Element): string {
  const author = post.querySelector<HTMLAnchorElement>('a.who')
  const place = post.querySelector<HTMLAnchorElement>('a.num')
  const name = decodeURIComponent(author?.pathname.replace('/m/', '') ?? '')
  return `[@${name}](${place?.pathname ?? ''}):`
}

const block = (source: string, words: string): string =>
  [source, ...words.split('\n')].map(line => (line === '' ? '>' : `> ${line}`)).join('\n')

/** After all that is written, as a block of its own, with the cursor below. */
function put(text: HTMLTextAreaElement, quote: string): void {
  const before = text.value.trimEnd()
  insert(text, `${before && '\n\n'}${quote}\n\n`, { from: before.length, to: text.value.length })
}
