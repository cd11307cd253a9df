/** The form of an edit, and what it says when somebody else was faster or it is too late. */

import type { Piece } from '../posts/diff.ts'
import type { Person } from '../site/avatar.tsx'
import { type FormProps, TextField } from '../site/controls.tsx'
import { Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import type { PageContext } from '../site/page.ts'
import { Time } from '../site/time.tsx'
import { threadPath } from '../threads/ledger.tsx'
import { Composer, type Composing } from './composer.tsx'
import { Diff } from './diff.tsx'
import type { Limits } from './limits.ts'
import { type PostThread, postPath } from './post-path.ts'

type EditedPost = {
  readonly id: number
  readonly number: number
  readonly version: number
  readonly thread: PostThread & { readonly title: string }
}

/** The text that somebody else saved meanwhile, and what the form's would change of it. */
export type Conflict = {
  readonly body: string
  readonly title: string
  readonly editor: Person
  readonly at: Date
  readonly reason: string
  readonly changes: readonly Piece[]
  readonly titleChanges: readonly Piece[]
}

type EditPostPageProps = FormProps & {
  readonly composing: Composing
  readonly limits: Limits
  readonly post: EditedPost
  readonly rights: {
    /** Give the thread another title. */
    readonly rename: boolean
    /** Whether they must say why: these are somebody else's words. */
    readonly explain: boolean
  }
  readonly conflict: Conflict | null
}

/** `POST /posts/:id` with the composer's fields, `version`, `reason` and, for an opening post, `title`. */
export function EditPostPage({ page, form, composing, limits, post, rights, conflict }: EditPostPageProps) {
  const { t } = page
  const title = t('post.editNumber', { number: post.number })
  const labels = {
    ...(rights.rename && { title: t('thread.title') }),
    body: t('thread.body'),
    reason: t('post.reason'),
  }
  return (
    <Layout page={page} title={title} indexed={false}>
      <header class="stack tight">
        <h1>{title}</h1>
        <p class="soft-ink">
          <a href={postPath(post.thread, post)}>{post.thread.title}</a>
        </p>
      </header>
      <Composer
        page={page}
        form={form}
        composing={composing}
        id="write"
        action={`/posts/${post.id}`}
        draft={`edit-${post.id}`}
        label={conflict ? t('post.conflict.yours') : labels.body}
        labels={labels}
        limits={limits}
        rows={10}
        post={{ label: t(conflict ? 'post.conflict.save' : 'post.save'), busy: t('form.saving'), icon: 'check' }}
        cancel={postPath(post.thread, post)}
        after={
          <TextField
            page={page}
            form={form}
            name="reason"
            label={labels.reason}
            hint={t(rights.explain ? 'post.reasonAsked' : 'post.reasonHint')}
            optional={!rights.explain}
            required={rights.explain}
            maxLength={200}
            autocomplete="off"
          />
        }
      >
        <input type="hidden" name="version" value={form.values.version} />
        {conflict && <Meanwhile page={page} conflict={conflict} />}
        {rights.rename && (
          <TextField
            page={page}
            form={form}
            name="title"
            label={t('thread.title')}
            maxLength={150}
            autocomplete="off"
          />
        )}
      </Composer>
    </Layout>
  )
}

/** Both texts in sight: theirs as it is now, and what saving would change of it. */
function Meanwhile({ page, conflict }: { readonly page: PageContext; readonly conflict: Conflict }) {
  const { t } = page
  const { body, title, editor, at, reason, changes, titleChanges } = conflict
  return (
    <section class="meanwhile stack" aria-labelledby="meanwhile">
      <header class="stack tight">
        <h2 id="meanwhile">{t('post.conflict.title', { name: editor.displayName })}</h2>
        <p class="s quiet">
          <Time page={page} at={at} />
          {reason && ` · ${t('post.reasonGiven', { reason })}`}
        </p>
        <p class="soft-ink">{t('post.conflict.help')}</p>
      </header>
      {titleChanges.length > 0 && (
        <div class="stack tight">
          <h3>{t('post.conflict.titleNow')}</h3>
          <p>{title}</p>
          <Diff page={page} pieces={titleChanges} />
        </div>
      )}
      <div class="field">
        <label for="theirs">{t('post.conflict.theirs')}</label>
        <textarea class="in theirs" id="theirs" readonly rows={4}>
          {`\n${body}`}
        </textarea>
      </div>
      <div class="stack tight">
        <h3>{t('post.conflict.changes')}</h3>
        <Diff page={page} pieces={changes} />
      </div>
    </section>
  )
}

type EditRefusedPageProps = {
  readonly page: PageContext
  readonly post: EditedPost
  readonly reason: string
  /** What was typed, given back. */
  readonly text: string | undefined
}

/** To an author who may not edit any more: why, and where to turn. */
export function EditRefusedPage({ page, post, reason, text }: EditRefusedPageProps) {
  const { t } = page
  const { id, number, thread } = post
  const title = t('post.editNumber', { number })
  return (
    <Layout page={page} title={title} indexed={false}>
      <h1>{title}</h1>
      <section class="sheet pad stack loose">
        <p class="note" data-tone="stone">
          <Icon page={page} name="clock" />
          <span class="grow">{reason}</span>
        </p>
        {text && (
          <div class="field">
            <label for="your-text">{t('error.yourText')}</label>
            <span class="hint">{t('error.yourTextHelp')}</span>
            <textarea class="in" id="your-text" readonly rows={8}>
              {`\n${text}`}
            </textarea>
          </div>
        )}
        <div class="row">
          <a class="btn" href={postPath(thread, post)}>
            {t('post.back')}
          </a>
          <a class="btn fill" href={`${threadPath(thread)}/${number}?replyTo=${id}#reply`}>
            <Icon page={page} name="reply" class="flip" />
            {t('post.reply')}
          </a>
        </div>
      </section>
    </Layout>
  )
}
