import { GROUP } from '../../core/actor.ts'
import { FormErrors, type FormProps, Submit } from '../../site/controls.tsx'
import { Notice } from '../../site/notice.tsx'
import { groupLabel, labelOr } from '../labels.ts'
import type { GroupName } from '../queries.ts'
import { AdminFrame } from './frame.tsx'

type PermissionRow = { readonly name: string; readonly holders: ReadonlySet<number> }

type AdminPermissionsProps = FormProps & {
  readonly permissions: readonly PermissionRow[]
  readonly groups: readonly GroupName[]
  readonly saved: boolean
}

/** What permissions are about, by the first word of their names, in the order of the page; what is in none comes last. */
const AREAS = {
  writing: ['thread', 'post', 'tag'],
  files: ['upload', 'avatar'],
  people: ['member', 'group'],
  keeping: ['category', 'outbox', 'site', 'webhook'],
  more: [],
} as const satisfies Readonly<Record<string, readonly string[]>>

type Area = keyof typeof AREAS
const AREA_NAMES = ['writing', 'files', 'people', 'keeping', 'more'] as const satisfies readonly Area[]

function areaOf({ name }: PermissionRow): Area {
  const [first = ''] = name.split('.', 1)
  return AREA_NAMES.find(area => AREAS[area].some(one => one === first)) ?? 'more'
}

/** `POST /admin/permissions` with group ids per permission. Administrators hold all of them, whatever is ticked. */
export function AdminPermissions({ page, form, permissions, groups, saved }: AdminPermissionsProps) {
  const { t } = page
  const labels = Object.fromEntries(permissions.map(({ name }) => [name, labelOr(t, `permission.${name}`, name)]))
  const areas = AREA_NAMES.map(area => ({ area, rows: permissions.filter(one => areaOf(one) === area) }))
  return (
    <AdminFrame page={page} title={t('admin.permissions')} help={t('admin.permissionsHelp')} place="/admin/permissions">
      {saved && <Notice page={page}>{t('form.saved')}</Notice>}
      <form class="stack loose" method="post" action="/admin/permissions" data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={labels} />
        <section class="sheet scroll matrix" tabindex={0} aria-label={t('admin.permissions')}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t('admin.permission')}</th>
                {groups.map(group => (
                  <th key={group.id} scope="col" class="c">
                    {groupLabel(t, group)}
                  </th>
                ))}
              </tr>
            </thead>
            {areas
              .filter(({ rows }) => rows.length > 0)
              .map(({ area, rows }) => (
                <tbody key={area}>
                  <tr>
                    <th scope="rowgroup" class="area" colspan={groups.length + 1}>
                      <span>{t(`permission.area.${area}`)}</span>
                    </th>
                  </tr>
                  {rows.map(row => (
                    <Row key={row.name} page={page} row={row} groups={groups} label={labels[row.name] ?? row.name} />
                  ))}
                </tbody>
              ))}
          </table>
        </section>
        <div>
          <Submit busy={t('form.saving')}>{t('form.save')}</Submit>
        </div>
      </form>
    </AdminFrame>
  )
}

type RowProps = Pick<AdminPermissionsProps, 'page' | 'groups'> & { readonly row: PermissionRow; readonly label: string }

/** One permission, what it means in a sentence, and a box for each group. */
function Row({ page, groups, row: { name, holders }, label }: RowProps) {
  const { t } = page
  const help = labelOr(t, `permission.${name}.help`, '')
  return (
    <tr>
      <th scope="row" class="told">
        {label}
        {help && <span class="hint">{help}</span>}
      </th>
      {groups.map(group => {
        const always = group.id === GROUP.administrators
        return (
          <td key={group.id} class="c">
            <label>
              <span class="vh">{`${label}, ${groupLabel(t, group)}`}</span>
              <input
                type="checkbox"
                name={name}
                value={String(group.id)}
                checked={always || holders.has(group.id)}
                disabled={always}
              />
            </label>
          </td>
        )
      })}
    </tr>
  )
}
