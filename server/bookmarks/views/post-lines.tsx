import { Avatar } from '../../site/avatar.tsx'
import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { Time } from '../../site/time.tsx'
import { threadPath } from '../../threads/ledger.tsx'
import type { BookmarkedPost } from '../queries.ts'

/** Where a kept post is. */
export const pathOf = ({ id, number, thread }: BookmarkedPost): string => `${threadPath(thread, number)}#post-${id}`

/** A kept post in a few lines: its thread, who wrote it, how it begins. */
export const PostLines = ({ page, post }: { readonly page: PageContext; readonly post: BookmarkedPost }) => (
  <>
    <p>
      <a class="t b" href={pathOf(post)}>
        {post.thread.title}
      </a>
    </p>
    <p class="row s quiet">
      <Avatar page={page} of={post.author} size="xs" />
      <span>{page.t('bookmark.by', { name: post.author.displayName, number: post.number })}</span>
    </p>
    {post.excerpt !== '' && <p class="s soft-ink clip">{post.excerpt}</p>}
  </>
)

/** When its owner will be reminded. */
export const Reminder = ({ page, at }: { readonly page: PageContext; readonly at: Date }) => (
  <span class="chip" data-tone="honey">
    <Icon page={page} name="bell-ring" />
    <span class="vh">{page.t('bookmark.reminder')}</span>
    <Time page={page} at={at} />
  </span>
)
