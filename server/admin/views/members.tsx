import type { MessageKey } from '../../core/i18n.ts'
import type { MemberRow } from '../../members/queries.ts'
import { MEMBER_STATES, type MemberState } from '../../members/schema.ts'
import { Avatar } from '../../site/avatar.tsx'
import { Icon } from '../../site/icon.tsx'
import { Notice } from '../../site/notice.tsx'
import type { PageContext } from '../../site/page.ts'
import { ListPager } from '../../site/pagination.tsx'
import { Time } from '../../site/time.tsx'
import { groupLabel } from '../labels.ts'
import type { GroupName } from '../queries.ts'
import { AdminFrame } from './frame.tsx'

const PATH = '/admin/members'

const STATES = {
  all: 'admin.membersAll',
  staff: 'admin.membersStaff',
  suspended: 'admin.membersSuspended',
  unverified: 'admin.membersUnverified',
} as const satisfies Readonly<Record<MemberState, MessageKey>>

type AdminMembersProps = {
  readonly page: PageContext
  readonly members: readonly MemberRow[]
  readonly groups: readonly GroupName[]
  readonly q: string
  readonly state: MemberState
  readonly nextCursor: string | null
  readonly firstPage: boolean
  /** Whether one has just been asked to be erased. */
  readonly erased: boolean
}

/** Members by what they are called, or by what they wait for. */
export function AdminMembers(props: AdminMembersProps) {
  const { page, members, groups, q, state, nextCursor, firstPage, erased } = props
  const { t } = page
  return (
    <AdminFrame page={page} title={t('admin.members')} help={t('admin.membersHelp')} place={PATH}>
      {erased && <Notice page={page}>{t('admin.memberErased')}</Notice>}
      <search>
        <form class="filter" method="get" action={PATH}>
          <div class="field">
            <label for="members-q">{t('admin.memberSearch')}</label>
            <input class="in" id="members-q" name="q" type="search" value={q} maxlength={254} />
          </div>
          {state !== 'all' && <input type="hidden" name="state" value={state} />}
          <button class="btn" type="submit">
            <Icon page={page} name="search" />
            {t('admin.find')}
          </button>
        </form>
      </search>
      <nav class="tabs" aria-label={t('admin.membersShown')}>
        {MEMBER_STATES.map(one => (
          <a key={one} href={pathOf(q, one)} aria-current={one === state ? 'page' : undefined}>
            {t(STATES[one])}
          </a>
        ))}
      </nav>
      {members.length > 0 ? (
        <section class="sheet" aria-label={t('admin.members')}>
          <ul class="ledger">
            {members.map(member => (
              <Row key={member.id} page={page} member={member} groups={groups} />
            ))}
          </ul>
        </section>
      ) : (
        <p class="note" data-tone="stone">
          <Icon page={page} name="info" />
          <span class="grow">{t('admin.noMembers')}</span>
        </p>
      )}
      <ListPager page={page} path={pathOf(q, state)} nextCursor={nextCursor} firstPage={firstPage} kind="list" />
    </AdminFrame>
  )
}

function pathOf(q: string, state: MemberState): string {
  const query = new URLSearchParams({ ...(q && { q }), ...(state !== 'all' && { state }) }).toString()
  return query ? `${PATH}?${query}` : PATH
}

type RowProps = Pick<AdminMembersProps, 'page' | 'groups'> & { readonly member: MemberRow }

function Row({ page, member, groups }: RowProps) {
  const { t } = page
  const { id, name, displayName, email, createdAt, lastSeenAt, postCount } = member
  return (
    <li>
      <Avatar page={page} of={member} />
      <div class="stack">
        <a class="t" href={`${PATH}/${id}`}>
          {displayName}
        </a>
        <p class="meta">
          <span>@{name}</span>
          {email && <span>{email}</span>}
          <span>
            {t('member.joined')} <Time page={page} at={createdAt} style="date" />
          </span>
          {lastSeenAt && (
            <span>
              {t('profile.lastSeen')} <Time page={page} at={lastSeenAt} style="relative" />
            </span>
          )}
          {postCount !== null && <span>{t('member.posts', { count: postCount })}</span>}
        </p>
      </div>
      <p class="last row">
        <States page={page} member={member} groups={groups} />
      </p>
    </li>
  )
}

/** What is said of an account in a word: its groups, and whether something is amiss. */
export function States({ page, member, groups }: RowProps) {
  const { t } = page
  const { suspendedUntil, verified } = member
  return (
    <>
      {groups
        .filter(({ slug }) => member.groups?.includes(slug))
        .map(group => (
          <a key={group.id} class="chip" data-tone="brand" href={`/admin/groups/${group.id}`}>
            <Icon page={page} name="users" />
            {groupLabel(t, group)}
          </a>
        ))}
      {suspendedUntil && suspendedUntil > page.now && (
        <span class="chip" data-tone="bad">
          <Icon page={page} name="lock" />
          {t('admin.memberSuspended')}
        </span>
      )}
      {verified === false && (
        <span class="chip" data-tone="warn">
          <Icon page={page} name="triangle-alert" />
          {t('account.unverified')}
        </span>
      )}
    </>
  )
}
