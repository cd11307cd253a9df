/** Makes a composer live. Loaded where one is; the parts that few use come when they are used. */
import type { Behavior } from '../lib/behavior.ts'
import { startAlts } from './alts.ts'
import { startCompletion } from './completion.ts'
import { startFiles } from './files.ts'
import { ComposerForm } from './form.ts'
import { DraftKeeper } from './keeper.ts'
import { startLinkCount } from './link-count.ts'
import { Notes } from './notes.ts'
import { startPaste } from './paste.ts'
import { startPosting } from './posting.ts'
import { startPreview } from './preview.ts'
import { Quoting } from './quoting.ts'
import { startReplying } from './replying.ts'
import { Sheet } from './sheet.ts'
import { startSimilar } from './similar.ts'
import { startTools } from './tools.ts'

export const start: Behavior = element => {
  if (!(element instanceof HTMLFormElement)) return
  const form = new ComposerForm(element)
  const notes = new Notes(form)
  const keeper = new DraftKeeper(form, {
    state: state => notes.state(state),
    restored: () => notes.restored(discard),
    other: (other, choose) => notes.other(other, choose),
  })
  const discard = async () => {
    const words = await keeper.discard()
    if (!words) return location.reload()
    notes.state('none')
    notes.discarded(() => form.put(words))
  }

  startTools(form)
  startPreview(form)
  const files = startFiles(form)
  startPosting(form, { keeper, notes, files })
  startCompletion(form)
  startSimilar(form)
  startPaste(form, files.take)
  startAlts(form)
  startLinkCount(form)
  if (element.id === 'reply') startOnThread(form)
  startKeys(form)
  // Drafts are kept by themselves here.
  const save = form.button('draft')
  if (save) save.hidden = true
  keeper.start().catch(() => notes.state('deviceOnly'))
}

/** Below a thread there is somebody to answer, and somebody to quote. */
function startOnThread(form: ComposerForm): void {
  const sheet = new Sheet(form)
  const quoting = new Quoting(form, () => sheet.reveal())
  sheet.start()
  quoting.start()
  startReplying(form, () => sheet.reveal())
  form.element.addEventListener('composer-reply', () => sheet.reveal())
  form.element.addEventListener('composer-quote', event => {
    const post = event instanceof CustomEvent && event.detail instanceof Element ? event.detail : null
    quoting.quoteSelectedOr(post)
  })
}

function startKeys({ element, button }: ComposerForm): void {
  element.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    element.requestSubmit(button('post'))
  })
}
