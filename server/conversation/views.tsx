/** The form for a new thread. */
import type { SimilarThread } from '../completion/queries.ts'
import { SimilarThreads } from '../completion/views.tsx'
import { type FormProps, SelectField, TextField } from '../site/controls.tsx'
import { Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import type { NavCategory } from '../site/page.ts'
import { TagField, type Tagging } from '../tags/field.tsx'
import { Composer, type Composing } from './composer.tsx'
import { KindChooser, kindLabels } from './kind-field.tsx'
import type { Limits } from './limits.ts'

type WritingProps = FormProps & { readonly composing: Composing; readonly limits: Limits }

type NewThreadPageProps = WritingProps & {
  /** Where the viewer may begin one. */
  readonly categories: readonly NavCategory[]
  readonly tagging: Tagging
  /** Threads whose titles say much the same as what was typed. */
  readonly similar: readonly SimilarThread[]
  /** Names of the kinds of which they may begin one. */
  readonly offered: readonly string[]
}

/** `POST /threads` with the composer's fields, `categoryId`, `title` and `tags`. */
export function NewThreadPage(props: NewThreadPageProps) {
  const { page, form, composing, limits, categories, tagging, similar, offered } = props
  const { t } = page
  const labels = {
    categoryId: t('thread.category'),
    title: t('thread.title'),
    body: t('thread.body'),
    tags: t('tag.field'),
    ...kindLabels(page),
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
          limits={limits}
          rows={10}
          post={{ label: t('thread.post'), busy: t('thread.busy'), icon: 'send' }}
          after={<TagField page={page} form={form} {...tagging} />}
        >
          <KindChooser page={page} form={form} offered={offered} legend={t('kind.legend')} />
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
