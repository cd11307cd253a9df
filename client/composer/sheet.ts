/** On phones: a bar that opens the reply as a sheet over the thread, from wherever one reads. Closing it keeps the draft. */
import { icon, make } from '../lib/nodes.ts'
import type { ComposerForm } from './form.ts'
import { say } from './words.ts'

const PHONE = '(width < 48rem)'

export class Sheet {
  private readonly bar = make(
    'div',
    { class: 'reply-bar' },
    make('button', { type: 'button', class: 'btn fill block' }, icon('reply', 'flip'), say('sheet.open')),
  )
  private readonly shade = make('div', { class: 'sheet-shade' })
  private readonly close = make(
    'button',
    { type: 'button', class: 'btn ghost sm sq close', 'aria-label': say('sheet.close') },
    icon('x'),
  )
  private opener: HTMLElement | null = null
  private still: Element[] = []

  constructor(private readonly form: ComposerForm) {}

  start(): void {
    const { element } = this.form
    const phone = matchMedia(PHONE)
    this.bar.querySelector('button')?.addEventListener('click', () => this.open())
    this.close.addEventListener('click', () => this.end())
    this.shade.addEventListener('click', () => this.end())
    element.addEventListener('keydown', event => {
      // Escape has closed a list of suggestions already, if there was one.
      if (event.key === 'Escape' && !event.defaultPrevented) this.end()
    })
    // Where the form itself is in sight, nothing needs to lead to it.
    let inSight = false
    const follow = () => {
      if (phone.matches && !inSight && !this.isOpen) document.body.append(this.bar)
      else this.bar.remove()
      if (!phone.matches) this.end()
    }
    phone.addEventListener('change', follow)
    new IntersectionObserver(entries => {
      inSight = entries.some(one => one.isIntersecting)
      follow()
    }).observe(element)
    window.visualViewport?.addEventListener('resize', () => this.makeRoom())
  }

  /** Brings the form before the writer's eyes, as a sheet where there is little room. */
  reveal(): void {
    if (matchMedia(PHONE).matches) this.open()
    else this.form.element.scrollIntoView({ block: 'nearest' })
    this.form.text.focus({ preventScroll: true })
  }

  private get isOpen(): boolean {
    return this.form.element.classList.contains('raised')
  }

  private open(): void {
    if (this.isOpen) return
    const { element, text } = this.form
    this.opener = document.activeElement instanceof HTMLElement ? document.activeElement : null
    this.bar.remove()
    element.before(this.shade)
    element.prepend(this.close)
    element.classList.add('raised')
    // A form cannot be a dialog (ARIA in HTML); with all else out of reach, a name is what it needs.
    element.ariaLabel = say('sheet.title')
    this.still = othersThan(element).filter(one => !one.hasAttribute('inert') && one !== this.shade)
    for (const one of this.still) one.setAttribute('inert', '')
    this.makeRoom()
    text.focus()
  }

  private end(): void {
    if (!this.isOpen) return
    const { element } = this.form
    element.classList.remove('raised')
    element.ariaLabel = null
    for (const one of this.still) one.removeAttribute('inert')
    this.shade.remove()
    this.close.remove()
    // The form is back at the end of the thread; the observer brings the bar.
    this.opener?.focus({ preventScroll: true })
  }

  /** Keyboards lie over the page without a word to its layout. */
  private makeRoom(): void {
    const view = window.visualViewport
    const covered = view ? Math.max(0, window.innerHeight - view.height - view.offsetTop) : 0
    this.form.element.style.setProperty('--keyboard', `${covered}px`)
  }
}

/** Everything on the page beside an element and what it stands in, but for the place where scripts speak. */
function othersThan(element: Element): Element[] {
  const others: Element[] = []
  for (let here: Element = element; here !== document.body && here.parentElement; here = here.parentElement) {
    others.push(...[...here.parentElement.children].filter(one => one !== here && one.id !== 'said'))
  }
  return others
}
