import type { Reason } from '../../categories/reason.ts'
import type { Actor } from '../../core/actor.ts'
import type { Translate } from '../../core/i18n.ts'
import { type FormProps, SelectField, TextField } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import type { NavCategory, PageContext } from '../../site/page.ts'
import type { Access } from '../access-pages.tsx'
import { groupLabel } from '../labels.ts'
import type { GroupName } from '../queries.ts'
import { AdminFrame } from './frame.tsx'

type Asked = { readonly actor: Actor; readonly category: NavCategory; readonly access: readonly Access[] }

type AdminAccessProps = FormProps & {
  readonly categories: readonly NavCategory[]
  readonly groups: readonly GroupName[]
  /** Null before anybody asked. */
  readonly asked: Asked | null
}

/** `GET /admin/access` with `member`, empty for a visitor, and `category`. */
export function AdminAccess({ page, form, categories, groups, asked }: AdminAccessProps) {
  const { t } = page
  return (
    <AdminFrame page={page} title={t('admin.access')} help={t('admin.accessHelp')} place="/admin/categories">
      <search>
        <form class="sheet pad stack" method="get" action="/admin/access">
          <div class="fields">
            <TextField
              page={page}
              form={form}
              name="member"
              label={t('admin.memberName')}
              hint={t('admin.accessVisitor')}
              maxLength={60}
              required={false}
              autocomplete="off"
            />
            <SelectField
              page={page}
              form={form}
              name="category"
              label={t('access.category')}
              options={categories.map(({ id, name }) => ({ value: String(id), label: name }))}
            />
          </div>
          <div>
            <button class="btn fill" type="submit">
              {t('access.ask')}
            </button>
          </div>
        </form>
      </search>
      {asked && <Answer page={page} groups={groups} asked={asked} />}
    </AdminFrame>
  )
}

type AnswerProps = {
  readonly page: PageContext
  readonly groups: readonly GroupName[]
  readonly asked: Asked
}

function Answer({ page, groups, asked: { actor, category, access } }: AnswerProps) {
  const { t } = page
  const values = { category: category.name, member: actor.name }
  const title = actor.id === null ? t('access.titleVisitor', values) : t('access.title', values)
  return (
    <section class="sheet" aria-labelledby="access">
      <h2 id="access" class="head">
        {title}
      </h2>
      <ul class="ledger">
        {access.map(({ right, reason }) => (
          <li key={right} data-may={reason.may ? 'yes' : 'no'}>
            <span class="swatch lg" data-tone={reason.may ? 'ok' : 'stone'}>
              <Icon page={page} name={reason.may ? 'check' : 'x'} />
            </span>
            <div class="stack">
              <b>{t(reason.may ? 'access.yes' : 'access.no', { right: t(`right.${right}`) })}</b>
              <span class="s soft-ink">{because(t, reason, groups)}</span>
            </div>
          </li>
        ))}
      </ul>
      <p class="pad">
        <a href={`/admin/categories/${category.id}#rights`}>{t('access.change')}</a>
      </p>
    </section>
  )
}

function because(t: Translate, reason: Reason, groups: readonly GroupName[]): string {
  const held = 'groups' in reason ? reason.groups : []
  const names = groups.filter(({ id }) => held.includes(id)).map(group => groupLabel(t, group))
  return t(`access.because.${reason.because}`, { groups: names.join(', ') })
}
