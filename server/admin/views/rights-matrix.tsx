import { type Level, type Standing, standingOf } from '../../categories/level.ts'
import type { Category } from '../../categories/tree.ts'
import { Icon, type IconName } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { groupLabel } from '../labels.ts'
import type { GroupName } from '../queries.ts'
import { AdminFrame } from './frame.tsx'

const ICONS: Readonly<Record<Level, IconName>> = {
  none: 'eye-off',
  see: 'eye',
  reply: 'reply',
  createOnly: 'pen-line',
  create: 'pen-line',
  moderate: 'shield-check',
}

type Row = Category & { readonly depth: number }

type AdminRightsProps = {
  readonly page: PageContext
  readonly categories: readonly Row[]
  readonly groups: readonly GroupName[]
}

/** Who may what where, at a glance: a table where there is room, a list by category where there is none. */
export function AdminRights({ page, categories, groups }: AdminRightsProps) {
  const { t } = page
  const actions = (
    <div class="row">
      <a class="btn" href="/admin/categories">
        <Icon page={page} name="arrow-left" class="flip" />
        {t('admin.categories')}
      </a>
      <a class="btn" href="/admin/access">
        <Icon page={page} name="circle-help" />
        {t('admin.access')}
      </a>
    </div>
  )
  return (
    <AdminFrame
      page={page}
      title={t('admin.rightsMatrix')}
      help={t('admin.rightsMatrixHelp')}
      place="/admin/categories"
      actions={actions}
    >
      <Table page={page} categories={categories} groups={groups} />
      <List page={page} categories={categories} groups={groups} />
    </AdminFrame>
  )
}

const Table = ({ page, categories, groups }: AdminRightsProps) => (
  <section class="sheet scroll matrix wide" tabindex={0} aria-label={page.t('admin.rightsMatrix')}>
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{page.t('admin.categories')}</th>
          {groups.map(group => (
            <th key={group.id} scope="col">
              {groupLabel(page.t, group)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {categories.map(category => (
          <tr key={category.id}>
            <th scope="row" data-depth={category.depth}>
              <RightsLink category={category} />
            </th>
            {groups.map(group => (
              <td key={group.id}>
                <Cell page={page} groups={groups} group={group} standing={standingOf(category, group.id)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const List = ({ page, categories, groups }: AdminRightsProps) => (
  <ul class="stack loose slim-only">
    {categories.map(category => (
      <li key={category.id} class="sheet pad stack">
        <h2 class="l">
          <RightsLink category={category} />
        </h2>
        <dl class="facts">
          {groups.map(group => (
            <div key={group.id} class="matrix-pair">
              <dt>{groupLabel(page.t, group)}</dt>
              <dd>
                <Cell page={page} groups={groups} group={group} standing={standingOf(category, group.id)} />
              </dd>
            </div>
          ))}
        </dl>
      </li>
    ))}
  </ul>
)

/** To where they are changed. */
const RightsLink = ({ category: { id, name } }: { readonly category: Row }) => (
  <a href={`/admin/categories/${id}#rights`}>{name}</a>
)

type CellProps = {
  readonly page: PageContext
  readonly groups: readonly GroupName[]
  readonly group: GroupName
  readonly standing: Standing
}

function Cell({ page, groups, group, standing: { level, by } }: CellProps) {
  const { t } = page
  const through = by === group.id ? undefined : groups.find(one => one.id === by)
  return (
    <span class={through || level === 'none' ? 'level quiet' : 'level'} data-level={level}>
      <Icon page={page} name={ICONS[level]} class="sm" />
      <span>
        {t(`right.level.${level}`)}
        {through && <small> {t('right.through', { group: groupLabel(t, through) })}</small>}
      </span>
    </span>
  )
}
