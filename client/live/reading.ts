/** What its reader has read elsewhere, on another device or in another window, is read here as well. */
import { readSoon } from './page.ts'
import { threadPathOf } from './thread-path.ts'

type Read = { readonly threadId: string; readonly number: number }

/** Clears the marks of what was read; a thread that was read in part says anew what is left of it. */
export function markRead(reads: readonly Read[]): void {
  for (const { threadId, number } of reads) {
    const row = document.getElementById(`thread-${threadId}`)
    if (row?.classList.contains('unread')) {
      if (number < Number(row.dataset.last)) readSoon()
      else clear(row)
    }
    for (const post of document.querySelectorAll<HTMLElement>(`#thread-${threadId}-posts > li.unread`)) {
      if (Number(post.dataset.number) <= number) post.classList.remove('unread')
    }
  }
}

function clear(row: HTMLElement): void {
  row.classList.remove('unread')
  row.querySelector('.new')?.remove()
  const title = row.querySelector<HTMLAnchorElement>('a.t')
  // The way to the first unread post is the way to the thread again.
  title?.setAttribute('href', threadPathOf(title.pathname))
}
