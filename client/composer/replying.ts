/** Which post a reply answers: chosen without leaving the page, and said above the text. */
import { icon, make } from '../lib/nodes.ts'
import type { ComposerForm } from './form.ts'
import { say } from './words.ts'

export function startReplying(form: ComposerForm, reveal: () => void): void {
  const panes = form.element.querySelector('.panes')
  if (form.element.id !== 'reply' || !panes) return

  const answer = (id: string | null) => {
    form.element.querySelector('.replying:has([name="replyTo"])')?.remove()
    if (id !== null) panes.before(noteOf(id, () => choose(null)))
  }
  const choose = (id: string | null) => {
    answer(id)
    form.element.dispatchEvent(new Event('change', { bubbles: true }))
    form.text.focus({ preventScroll: true })
  }

  form.answer = answer
  const given = form.field('replyTo')?.value
  if (given) answer(given)

  document.addEventListener('click', event => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('.post a[href*="replyTo="]') : null
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    reveal()
    choose(new URL(link.href).searchParams.get('replyTo'))
  })
}

function noteOf(id: string, forget: () => void): HTMLElement {
  const post = document.querySelector(`#post-${CSS.escape(id)} .post`)
  const name = post?.querySelector('.who')?.textContent?.trim() ?? ''
  const number = post?.querySelector('.num')?.textContent?.trim() ?? ''
  return make(
    'p',
    { class: 'replying' },
    icon('corner-up-left', 'sm flip'),
    post ? say('reply.to', { name, number }) : say('reply.toElsewhere'),
    make('button', { type: 'button', class: 'linkish', onclick: forget }, say('reply.toAll')),
    make('input', { type: 'hidden', name: 'replyTo', value: id }),
  )
}
