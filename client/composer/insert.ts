/** Puts text into a field as typing would: it can be undone, and everything that listens hears of it. */
export function insert(
  field: HTMLTextAreaElement,
  text: string,
  { from = field.selectionStart, to = field.selectionEnd }: { readonly from?: number; readonly to?: number } = {},
): void {
  field.focus({ preventScroll: true })
  field.setSelectionRange(from, to)
  // The only way that keeps the field's undo history; browsers have it for good reason and will keep it.
  if (text !== '' && document.execCommand('insertText', false, text)) return
  if (text === '' && (from === to || document.execCommand('delete'))) return
  field.setRangeText(text, from, to, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
