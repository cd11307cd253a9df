/** The formatting tools, and their keys. */
import '@github/markdown-toolbar-element'
import type { ComposerForm } from './form.ts'
import { insert } from './insert.ts'
import { say } from './words.ts'

/** With Ctrl, or Command on a Mac. */
const KEYS: Readonly<Record<string, string>> = { b: 'bold', i: 'italic', k: 'link', e: 'code' }

export function startTools(form: ComposerForm): void {
  const { text } = form
  const toolbar = form.element.querySelector<HTMLElement>('markdown-toolbar')
  if (!toolbar) return
  toolbar.hidden = false
  const tool = (style: string) => toolbar.querySelector<HTMLElement>(`[data-md-button="${style}"]`)

  tool('own-spoiler')?.addEventListener('click', () => surround(text, '||'))
  tool('own-table')?.addEventListener('click', () => insertTable(text))
  tool('own-emoji')?.addEventListener('click', () => {
    form.emojiAsked = true
    begin(text, ':')
  })

  for (const button of toolbar.querySelectorAll<HTMLElement>('[data-snippet]'))
    button.addEventListener('click', () => insertBlock(text, button.dataset.snippet ?? ''))

  text.addEventListener('keydown', event => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    const style = KEYS[event.key.toLowerCase()]
    if (!style) return
    event.preventDefault()
    tool(style)?.click()
  })
}

/** Puts a mark on both sides of what is selected. */
function surround(text: HTMLTextAreaElement, mark: string): void {
  const { selectionStart: from, selectionEnd: to } = text
  const selected = text.value.slice(from, to)
  insert(text, `${mark}${selected}${mark}`)
  text.setSelectionRange(from + mark.length, from + mark.length + selected.length)
}

/** An empty table, with its first cell selected. */
function insertTable(text: HTMLTextAreaElement): void {
  const head = say('table.head')
  const start = insertBlock(text, `| ${head} | ${head} |\n| --- | --- |\n|  |  |\n`) + 2
  text.setSelectionRange(start, start + head.length)
}

/** A paragraph of its own. @returns where it begins */
function insertBlock(text: HTMLTextAreaElement, block: string): number {
  const from = text.selectionStart
  const before = text.value.slice(0, from)
  const gap = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n'
  insert(text, `${gap}${block}`)
  return from + gap.length
}

/** Types a sign that completion listens for, after a space where one is needed. */
function begin(text: HTMLTextAreaElement, sign: string): void {
  const before = text.value.slice(0, text.selectionStart)
  insert(text, before === '' || /\s$/.test(before) ? sign : ` ${sign}`)
}
