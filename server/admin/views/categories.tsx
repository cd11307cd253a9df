import { TONES } from '../../categories/schema.ts'
import { RIGHTS, type Right } from '../../categories/tree.ts'
import { FormErrors, type FormProps, SelectField, Submit, TextArea, TextField } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import type { NavCategory } from '../../site/page.ts'
import { groupLabel } from '../labels.ts'
import type { GroupName } from '../queries.ts'
import { CheckGrid } from './check-grid.tsx'
import { AdminFrame } from './frame.tsx'
import { Moves } from './moves.tsx'

type CategoryRow = NavCategory & { readonly depth: number; readonly threadCount: number }

type AdminCategoriesProps = FormProps & {
  readonly categories: readonly CategoryRow[]
  /** Of their order: who moves one says which order they saw. */
  readonly version: number
}

/** All categories in their order; `POST /admin/categories/:id/moves` with `by`, or `parentId` and `before`, and `version`. */
export function AdminCategories({ page, form, categories, version }: AdminCategoriesProps) {
  const { t } = page
  const actions = (
    <div class="row">
      <a class="btn" href="/admin/categories/rights">
        <Icon page={page} name="shield-check" />
        {t('admin.rightsMatrix')}
      </a>
      <a class="btn fill" href="/admin/categories/new">
        <Icon page={page} name="plus" />
        {t('admin.newCategory')}
      </a>
    </div>
  )
  return (
    <AdminFrame
      page={page}
      title={t('admin.categories')}
      help={t('admin.categoriesHelp')}
      place="/admin/categories"
      actions={actions}
    >
      {categories.length > 0 ? (
        <div class="stack" id="category-order">
          <FormErrors page={page} form={form} labels={{}} />
          <section class="sheet" aria-label={t('admin.categories')}>
            <ul class="ledger" data-behavior="reorder" data-swap="#category-order" data-failed={t('admin.moveFailed')}>
              {categories.map(category => (
                <Row key={category.id} page={page} category={category} categories={categories} version={version} />
              ))}
            </ul>
          </section>
        </div>
      ) : (
        <p class="note" data-tone="stone">
          <Icon page={page} name="info" />
          {t('admin.noCategories')}
        </p>
      )}
    </AdminFrame>
  )
}

type RowProps = Omit<AdminCategoriesProps, 'form'> & { readonly category: CategoryRow }

function Row({ page, category, categories, version }: RowProps) {
  const { t } = page
  const { id, name, tone, parentId, depth, threadCount } = category
  const siblings = categories.filter(one => one.parentId === parentId)
  const parent = categories.find(one => one.id === parentId)
  const at = siblings.indexOf(category)
  /** Where it stands when it stands at `index`: for those who hear it move. */
  const standing = (index: number) => {
    const values = { name, position: index + 1, count: siblings.length }
    return parent ? t('admin.standingBelow', { ...values, parent: parent.name }) : t('admin.standing', values)
  }
  return (
    <li data-id={id} data-depth={depth} data-version={version} data-said={standing(at)}>
      <span class="swatch lg" data-tone={tone} aria-hidden="true">
        {[...name][0]}
      </span>
      <div class="stack">
        <a class="t" href={`/admin/categories/${id}`}>
          {name}
        </a>
        <p class="meta">
          {parent && <span>{t('admin.below', { name: parent.name })}</span>}
          <span>{t('category.threadCount', { count: threadCount })}</span>
        </p>
      </div>
      <Moves
        {...{ page, id, name, version, at, standing }}
        action={`/admin/categories/${id}/moves`}
        swap="#category-order"
        count={siblings.length}
      />
    </li>
  )
}

type AdminCategoryFormProps = FormProps & {
  /** Null for a new one. */
  readonly category: NavCategory | null
  /** Those that it may stand below. */
  readonly categories: readonly NavCategory[]
  readonly groups: readonly GroupName[]
  /** Ids of the groups that hold each right. */
  readonly rights: Readonly<Record<Right, readonly number[]>>
}

/** `POST /admin/categories` or `…/:id` with `name`, `slug`, `description`, `tone`, `parentId`, and group ids per right. */
export function AdminCategoryForm({ page, form, category, categories, groups, rights }: AdminCategoryFormProps) {
  const { t } = page
  const title = category ? category.name : t('admin.newCategory')
  const labels = {
    name: t('admin.name'),
    slug: t('admin.slug'),
    description: t('admin.description'),
    tone: t('admin.tone'),
    parentId: t('admin.parent'),
    ...Object.fromEntries(RIGHTS.map(right => [`rights.${right}`, t(`right.${right}`)])),
  }
  const common = { page, form }
  return (
    <AdminFrame page={page} title={title} place="/admin/categories">
      <form
        class="sheet pad stack loose"
        method="post"
        action={category ? `/admin/categories/${category.id}` : '/admin/categories'}
        data-behavior="busy-submit"
      >
        <FormErrors {...common} labels={labels} />
        <TextField {...common} name="name" label={labels.name} maxLength={60} autocomplete="off" />
        <TextField
          {...common}
          name="slug"
          label={labels.slug}
          hint={t('admin.slugHint')}
          maxLength={60}
          required={false}
          autocomplete="off"
        />
        <TextArea
          {...common}
          name="description"
          label={labels.description}
          maxLength={300}
          rows={2}
          required={false}
          optional={true}
        />
        <div class="fields">
          <SelectField
            {...common}
            name="tone"
            label={labels.tone}
            options={TONES.map(tone => ({ value: tone, label: t(`tone.${tone}`) }))}
          />
          <SelectField
            {...common}
            name="parentId"
            label={labels.parentId}
            prompt={t('admin.noParent')}
            required={false}
            options={categories.map(({ id, name }) => ({ value: String(id), label: name }))}
          />
        </div>
        <div class="stack">
          <h2 class="l" id="rights">
            {t('admin.rights')}
          </h2>
          <p class="soft-ink s">{t('admin.rightsHelp')}</p>
          <CheckGrid
            caption={t('admin.rights')}
            corner={t('admin.group')}
            columns={RIGHTS.map(right => ({ name: right, label: t(`right.${right}`) }))}
            rows={groups.map(group => ({ value: String(group.id), label: groupLabel(t, group) }))}
            checked={(right, row) => RIGHTS.some(one => one === right.name && rights[one].includes(Number(row.value)))}
          />
        </div>
        <div class="row">
          <a class="btn ghost end" href="/admin/categories">
            {t('form.cancel')}
          </a>
          <Submit busy={t('form.saving')}>{t('form.save')}</Submit>
        </div>
      </form>
      {category && (
        <form
          class="panel split"
          method="post"
          action={`/admin/categories/${category.id}/delete`}
          data-behavior="busy-submit"
        >
          <p class="soft-ink grow-fit">{t('admin.deleteCategoryHelp')}</p>
          <Submit class="btn ghost" tone="bad" busy={t('form.deleting')}>
            <Icon page={page} name="trash-2" />
            {t('admin.deleteCategory')}
          </Submit>
        </form>
      )}
    </AdminFrame>
  )
}
