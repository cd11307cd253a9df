/** What the button that posts does: sends the form, waits for a connection if there is none, and says what is wrong. */
import { forgetWaiting, readWaiting, type Waiting } from '../lib/device.ts'
import { make } from '../lib/nodes.ts'
import type { Files } from './files.ts'
import type { ComposerForm } from './form.ts'
import type { DraftKeeper } from './keeper.ts'
import type { Notes } from './notes.ts'
import { queue, startOutbox } from './outbox.ts'
import { type Answer, contentOf, open, send } from './send.ts'
import { say } from './words.ts'

type Parts = { readonly keeper: DraftKeeper; readonly notes: Notes; readonly files: Files }

export function startPosting(form: ComposerForm, { keeper, notes, files }: Parts): void {
  const { element, draft, member } = form
  const button = form.button('post')
  let busy = false

  const show = (post: Waiting, answer: Answer): boolean => {
    if (post.draft !== draft || post.member !== member) return false
    settle(answer)
    return true
  }

  const settle = (answer: Answer) => {
    setBusy(false)
    element.inert = false
    if (answer.kind === 'posted') {
      keeper.finish()
      open(answer.location)
    } else if (answer.kind === 'unreached') wait()
    else if (answer.kind === 'page') sendByPage()
    else {
      keeper.release()
      if (answer.kind === 'signedOut') sayToSignIn()
      else sayRefused(answer)
    }
  }

  const setBusy = (now: boolean) => {
    busy = now
    if (now) button?.setAttribute('aria-busy', 'true')
    else button?.removeAttribute('aria-busy')
  }

  /** As if there were no script: the answer is a page. */
  const sendByPage = () => {
    keeper.finish()
    const intent = make('input', { type: 'hidden', name: 'intent', value: 'post' })
    element.append(intent)
    element.submit()
  }

  const wait = () => {
    const post = { ...contentOf(form), member, draft, page: location.pathname, title: document.title }
    if (queue(post)) sayWaiting(post)
    else {
      keeper.release()
      notes.show({ tone: 'bad', sign: 'wifi-off', lines: [say('send.unreached')] })
    }
  }

  /** Until it is sent, the text is as it will be posted. */
  const sayWaiting = (post: Waiting) => {
    form.text.readOnly = true
    if (button) button.hidden = true
    const back = () => {
      forgetWaiting(post)
      form.text.readOnly = false
      if (button) button.hidden = false
      notes.clear()
      keeper.release()
      form.text.focus()
    }
    notes.show({
      tone: 'info',
      sign: 'wifi-off',
      lines: [
        say('outbox.waiting'),
        make('button', { type: 'button', class: 'btn sm', onclick: back }, say('outbox.cancel')),
      ],
    })
  }

  const sayToSignIn = () => {
    const returnTo = encodeURIComponent(location.pathname + location.search + location.hash)
    const link = make('a', { class: 'btn sm', href: `/sign-in?returnTo=${returnTo}` }, say('send.signIn'))
    notes.show({ tone: 'warn', sign: 'log-in', lines: [say('send.signedOut'), link] })
  }

  const sayRefused = ({ status, detail, fields }: Extract<Answer, { kind: 'refused' }>) => {
    const lines = fields.map(({ path, message }) => say('send.field', { field: labelOf(path), message }))
    for (const { path } of fields) form.field(path)?.setAttribute('aria-invalid', 'true')
    const first = detail || say(status >= 500 ? 'send.broken' : 'send.refused')
    notes.show({ tone: 'bad', sign: 'circle-alert', lines: [first, ...lines, say('send.textIsHere')] })
  }

  const labelOf = (name: string): string => form.field(name)?.labels?.[0]?.textContent?.trim() ?? name

  element.addEventListener('submit', event => {
    if (event.defaultPrevented || event.submitter !== button) return
    event.preventDefault()
    if (busy) return
    if (files.busy) return notes.show({ tone: 'info', sign: 'upload', lines: [say('send.filesOnTheirWay')] })
    setBusy(true)
    notes.clear()
    for (const field of element.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid')
    const post = async () => {
      await keeper.hold()
      settle(navigator.onLine ? await send(contentOf(form)) : { kind: 'unreached' })
    }
    // Whatever breaks here, the form still has its own way.
    post().catch(sendByPage)
  })

  startOutbox(show)
  const waiting = readWaiting(member, draft)
  if (waiting) sayWaiting(waiting)
}
