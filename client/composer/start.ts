/** Makes a composer live. Loaded where one is; the parts that few use come when they are used. */
import type { Behavior } from '../lib/behavior.ts'
import { startCompletion } from './completion.ts'
import { ComposerForm } from './form.ts'
import { DraftKeeper } from './keeper.ts'
import { Notes } from './notes.ts'
import { startPosting } from './posting.ts'
import { startPreview } from './preview.ts'
import { startSimilar } from './similar.ts'
import { startTools } from './tools.ts'
import { say } from './words.ts'

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
  startPosting(form, keeper, notes)
  startCompletion(form)
  startSimilar(form)
  startKeys(form)
  // Drafts are kept by themselves here.
  const save = form.button('draft')
  if (save) save.hidden = true
  keeper.start().catch(() => notes.state('deviceOnly'))
}

function startKeys(form: ComposerForm): void {
  const { element } = form
  element.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    element.requestSubmit(form.button('post'))
  })
  const hint = element.querySelector<HTMLElement>('[data-keys]')
  if (hint && matchMedia('(hover: hover)').matches) {
    hint.hidden = false
    hint.title = say('keys.title')
  }
}
