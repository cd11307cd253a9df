import { GROUP } from '../../core/actor.ts'
import { FormErrors, type FormProps, Submit } from '../../site/controls.tsx'
import { Notice } from '../../site/notice.tsx'
import { groupLabel, labelOr } from '../labels.ts'
import type { GroupName } from '../queries.ts'
import { CheckGrid } from './check-grid.tsx'
import { AdminFrame } from './frame.tsx'

type AdminPermissionsProps = FormProps & {
  readonly permissions: readonly { readonly name: string; readonly holders: ReadonlySet<number> }[]
  readonly groups: readonly GroupName[]
  readonly saved: boolean
}

/** `POST /admin/permissions` with group ids per permission. Administrators hold all of them, whatever is ticked. */
export function AdminPermissions({ page, form, permissions, groups, saved }: AdminPermissionsProps) {
  const { t } = page
  const columns = permissions.map(({ name }) => ({ name, label: labelOr(t, `permission.${name}`, name) }))
  const holders = new Map(permissions.map(one => [one.name, one.holders]))
  const always = (row: { readonly value: string }) => Number(row.value) === GROUP.administrators
  return (
    <AdminFrame page={page} title={t('admin.permissions')} help={t('admin.permissionsHelp')} place="/admin/permissions">
      {saved && <Notice page={page}>{t('form.saved')}</Notice>}
      <form class="sheet pad stack loose" method="post" action="/admin/permissions" data-behavior="busy-submit">
        <FormErrors
          page={page}
          form={form}
          labels={Object.fromEntries(columns.map(({ name, label }) => [name, label]))}
        />
        <CheckGrid
          caption={t('admin.permissions')}
          corner={t('admin.group')}
          columns={columns}
          rows={groups.map(group => ({ value: String(group.id), label: groupLabel(t, group) }))}
          checked={(column, row) => always(row) || (holders.get(column.name)?.has(Number(row.value)) ?? false)}
          fixed={(_column, row) => always(row)}
        />
        <div>
          <Submit busy={t('form.saving')}>{t('form.save')}</Submit>
        </div>
      </form>
    </AdminFrame>
  )
}
