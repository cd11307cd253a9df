import { Drawing, Icon } from '../../site/icon.tsx'
import { Layout } from '../../site/layout.tsx'
import { Notice } from '../../site/notice.tsx'
import type { PageContext } from '../../site/page.ts'
import { ListPager } from '../../site/pagination.tsx'
import { Time } from '../../site/time.tsx'
import type { BookmarkRow } from '../queries.ts'
import { PostLines, Reminder } from './post-lines.tsx'

type BookmarksPageProps = {
  readonly page: PageContext
  readonly items: readonly BookmarkRow[]
  readonly by: 'date' | 'reminder'
  readonly nextCursor: string | null
  readonly firstPage: boolean
  /** What was just done, if something was. */
  readonly notice: 'saved' | 'removed' | undefined
}

const NOTICES = { saved: 'bookmark.noticeSaved', removed: 'bookmark.noticeRemoved' } as const

/** A member's own bookmarks. `POST /posts/:id/bookmark/delete` lets go of one. */
export function BookmarksPage({ page, items, by, nextCursor, firstPage, notice }: BookmarksPageProps) {
  const { t } = page
  const path = by === 'date' ? '/bookmarks' : '/bookmarks?by=reminder'
  return (
    <Layout page={page} title={t('bookmark.title')} indexed={false} current="/bookmarks">
      <header class="stack tight">
        <h1>{t('bookmark.title')}</h1>
        <p class="soft-ink">{t('bookmark.intro')}</p>
      </header>
      {notice && <Notice page={page}>{t(NOTICES[notice])}</Notice>}
      <nav class="tabs" aria-label={t('bookmark.order')}>
        <a href="/bookmarks" aria-current={by === 'date' ? 'page' : undefined}>
          {t('bookmark.all')}
        </a>
        <a href="/bookmarks?by=reminder" aria-current={by === 'reminder' ? 'page' : undefined}>
          {t('bookmark.withReminder')}
        </a>
      </nav>
      <section class="sheet" id="saved" aria-label={t('bookmark.title')}>
        {items.length > 0 ? (
          <ul class="ledger bookmarks">
            {items.map(row => (
              <Row key={row.postId} page={page} row={row} />
            ))}
          </ul>
        ) : (
          <Nothing page={page} by={by} />
        )}
      </section>
      <ListPager page={page} path={path} nextCursor={nextCursor} firstPage={firstPage} kind="list" />
    </Layout>
  )
}

function Row({
  page,
  row: { postId, post, note, remindAt, createdAt },
}: {
  readonly page: PageContext
  readonly row: BookmarkRow
}) {
  const { t } = page
  return (
    <li>
      <div class="stack">
        {post ? <PostLines page={page} post={post} /> : <p class="soft-ink">{t('bookmark.outOfSight')}</p>}
        {note !== '' && <p class="noted as-written">{note}</p>}
        {remindAt && (
          <p>
            <Reminder page={page} at={remindAt} />
          </p>
        )}
        <div class="row">
          {post && (
            <a
              class="btn ghost sm"
              href={`/posts/${postId}/bookmark?back=list`}
              aria-label={t('bookmark.editNamed', { title: post.thread.title, number: post.number })}
            >
              <Icon page={page} name="pencil" class="sm" />
              {t('bookmark.edit')}
            </a>
          )}
          <form method="post" action={`/posts/${postId}/bookmark/delete`} data-behavior="busy-submit">
            <input type="hidden" name="back" value="list" />
            <button
              type="submit"
              class="btn ghost sm"
              data-busy={t('form.deleting')}
              aria-label={
                post
                  ? t('bookmark.removeNamed', { title: post.thread.title, number: post.number })
                  : t('bookmark.removeGone')
              }
            >
              <Icon page={page} name="trash-2" class="sm" />
              {t('bookmark.remove')}
            </button>
          </form>
        </div>
      </div>
      <div class="last">
        <Time page={page} at={createdAt} style="relative" />
      </div>
    </li>
  )
}

const Nothing = ({ page, by }: Pick<BookmarksPageProps, 'page' | 'by'>) => (
  <div class="empty">
    <Drawing page={page} name="art-quiet" class="art" />
    <p class="b">{page.t(by === 'date' ? 'bookmark.none' : 'bookmark.noReminders')}</p>
    <p class="s">{page.t('bookmark.noneHelp')}</p>
  </div>
)
