/** Files that are sent while one writes: each holds its place in the text, and what becomes of it takes that place. */
import { icon, make } from '../lib/nodes.ts'
import type { ComposerForm } from './form.ts'
import { insert } from './insert.ts'
import { placeOf } from './places.ts'
import { sendFile } from './send-file.ts'
import { say } from './words.ts'

const AT_ONCE = 2
const MEGABYTE = 1024 * 1024

type Limits = { readonly picture: number; readonly file: number }

export class Uploads {
  private readonly list = make('ul', { class: 'uploads stack tight' })
  private readonly waiting: (() => Promise<void>)[] = []
  private running = 0
  private count = 0

  constructor(
    private readonly form: ComposerForm,
    private readonly limits: Limits,
  ) {
    form.text.closest('.field')?.append(this.list)
  }

  /** Whether files are still on their way. */
  get busy(): boolean {
    return this.running > 0 || this.waiting.length > 0
  }

  take(files: readonly File[]): void {
    for (const file of files) this.begin(file)
  }

  private begin(file: File): void {
    const row = new Row(file.name, this.list)
    const most = file.type.startsWith('image/') ? this.limits.picture : this.limits.file
    if (file.size > most * MEGABYTE) {
      row.fail(say('upload.tooLarge', { megabytes: most }), null)
      return
    }
    const place = placeOf(++this.count, say('upload.placeholder', { name: file.name }))
    const { text } = this.form
    insert(text, `${gapBefore(text)}${place}\n`)
    this.waiting.push(() => this.send(file, row, place))
    this.next()
  }

  private next(): void {
    while (this.running < AT_ONCE) {
      const work = this.waiting.shift()
      if (!work) return
      this.running++
      void work().finally(() => {
        this.running--
        this.next()
      })
    }
  }

  private async send(file: File, row: Row, place: string): Promise<void> {
    const { text } = this.form
    const stop = new AbortController()
    row.cancelled(() => stop.abort())
    if (!text.value.includes(place)) return row.end()
    const answer = await sendFile(file, { stop: stop.signal, progress: part => row.progress(part) })
    if (answer.kind === 'sent') {
      this.replace(place, answer.markdown)
      row.end()
    } else {
      this.replace(place, '')
      if (answer.kind === 'stopped') row.end()
      else row.fail(answer.detail || say('upload.failed'), answer.forGood ? null : () => this.begin(file))
    }
  }

  /** Without a word to the cursor, which may be elsewhere by now; a place that its writer removed stays removed. */
  private replace(place: string, words: string): void {
    const { text } = this.form
    const from = text.value.indexOf(place)
    if (from < 0) return
    const end = from + place.length
    text.setRangeText(words, from, words === '' && text.value[end] === '\n' ? end + 1 : end, 'preserve')
    text.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

/** One file under the text: how far it is, and the way to stop it. */
class Row {
  private readonly bar = make('progress', { max: '1', value: '0' })
  private readonly stop: HTMLButtonElement
  private readonly row: HTMLElement

  constructor(
    private readonly name: string,
    list: HTMLElement,
  ) {
    this.bar.ariaLabel = name
    this.stop = make(
      'button',
      { type: 'button', class: 'btn ghost sm sq', 'aria-label': say('upload.cancel', { name }) },
      icon('x'),
    )
    this.row = make('li', { class: 'row nowrap' }, icon('file', 'sm'), make('span', { class: 'clip s' }, name))
    this.row.append(this.bar, this.stop)
    list.append(this.row)
  }

  cancelled(act: () => void): void {
    this.stop.addEventListener('click', act)
  }

  progress(part: number): void {
    // All sent, and the server has work with it: from here on nobody knows how long.
    if (part >= 1) this.bar.removeAttribute('value')
    else this.bar.value = part
  }

  end(): void {
    this.row.remove()
  }

  fail(detail: string, again: (() => void) | null): void {
    const words = make('span', { class: 'err', role: 'alert' }, say('upload.error', { name: this.name, detail }))
    const retry = again && make('button', { type: 'button', class: 'btn sm' }, say('upload.again'))
    retry?.addEventListener('click', () => {
      this.end()
      again?.()
    })
    const close = make(
      'button',
      { type: 'button', class: 'btn ghost sm sq', 'aria-label': say('upload.dismiss') },
      icon('x'),
    )
    close.addEventListener('click', () => this.end())
    this.row.dataset.tone = 'bad'
    this.row.replaceChildren(icon('circle-alert', 'sm'), words, ...(retry ? [retry] : []), close)
  }
}

/** Pictures stand in lines of their own; several in a row make a gallery. */
const gapBefore = ({ value, selectionStart }: HTMLTextAreaElement): string => {
  const before = value.slice(0, selectionStart)
  return before === '' || before.endsWith('\n') ? '' : '\n'
}
