/**
 * Makes an open page what a fresh one is, and lets everything be that its reader holds: the focus and the selection, what
 * is typed, open menus, what is their own, what a script has dressed.
 */
import { Idiomorph } from 'idiomorph'
import { writeTime } from '../behaviors/local-time.ts'
import { startIn } from '../lib/behavior.ts'

/** Filled and kept by a script of its own. */
const HELD = '[data-behavior~="composer"][data-started], [data-behavior~="tag-field"][data-started], [data-held]'
/** Put there by us, or while the page stood open: no fresh page has it. */
const OURS = '.fresh, .live'
/** What a script has written into an element that says the same as before. */
const DRESSED = '[data-behavior~="copy-link"][data-started] > span'

/** Morphs an element into a fresh one of another document. */
export function morph(old: Element, fresh: Element): void {
  void Idiomorph.morph(old, fresh, {
    morphStyle: 'outerHTML',
    ignoreActiveValue: true,
    callbacks: {
      // The line above what is new says what was new when the page was opened.
      beforeNodeAdded: node => !(node instanceof Element && node.matches('.fresh')),
      beforeNodeMorphed: (node, next) => !(node instanceof Element && isHeld(node, next)),
      afterNodeMorphed: node => {
        if (node instanceof HTMLElement && node.matches('time[data-started]')) writeTime(node)
      },
      beforeNodeRemoved: node => !(node instanceof Element && (isWritten(node) || node.matches(OURS))),
      beforeAttributeUpdated: mayChange,
    },
  })
  startIn(document.documentElement)
}

function isHeld(node: Element, next: Node): boolean {
  if (node.matches('time[data-started]')) {
    return next instanceof Element && next.getAttribute('datetime') === node.getAttribute('datetime')
  }
  return node.matches(HELD) || node.matches(DRESSED)
}

/** Whether somebody has begun to write in it. */
function isWritten(element: Element): boolean {
  const fields = element.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('textarea, input[type="text"]')
  return [...fields].some(field => field.value !== field.defaultValue || field === document.activeElement)
}

function mayChange(name: string, node: Element, act: 'update' | 'remove'): boolean {
  if (name === 'data-started' || name === 'aria-busy') return false
  if (name === 'open') return false
  // How a post stands to its reader was said when the page was opened, and is told anew by what they read.
  if (name === 'class') return !node.matches('li[data-number]')
  if (name === 'title') return !(act === 'remove' && node.matches('time'))
  return true
}
