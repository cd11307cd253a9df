import { Avatar, type Person } from '../../site/avatar.tsx'
import { CheckField, FormErrors, type FormProps, Submit, TextField } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { ListPager } from '../../site/pagination.tsx'
import type { FormState } from '../../site/routes.ts'
import { groupLabel } from '../labels.ts'
import type { GroupName } from '../queries.ts'
import { AdminFrame } from './frame.tsx'
import { Moves } from './moves.tsx'

const KINDS = { automatic: 'group.kind.automatic', staff: 'group.kind.staff', custom: 'group.kind.custom' } as const

type GroupRow = GroupName & { readonly size: number }

type AdminGroupsProps = FormProps & {
  readonly groups: readonly GroupRow[]
  /** Of their order: who moves one says which order they saw. */
  readonly version: number
  /** What became of a move that was refused. */
  readonly moveForm: FormState
}

/** All groups in their order: `POST /admin/groups` with `name`, `slug`; `…/:id/moves` with `by` or `before`, and `version`. */
export function AdminGroups({ page, form, moveForm, groups, version }: AdminGroupsProps) {
  const { t } = page
  const labels = { name: t('admin.name'), slug: t('admin.slug') }
  return (
    <AdminFrame page={page} title={t('admin.groups')} help={t('admin.groupsHelp')} place="/admin/groups">
      <div class="stack" id="group-order">
        <FormErrors page={page} form={moveForm} labels={{}} />
        <section class="sheet" aria-label={t('admin.groups')}>
          <ul
            class="ledger"
            data-behavior="reorder"
            data-swap="#group-order"
            data-flat
            data-failed={t('admin.moveFailed')}
          >
            {groups.map((group, at) => (
              <Row key={group.id} {...{ page, group, at, version }} count={groups.length} />
            ))}
          </ul>
        </section>
      </div>
      <form
        class="sheet pad stack"
        method="post"
        action="/admin/groups"
        data-behavior="busy-submit"
        aria-labelledby="new-group"
      >
        <h2 id="new-group">{t('admin.newGroup')}</h2>
        <FormErrors page={page} form={form} labels={labels} />
        <div class="fields">
          <TextField page={page} form={form} name="name" label={labels.name} maxLength={60} autocomplete="off" />
          <TextField
            page={page}
            form={form}
            name="slug"
            label={labels.slug}
            hint={t('admin.groupSlugHint')}
            maxLength={60}
            autocomplete="off"
          />
        </div>
        <div>
          <Submit busy={t('form.saving')}>{t('admin.createGroup')}</Submit>
        </div>
      </form>
    </AdminFrame>
  )
}

type RowProps = {
  readonly page: PageContext
  readonly group: GroupRow
  readonly version: number
  readonly at: number
  readonly count: number
}

function Row({ page, group, version, at, count }: RowProps) {
  const { t } = page
  const { id, kind, size } = group
  const name = groupLabel(t, group)
  const standing = (index: number) => t('admin.standing', { name, position: index + 1, count })
  return (
    <li data-id={id} data-depth={0} data-version={version} data-said={standing(at)}>
      <span class="swatch lg" data-tone={kind === 'custom' ? 'brand' : 'stone'}>
        <Icon page={page} name="users" />
      </span>
      <div class="stack">
        <a class="t" href={`/admin/groups/${id}`}>
          {name}
        </a>
        <p class="meta">
          <span>{t(KINDS[kind])}</span>
          {kind !== 'automatic' && <span class="num">{t('group.size', { count: size })}</span>}
        </p>
      </div>
      <Moves
        {...{ page, id, name, version, at, count, standing }}
        action={`/admin/groups/${id}/moves`}
        swap="#group-order"
      />
    </li>
  )
}

type AdminGroupProps = {
  readonly page: PageContext
  readonly group: GroupName
  readonly members: readonly Person[]
  readonly nextCursor: string | null
  readonly firstPage: boolean
  /** The group's name, and whether it can be called. */
  readonly form: FormState
  /** Whom to put in. */
  readonly memberForm: FormState
}

/** `POST /admin/groups/:id` with `name` and `mentionable`, `…/members` with `name`, `…/members/:memberId/delete`, `…/delete`. */
export function AdminGroup({ page, group, members, nextCursor, firstPage, form, memberForm }: AdminGroupProps) {
  const { t } = page
  const path = `/admin/groups/${group.id}`
  const label = groupLabel(t, group)
  return (
    <AdminFrame page={page} title={label} help={t(KINDS[group.kind])} place="/admin/groups">
      {group.kind === 'automatic' ? (
        <p class="note" data-tone="stone">
          <Icon page={page} name="info" />
          {t('admin.automaticGroup')}
        </p>
      ) : (
        <section class="sheet" aria-labelledby="group-members">
          <h2 id="group-members" class="head">
            {t('admin.members')}
          </h2>
          <form class="pad stack" method="post" action={`${path}/members`} data-behavior="busy-submit">
            <FormErrors page={page} form={memberForm} scope="add" labels={{ name: t('admin.memberName') }} />
            <div class="with-button">
              <TextField
                page={page}
                form={memberForm}
                scope="add"
                name="name"
                label={t('admin.memberName')}
                maxLength={60}
                autocomplete="off"
              />
              <Submit class="btn" busy={t('form.saving')}>
                <Icon page={page} name="user-plus" />
                {t('admin.addMember')}
              </Submit>
            </div>
          </form>
          <ul class="ledger">
            {members.map(member => (
              <li key={member.id}>
                <Avatar page={page} of={member} />
                <a class="t" href={`/m/${encodeURIComponent(member.name)}`}>
                  {member.displayName}
                </a>
                <form class="last" method="post" action={`${path}/members/${member.id}/delete`}>
                  <button
                    class="btn sm"
                    type="submit"
                    aria-label={t('admin.removeNamed', { name: member.displayName })}
                  >
                    {t('admin.remove')}
                  </button>
                </form>
              </li>
            ))}
          </ul>
        </section>
      )}
      <ListPager page={page} path={path} nextCursor={nextCursor} firstPage={firstPage} kind="list" />
      <form class="sheet pad stack" method="post" action={path} data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={{ name: t('admin.name') }} />
        <TextField page={page} form={form} name="name" label={t('admin.name')} maxLength={60} autocomplete="off" />
        {group.kind !== 'automatic' && (
          <CheckField
            page={page}
            form={form}
            name="mentionable"
            label={t('admin.mentionable', { slug: group.slug })}
            hint={t('admin.mentionableHelp')}
          />
        )}
        <div>
          <Submit class="btn" busy={t('form.saving')}>
            {t('form.save')}
          </Submit>
        </div>
      </form>
      {group.kind === 'custom' && (
        <form class="panel split" method="post" action={`${path}/delete`} data-behavior="busy-submit">
          <p class="soft-ink grow-fit">{t('admin.deleteGroupHelp')}</p>
          <Submit class="btn ghost" tone="bad" busy={t('form.deleting')}>
            <Icon page={page} name="trash-2" />
            {t('admin.deleteGroup')}
          </Submit>
        </form>
      )}
    </AdminFrame>
  )
}
