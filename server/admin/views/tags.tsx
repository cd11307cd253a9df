import { CheckField, FormErrors, type FormProps, Submit, TextArea, TextField } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { ListPager } from '../../site/pagination.tsx'
import type { FormState } from '../../site/routes.ts'
import { TagFilter } from '../../tags/filter.tsx'
import { tagPath } from '../../tags/links.tsx'
import { type TagItem, TagList } from '../../tags/list.tsx'
import { DeleteQuestion } from './delete-question.tsx'
import { AdminFrame } from './frame.tsx'

const PATH = '/admin/tags'

type AdminTagsProps = FormProps & {
  readonly tags: readonly TagItem[]
  readonly q: string
  readonly nextCursor: string | null
  readonly firstPage: boolean
  /** Whether the viewer keeps nothing but the tags. */
  readonly alone: boolean
}

/** The tags in the alone's sight, and `POST /admin/tags` with `name`, `description`. */
export function AdminTags({ page, form, tags, q, nextCursor, firstPage, alone }: AdminTagsProps) {
  const { t } = page
  const labels = { name: t('admin.name'), description: t('admin.description') }
  const path = q ? `${PATH}?q=${encodeURIComponent(q)}` : PATH
  return (
    <AdminFrame page={page} title={t('nav.tags')} help={t('admin.tagsHelp')} place={PATH} alone={alone}>
      <TagFilter page={page} action={PATH} q={q} />
      {tags.length > 0 ? (
        <TagList page={page} tags={tags} href={({ id }) => `${PATH}/${id}`} />
      ) : (
        <p class="note" data-tone="stone">
          <Icon page={page} name="info" />
          <span class="grow">{q ? t('tag.noneFound', { q }) : t('tag.none')}</span>
        </p>
      )}
      <ListPager page={page} path={path} nextCursor={nextCursor} firstPage={firstPage} kind="list" />
      <form class="sheet pad stack" method="post" action={PATH} data-behavior="busy-submit" aria-labelledby="new-tag">
        <h2 id="new-tag">{t('admin.newTag')}</h2>
        <p class="soft-ink">{t('admin.newTagHelp')}</p>
        <FormErrors page={page} form={form} labels={labels} />
        <TextField page={page} form={form} name="name" label={labels.name} maxLength={30} autocomplete="off" />
        <TextField
          page={page}
          form={form}
          name="description"
          label={labels.description}
          maxLength={300}
          autocomplete="off"
          required={false}
          optional={true}
        />
        <div>
          <Submit busy={t('form.saving')}>{t('admin.createTag')}</Submit>
        </div>
      </form>
    </AdminFrame>
  )
}

type AdminTagProps = FormProps & {
  readonly tag: TagItem
  readonly alone: boolean
  readonly synonymForm: FormState
  readonly mergeForm: FormState
}

/** `POST /admin/tags/:id` with `name`, `description`, `listed`; `…/synonyms` with `name`; `…/merges` with `into`. */
export function AdminTag({ page, tag, alone, form, synonymForm, mergeForm }: AdminTagProps) {
  const { t } = page
  const path = `${PATH}/${tag.id}`
  const labels = { name: t('admin.name'), description: t('admin.description') }
  return (
    <AdminFrame
      page={page}
      title={tag.name}
      help={t('category.threadCount', { count: tag.threads })}
      place={PATH}
      alone={alone}
      actions={
        <a class="btn" href={tagPath(tag.slug)}>
          <Icon page={page} name="hash" />
          {t('admin.openTag')}
        </a>
      }
    >
      <form class="sheet pad stack" method="post" action={path} data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={labels} />
        <TextField
          page={page}
          form={form}
          name="name"
          label={labels.name}
          hint={t('admin.tagNameHint')}
          maxLength={30}
          autocomplete="off"
        />
        <TextArea
          page={page}
          form={form}
          name="description"
          label={labels.description}
          maxLength={300}
          rows={3}
          required={false}
          optional={true}
        />
        <CheckField
          page={page}
          form={form}
          name="listed"
          label={t('admin.tagListed')}
          hint={t('admin.tagListedHint')}
        />
        <div>
          <Submit busy={t('form.saving')}>{t('form.save')}</Submit>
        </div>
      </form>
      <Synonyms page={page} tag={tag} form={synonymForm} />
      <form class="sheet pad stack" method="post" action={`${path}/merges`} data-behavior="busy-submit">
        <h2>{t('admin.mergeTag')}</h2>
        <p class="soft-ink">{t('admin.mergeTagHelp', { name: tag.name })}</p>
        <FormErrors page={page} form={mergeForm} scope="merge" labels={{ into: t('admin.mergeInto') }} />
        <div class="with-button">
          <TextField
            page={page}
            form={mergeForm}
            scope="merge"
            name="into"
            label={t('admin.mergeInto')}
            maxLength={60}
            autocomplete="off"
          />
          <Submit class="btn" busy={t('form.saving')}>
            {t('admin.merge')}
          </Submit>
        </div>
      </form>
      <div class="panel split">
        <p class="soft-ink grow-fit">{t('admin.deleteTagHelp')}</p>
        <a class="btn ghost" data-tone="bad" href={`${path}/delete`}>
          <Icon page={page} name="trash-2" />
          {t('admin.deleteTag')}
        </a>
      </div>
    </AdminFrame>
  )
}

function Synonyms({ page, tag, form }: FormProps & { readonly tag: TagItem }) {
  const { t } = page
  const path = `${PATH}/${tag.id}/synonyms`
  return (
    <section class="sheet" aria-labelledby="synonyms">
      <div class="head stack tight">
        <h2 id="synonyms">{t('admin.synonyms')}</h2>
        <p class="soft-ink">{t('admin.synonymsHelp', { name: tag.name })}</p>
      </div>
      {tag.synonyms.length > 0 && (
        <ul class="ledger">
          {tag.synonyms.map(({ slug, name }) => (
            <li key={slug}>
              <span class="swatch lg" data-tone="stone" aria-hidden="true">
                <Icon page={page} name="hash" />
              </span>
              <span class="t">{name}</span>
              <form class="last" method="post" action={`${path}/${encodeURIComponent(slug)}/delete`}>
                <button class="btn sm" type="submit" aria-label={t('admin.removeNamed', { name })}>
                  {t('admin.remove')}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <form class="pad stack" method="post" action={path} data-behavior="busy-submit">
        <FormErrors page={page} form={form} scope="synonym" labels={{ name: t('admin.synonymName') }} />
        <div class="with-button">
          <TextField
            page={page}
            form={form}
            scope="synonym"
            name="name"
            label={t('admin.synonymName')}
            maxLength={60}
            autocomplete="off"
          />
          <Submit class="btn" busy={t('form.saving')}>
            <Icon page={page} name="plus" />
            {t('admin.addMember')}
          </Submit>
        </div>
      </form>
    </section>
  )
}

type DeleteTagProps = { readonly page: PageContext; readonly tag: TagItem; readonly alone: boolean }

/** The question before `POST /admin/tags/:id/delete`. */
export const DeleteTag = ({ page, tag, alone }: DeleteTagProps) => (
  <DeleteQuestion
    page={page}
    title={page.t('admin.deleteTagTitle', { name: tag.name })}
    place={PATH}
    alone={alone}
    path={`${PATH}/${tag.id}`}
    warning={page.t('admin.deleteTagWarning', { count: tag.threads })}
    act={page.t('admin.deleteTag')}
  />
)
