/** One member's card: asked of the server once, shown beside a name. */
import { startIn } from '../lib/behavior.ts'

const GAP = 6
const known = new Map<string, Promise<Element | null>>()

/** The card of the member whose page a link leads to; null when there is none. */
export async function makeCard(name: HTMLAnchorElement): Promise<Card | null> {
  const { pathname } = name
  const asked = known.get(pathname) ?? ask(pathname)
  known.set(pathname, asked)
  const made = await asked.catch(() => null)
  if (!made) known.delete(pathname)
  const element = made && document.importNode(made, true)
  return element instanceof HTMLElement ? new Card(name, element) : null
}

async function ask(pathname: string): Promise<Element | null> {
  const answer = await fetch(`${pathname}/card`)
  if (!answer.ok) return null
  return new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('article')
}

export class Card {
  constructor(
    readonly name: HTMLAnchorElement,
    readonly element: HTMLElement,
  ) {
    element.popover = 'manual'
  }

  /** Whether the pointer or the keyboard is still at it: moving one takes nothing from the other. */
  get isHeld(): boolean {
    return this.name.matches(':hover, :focus-visible') || this.element.matches(':hover, :focus-within')
  }

  /** At the end of the page, where no style of the text around the name reaches it; the keyboard comes to it all the same. */
  show(): void {
    document.getElementById('main')?.append(this.element)
    startIn(this.element)
    this.element.showPopover()
    const { left, top, bottom } = this.name.getBoundingClientRect()
    const { offsetWidth: width, offsetHeight: height } = this.element
    const { clientWidth, clientHeight } = document.documentElement
    const below = bottom + GAP + height <= clientHeight || top < height + GAP
    const across = Math.max(GAP, Math.min(left, clientWidth - width - GAP))
    this.element.style.setProperty('--card-top', `${below ? bottom + GAP : top - GAP - height}px`)
    this.element.style.setProperty('--card-left', `${across}px`)
  }

  /** Tab goes from the name into the card, and from its end on to what follows the name. */
  passFocus(event: KeyboardEvent, close: () => void): void {
    const stops = [...this.element.querySelectorAll<HTMLElement>('a[href], button')]
    const at = document.activeElement
    if (at === this.name && !event.shiftKey) {
      event.preventDefault()
      stops[0]?.focus()
    } else if (at === stops[0] && event.shiftKey) {
      event.preventDefault()
      this.name.focus()
    } else if (at === stops.at(-1) && !event.shiftKey) {
      // The browser goes on from there.
      this.name.focus()
      close()
    }
  }

  giveFocusBack(): void {
    if (this.element.contains(document.activeElement)) this.name.focus()
  }

  remove(): void {
    this.element.remove()
  }
}
