/** Forms for writing: a new thread, an edit, and the question before something is deleted. */
import { FormErrors, type FormProps, SelectField, Submit, TextArea, TextField } from '../site/controls.tsx'
import { Cooked } from '../site/cooked.tsx'
import { Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import type { NavCategory } from '../site/page.ts'
import { TagField, type Tagging } from '../tags/field.tsx'
import { type PostThread, postPath } from './post.tsx'

export { fillRule, ThreadPage } from './thread-view.tsx'

type NewThreadPageProps = FormProps & {
  /** Where the viewer may begin one. */
  readonly categories: readonly NavCategory[]
  readonly tagging: Tagging
}

/** `POST /threads` with `categoryId`, `title`, `body`. */
export function NewThreadPage({ page, form, categories, tagging }: NewThreadPageProps) {
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
        <form class="composer sheet pad" method="post" action="/threads" data-behavior="busy-submit">
          <FormErrors page={page} form={form} labels={labels} />
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
          <TextArea
            page={page}
            form={form}
            name="body"
            label={labels.body}
            hint={t('form.markdown')}
            maxLength={32_000}
            rows={10}
          />
          <TagField page={page} form={form} {...tagging} />
          <div class="row">
            <Submit class="btn fill end" busy={t('thread.busy')}>
              <Icon page={page} name="send" class="flip" />
              {t('thread.post')}
            </Submit>
          </div>
        </form>
      )}
    </Layout>
  )
}

type EditPostPageProps = FormProps & {
  readonly thread: PostThread & { readonly title: string }
  readonly post: { readonly id: number; readonly number: number; readonly version: number }
}

/** `POST /posts/:id` with `body`, `version` and, for an opening post, `title`. */
export function EditPostPage({ page, form, thread, post }: EditPostPageProps) {
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
      <form class="composer sheet pad" method="post" action={`/posts/${post.id}`} data-behavior="busy-submit">
        <FormErrors
          page={page}
          form={form}
          labels={{ ...(opening && { title: t('thread.title') }), body: t('thread.body') }}
        />
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
        <TextArea
          page={page}
          form={form}
          name="body"
          label={t('thread.body')}
          hint={t('form.markdown')}
          maxLength={32_000}
          rows={10}
        />
        <div class="row">
          <a class="btn ghost end" href={postPath(thread, post)}>
            {t('form.cancel')}
          </a>
          <Submit busy={t('form.saving')}>{t('post.save')}</Submit>
        </div>
      </form>
    </Layout>
  )
}

type DeletePostPageProps = Omit<EditPostPageProps, 'post' | 'form'> & {
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
