/**
 * "Save" in a post's footer. Whether its reader keeps the post stands in the viewer slot `saved`: a button that keeps it
 * at once, or the way to what was noted with it.
 */
import { renderToString } from 'preact-render-to-string'
import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { Slot } from '../../site/slot.tsx'
import type { OwnBookmarks } from '../queries.ts'

type SaveProps = { readonly page: PageContext; readonly post: { readonly id: number; readonly number: number } }

const controlId = (postId: number): string => `post-${postId}-save`

export const SaveControl = ({ post }: Pick<SaveProps, 'post'>) => (
  <span id={controlId(post.id)}>
    <Slot name="saved" argument={`${post.id}-${post.number}`} />
  </span>
)

/** Fills the slots for a member who keeps these posts. */
export function fillSaved(
  own: OwnBookmarks,
): (name: string, argument: string, page: PageContext) => string | undefined {
  const kept = new Set(own)
  return (name, argument, page) => {
    if (name !== 'saved') return undefined
    const [id = 0, number = 0] = argument.split('-').map(Number)
    const props = { page, post: { id, number } }
    return renderToString(kept.has(id) ? <Saved {...props} /> : <Save {...props} />)
  }
}

const Save = ({ page, post: { id, number } }: SaveProps) => (
  <form method="post" action={`/posts/${id}/bookmark`} data-behavior="swap" data-swap={`#${controlId(id)}`}>
    <button type="submit" class="btn ghost sm" aria-label={page.t('bookmark.savePost', { number })}>
      <Icon page={page} name="bookmark" class="sm" />
      {page.t('bookmark.save')}
    </button>
  </form>
)

const Saved = ({ page, post: { id, number } }: SaveProps) => (
  <a class="btn ghost sm kept" href={`/posts/${id}/bookmark`} aria-label={page.t('bookmark.savedPost', { number })}>
    <Icon page={page} name="bookmark-check" class="sm" />
    {page.t('bookmark.saved')}
  </a>
)
