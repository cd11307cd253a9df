import { FormErrors, type FormProps, SelectField, Submit, TextField } from '../site/controls.tsx'
import { Layout } from '../site/layout.tsx'
import type { NavCategory, PageContext } from '../site/page.ts'
import { TagField, type Tagging } from '../tags/field.tsx'
import { threadPath } from '../threads/ledger.tsx'
import { KindChooser, kindLabels } from './kind-field.tsx'
import type { PostThread } from './post-path.ts'

type EditThreadPageProps = FormProps & {
  readonly thread: PostThread & { readonly title: string }
  /** Where it may be, the place where it is included. */
  readonly categories: readonly NavCategory[]
  readonly tagging: Tagging
  /** Names of the kinds that it may become, or is. */
  readonly offered: readonly string[]
  /** Whether the viewer opened it. */
  readonly own: boolean
  readonly other: Other
}

/** What somebody else gave it meanwhile; null what they left as it was. */
type Other = { readonly title: string | null; readonly category: string | null; readonly tags: string | null }

/** `POST /threads/:id` with `title`, `categoryId`, `tags`, `reason`, the opening post's `version`, `wasCategoryId` and `wasTags`. */
export function EditThreadPage({ page, form, thread, categories, tagging, offered, own, other }: EditThreadPageProps) {
  const { t } = page
  const labels = {
    title: t('thread.title'),
    categoryId: t('thread.category'),
    tags: t('tag.field'),
    reason: t('post.reason'),
    ...kindLabels(page),
  }
  return (
    <Layout page={page} title={t('thread.editTitle')} indexed={false}>
      <header class="stack tight">
        <h1>{t('thread.editTitle')}</h1>
        <p class="soft-ink">
          <a href={threadPath(thread)}>{thread.title}</a>
        </p>
      </header>
      <form class="sheet pad stack loose" method="post" action={`/threads/${thread.id}`} data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={labels} />
        {(['version', 'wasCategoryId', 'wasTags'] as const).map(name => (
          <input key={name} type="hidden" name={name} value={form.values[name]} />
        ))}
        <Meanwhile page={page} other={other} />
        <TextField page={page} form={form} name="title" label={labels.title} maxLength={150} autocomplete="off" />
        <SelectField
          page={page}
          form={form}
          name="categoryId"
          label={labels.categoryId}
          hint={t(categories.length > 1 ? 'thread.moveHint' : 'thread.moveNowhere')}
          options={categories.map(({ id, name }) => ({ value: String(id), label: name }))}
        />
        <TagField page={page} form={form} {...tagging} />
        <KindChooser page={page} form={form} offered={offered} legend={t('kind.turn')} />
        <TextField
          page={page}
          form={form}
          name="reason"
          label={labels.reason}
          hint={t(own ? 'post.reasonHint' : 'thread.reasonAsked')}
          optional
          required={false}
          maxLength={200}
          autocomplete="off"
        />
        <div class="row">
          <a class="btn ghost end" href={threadPath(thread)}>
            {t('form.cancel')}
          </a>
          <Submit busy={t('form.saving')}>{t('post.save')}</Submit>
        </div>
      </form>
    </Layout>
  )
}

/** Both sides in sight: what it became, and in the fields below what was typed. */
function Meanwhile({ page, other: { title, category, tags } }: { readonly page: PageContext; readonly other: Other }) {
  const { t } = page
  if (title === null && category === null && tags === null) return null
  return (
    <section class="meanwhile stack tight" aria-labelledby="meanwhile">
      <h2 id="meanwhile">{t('thread.meanwhile')}</h2>
      {title !== null && <p>{t('thread.titleNow', { title })}</p>}
      {category !== null && <p>{t('thread.categoryNow', { name: category })}</p>}
      {tags !== null && <p>{tags ? t('thread.tagsNow', { tags }) : t('thread.tagsNowNone')}</p>}
      <p class="soft-ink">{t('thread.meanwhileHelp')}</p>
    </section>
  )
}
