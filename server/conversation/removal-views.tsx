/** The question before something is deleted, what is left of it, and the way back. */
import type { Deleted } from '../posts/deleted.ts'
import type { Person } from '../site/avatar.tsx'
import { FormErrors, type FormProps, Submit, TextField } from '../site/controls.tsx'
import { Cooked } from '../site/cooked.tsx'
import { Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import type { PageContext } from '../site/page.ts'
import { Time } from '../site/time.tsx'
import { type PostThread, postPath } from './post-path.ts'

type DeletePostPageProps = FormProps & {
  readonly post: {
    readonly id: number
    readonly number: number
    readonly html: string
    readonly thread: PostThread & { readonly title: string }
  }
  /** Whether the viewer wrote it. */
  readonly own: boolean
  /** For how many days an author may think again. */
  readonly days: number
}

/** The question before `POST /posts/:id/delete`; before `POST /threads/:id/delete` when it is the opening post. */
export function DeletePostPage({ page, form, post, own, days }: DeletePostPageProps) {
  const { t } = page
  const { thread } = post
  const opening = post.number === 1
  const title = opening ? t('thread.deleteTitle') : t('post.deleteTitle', { number: post.number })
  const help = own
    ? t(opening ? 'thread.deleteHelpOwn' : 'post.deleteHelpOwn', { days })
    : t(opening ? 'thread.deleteHelp' : 'post.deleteHelp')
  return (
    <Layout page={page} title={title} indexed={false}>
      <h1>{title}</h1>
      <form
        class="sheet pad stack loose"
        method="post"
        action={opening ? `/threads/${thread.id}/delete` : `/posts/${post.id}/delete`}
        data-behavior="busy-submit"
      >
        <FormErrors page={page} form={form} labels={{ reason: t('post.reason') }} />
        <p class="note" data-tone="warn">
          <Icon page={page} name="triangle-alert" />
          <span class="grow">{help}</span>
        </p>
        <h2 class="vh">{thread.title}</h2>
        <blockquote class="quoted">
          <Cooked html={post.html} />
        </blockquote>
        {!own && (
          <TextField
            page={page}
            form={form}
            name="reason"
            label={t('post.reason')}
            hint={t('post.deleteReasonHint')}
            optional
            required={false}
            maxLength={200}
            autocomplete="off"
          />
        )}
        <div class="row">
          <a class="btn ghost end" href={postPath(thread, post)}>
            {t('form.keep')}
          </a>
          <Submit tone="bad" busy={t('form.deleting')}>
            <Icon page={page} name="trash-2" />
            {opening ? t('thread.delete') : t('post.delete')}
          </Submit>
        </div>
      </form>
    </Layout>
  )
}

type TombstoneProps = {
  readonly page: PageContext
  readonly post: {
    readonly id: number
    readonly number: number
    readonly author: Person
    readonly html: string
    readonly deletedBy: Person | null
    readonly deleteReason: string
    /** Whether these are the viewer's words: the line then says "you" or "your". */
    readonly own: boolean
    /** Said when the page opens: it has just happened. */
    readonly fresh: boolean
  }
  readonly at: Date
  /** Whether who sees it may put it back. */
  readonly restorable: boolean
}

/** What is left of a deleted post, for those who still see it: who, when, why, the text folded away, and the way back. */
export function Tombstone({ page, post, at, restorable }: TombstoneProps) {
  const { t } = page
  const { id, number, author, deletedBy, deleteReason, own, fresh } = post
  return (
    <div class="tombstone" role={fresh ? 'status' : undefined}>
      <div class="event-line">
        <Icon page={page} name="trash-2" class="sm" />
        <div class="grow">
          <span>{said(page, { number, own, author, deletedBy })}</span> <span aria-hidden="true">·</span>{' '}
          <Time page={page} at={at} style="relative" />
          {deleteReason && <p class="reason">{t('post.reasonGiven', { reason: deleteReason })}</p>}
        </div>
        {restorable && (
          <Restore page={page} action={`/posts/${id}/restore`} label={t('post.restoreNumber', { number })} />
        )}
      </div>
      <details>
        <summary class="fold-line">{t('post.showDeleted')}</summary>
        <Cooked html={post.html} />
      </details>
    </div>
  )
}

type Said = {
  readonly number: number
  readonly own: boolean
  readonly author: Person
  readonly deletedBy: Person | null
}

function said({ t }: PageContext, { number, own, author, deletedBy }: Said): string {
  if (!deletedBy) return t('post.deleted', { number })
  const name = deletedBy.displayName
  if (deletedBy.id === author.id)
    return own ? t('post.deletedByYou', { number }) : t('post.deletedByAuthor', { number, name })
  return own
    ? t('post.deletedOfYours', { number, name })
    : t('post.deletedBy', { number, name, author: author.displayName })
}

type RestoreProps = { readonly page: PageContext; readonly action: string; readonly label: string }

/** The button that puts something back. */
export const Restore = ({ page, action, label }: RestoreProps) => (
  <form method="post" action={action} data-behavior="busy-submit">
    <button class="btn sm" type="submit" aria-label={label}>
      <Icon page={page} name="undo-2" class="sm flip" />
      {page.t('post.restore')}
    </button>
  </form>
)

type DeletedPageProps = {
  readonly page: PageContext
  readonly replies: readonly Deleted[]
  readonly threads: readonly Deleted[]
}

/** A member's own deleted words. */
export function DeletedPage({ page, replies, threads }: DeletedPageProps) {
  const { t } = page
  return (
    <Layout page={page} title={t('deleted.title')} indexed={false}>
      <header class="stack tight">
        <h1>{t('deleted.title')}</h1>
        <p class="soft-ink">{t('deleted.help')}</p>
      </header>
      {replies.length + threads.length === 0 && (
        <div class="empty sheet pad">
          <p class="l">{t('deleted.none')}</p>
        </div>
      )}
      <DeletedList page={page} title={t('deleted.threads')} id="threads" items={threads} />
      <DeletedList page={page} title={t('deleted.replies')} id="replies" items={replies} />
    </Layout>
  )
}

type DeletedListProps = {
  readonly page: PageContext
  readonly title: string
  readonly id: string
  readonly items: readonly Deleted[]
}

function DeletedList({ page, title, id, items }: DeletedListProps) {
  const { t } = page
  if (items.length === 0) return null
  return (
    <section class="sheet pad stack" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul class="stack loose">
        {items.map(item => (
          <li key={item.id} class="stack tight">
            <div class="split">
              <p>
                <b>{item.thread.title}</b>{' '}
                <span class="s quiet">
                  {item.number > 1 && `${t('post.number', { number: item.number })} · `}
                  <Time page={page} at={item.at} style="relative" />
                </span>
              </p>
              {item.restorable && (
                <Restore
                  page={page}
                  action={item.number === 1 ? `/threads/${item.thread.id}/restore` : `/posts/${item.id}/restore`}
                  label={t('deleted.restore', { title: item.thread.title, number: item.number })}
                />
              )}
            </div>
            {item.reason && <p class="s soft-ink">{t('post.reasonGiven', { reason: item.reason })}</p>}
            <details>
              <summary class="fold-line">{t('post.showDeleted')}</summary>
              <p class="as-written">{item.body}</p>
            </details>
          </li>
        ))}
      </ul>
    </section>
  )
}
