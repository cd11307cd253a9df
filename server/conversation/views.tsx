/** Forms for writing: a new thread, an edit, and the question before something is deleted. */
import type { SimilarThread } from '../completion/queries.ts'
import { SimilarThreads } from '../completion/views.tsx'
import { type FormProps, SelectField, Submit, TextField } from '../site/controls.tsx'
import { Cooked } from '../site/cooked.tsx'
import { Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import type { NavCategory } from '../site/page.ts'
import { TagField, type Tagging } from '../tags/field.tsx'
import { Composer, type Composing } from './composer.tsx'
import { type PostThread, postPath } from './post.tsx'

export { fillDraft, fillFirstUnread, fillRule, ThreadPage } from './thread-view.tsx'

type WritingProps = FormProps & { readonly composing: Composing; readonly maxLength: number }

type NewThreadPageProps = WritingProps & {
  /** Where the viewer may begin one. */
  readonly categories: readonly NavCategory[]
  readonly tagging: Tagging
  /** Threads whose titles say much the same as what was typed. */
  readonly similar: readonly SimilarThread[]
}

/** `POST /threads` with the composer's fields, `categoryId`, `title` and `tags`. */
export function NewThreadPage({ page, form, composing, maxLength, categories, tagging, similar }: NewThreadPageProps) {
  const { t } = page
  const labels = {
    categoryId: t('thread.category'),
    title: t('thread.title'),
    body: t('thread.body'),
    tags: t('tag.field'),
  }
  const options = categories.map(({ id, name }) => ({ value: String(id), label: name }))
  return (
    <Layout page={page} title={t('thread.new')} indexed={false}>
      <h1>{t('thread.new')}</h1>
      {options.length === 0 ? (
        <p class="note" data-tone="stone">
          <Icon page={page} name="info" />
          {t('thread.nowhere')}
        </p>
      ) : (
        <Composer
          page={page}
          form={form}
          composing={composing}
          id="write"
          action="/threads"
          draft="thread"
          label={labels.body}
          labels={labels}
          maxLength={maxLength}
          rows={10}
          post={{ label: t('thread.post'), busy: t('thread.busy'), icon: 'send' }}
          after={<TagField page={page} form={form} {...tagging} />}
        >
          <SelectField
            page={page}
            form={form}
            name="categoryId"
            label={labels.categoryId}
            options={options}
            prompt={t('thread.chooseCategory')}
          />
          <TextField
            page={page}
            form={form}
            name="title"
            label={labels.title}
            hint={t('thread.titleHint')}
            maxLength={150}
            autocomplete="off"
          />
          <SimilarThreads page={page} threads={similar} />
        </Composer>
      )}
    </Layout>
  )
}

type EditPostPageProps = WritingProps & {
  readonly thread: PostThread & { readonly title: string }
  readonly post: { readonly id: number; readonly number: number; readonly version: number }
}

/** `POST /posts/:id` with the composer's fields, `version` and, for an opening post, `title`. */
export function EditPostPage({ page, form, composing, maxLength, thread, post }: EditPostPageProps) {
  const { t } = page
  const title = t('post.editNumber', { number: post.number })
  const opening = post.number === 1
  return (
    <Layout page={page} title={title} indexed={false}>
      <header class="stack tight">
        <h1>{title}</h1>
        <p class="soft-ink">
          <a href={postPath(thread, post)}>{thread.title}</a>
        </p>
      </header>
      <Composer
        page={page}
        form={form}
        composing={composing}
        id="write"
        action={`/posts/${post.id}`}
        draft={`edit-${post.id}`}
        label={t('thread.body')}
        labels={{ ...(opening && { title: t('thread.title') }), body: t('thread.body') }}
        maxLength={maxLength}
        rows={10}
        post={{ label: t('post.save'), busy: t('form.saving'), icon: 'check' }}
        cancel={postPath(thread, post)}
      >
        <input type="hidden" name="version" value={form.values.version ?? post.version} />
        {opening && (
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

type DeletePostPageProps = Pick<EditPostPageProps, 'page' | 'thread'> & {
  readonly post: { readonly id: number; readonly number: number; readonly html: string }
}

/** The question before `POST /posts/:id/delete`; before `POST /threads/:id/delete` when it is the opening post. */
export function DeletePostPage({ page, thread, post }: DeletePostPageProps) {
  const { t } = page
  const opening = post.number === 1
  const title = opening ? t('thread.deleteTitle') : t('post.deleteTitle', { number: post.number })
  return (
    <Layout page={page} title={title} indexed={false}>
      <h1>{title}</h1>
      <form
        class="sheet pad stack loose"
        method="post"
        action={opening ? `/threads/${thread.id}/delete` : `/posts/${post.id}/delete`}
        data-behavior="busy-submit"
      >
        <p class="note" data-tone="warn">
          <Icon page={page} name="triangle-alert" />
          <span class="grow">{opening ? t('thread.deleteHelp') : t('post.deleteHelp')}</span>
        </p>
        <h2 class="vh">{thread.title}</h2>
        <blockquote class="quoted">
          <Cooked html={post.html} />
        </blockquote>
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
