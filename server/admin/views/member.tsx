import { Fragment } from 'preact'
import { describeAgent } from '../../auth/user-agent.ts'
import type { MessageKey } from '../../core/i18n.ts'
import type { MemberRow } from '../../members/queries.ts'
import { CheckField, FormErrors, Submit, TextField } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import { Notice } from '../../site/notice.tsx'
import type { PageContext } from '../../site/page.ts'
import type { FormState } from '../../site/routes.ts'
import { Time } from '../../site/time.tsx'
import { trustName } from '../../site/trust.tsx'
import type { ExportRow } from '../../takeout/service.ts'
import { ExportList } from '../../takeout/views.tsx'
import type { AccountFacts } from '../member-queries.ts'
import type { GroupName } from '../queries.ts'
import { AdminFrame } from './frame.tsx'
import { States } from './members.tsx'

/** What has just been done, by the notice in the address. */
const NOTICES: ReadonlyMap<string | undefined, MessageKey> = new Map([
  ['renamed', 'admin.memberRenamed'],
  ['email', 'form.saved'],
  ['signedOut', 'admin.memberSignedOut'],
  ['merged', 'merge.done'],
] as const)

type AdminMemberProps = {
  readonly page: PageContext
  readonly member: MemberRow
  readonly facts: AccountFacts
  readonly groups: readonly GroupName[]
  readonly exports: readonly ExportRow[]
  readonly nameForm: FormState
  readonly emailForm: FormState
  readonly notice: string | undefined
}

/** `POST /admin/members/:id/name` with `name`, `…/email` with `email` and `verified`, `…/sessions/delete`, `…/exports`. */
export function AdminMember(props: AdminMemberProps) {
  const { page, member, facts, groups, exports, nameForm, emailForm, notice } = props
  const { t } = page
  const path = `/admin/members/${member.id}`
  const done = NOTICES.get(notice)
  return (
    <AdminFrame
      page={page}
      title={member.displayName}
      help={`@${member.name}`}
      place="/admin/members"
      actions={
        <a class="btn" href={`/m/${encodeURIComponent(member.name)}`}>
          <Icon page={page} name="user" />
          {t('nav.profile')}
        </a>
      }
    >
      {done && <Notice page={page}>{t(done)}</Notice>}
      <p class="row">
        <States page={page} member={member} groups={groups} />
      </p>
      {facts.eraseAt && (
        <p class="note" data-tone="warn">
          <Icon page={page} name="clock" />
          <span class="grow">
            {t('admin.memberEraseAt')} <Time page={page} at={facts.eraseAt} />
          </span>
        </p>
      )}
      <Facts page={page} member={member} facts={facts} />
      <NameForm page={page} form={nameForm} path={path} />
      <EmailForm page={page} form={emailForm} path={path} />
      <Openings page={page} facts={facts} path={path} />
      <section class="sheet pad stack" aria-labelledby="data">
        <h2 id="data">{t('takeout.title')}</h2>
        <form class="split" method="post" action={`${path}/exports`} data-behavior="busy-submit">
          <p class="soft-ink grow-fit">{t('admin.memberExportHelp')}</p>
          <Submit class="btn" busy={t('form.sending')}>
            <Icon page={page} name="download" />
            {t('admin.memberExport')}
          </Submit>
        </form>
        <ExportList page={page} exports={exports} />
      </section>
      <section class="panel split">
        <p class="soft-ink grow-fit">{t('merge.help')}</p>
        <a class="btn ghost" href={`${path}/merge`}>
          <Icon page={page} name="users" />
          {t('merge.title')}
        </a>
      </section>
      <section class="panel split">
        <p class="soft-ink grow-fit">{t('admin.memberEraseHelp')}</p>
        <a class="btn ghost" data-tone="bad" href={`${path}/erase`}>
          <Icon page={page} name="trash-2" />
          {t('admin.memberErase')}
        </a>
      </section>
    </AdminFrame>
  )
}

type FactsProps = Pick<AdminMemberProps, 'page' | 'member' | 'facts'>

function Facts({ page, member, facts }: FactsProps) {
  const { t } = page
  const counts: readonly (readonly [MessageKey, number])[] = [
    ['admin.posts', member.postCount ?? 0],
    ['admin.threads', facts.threads],
    ['admin.memberReactions', facts.reactions],
    ['admin.memberBookmarks', facts.bookmarks],
    ['settings.follows', facts.follows],
    ['drafts.title', facts.drafts],
    ['settings.uploads', facts.uploads],
  ]
  return (
    <section class="panel" aria-labelledby="facts">
      <h2 id="facts">{t('admin.memberFacts')}</h2>
      <dl class="facts">
        <dt>{t('admin.memberId')}</dt>
        <dd class="num">{member.id}</dd>
        <dt>{t('member.joined')}</dt>
        <dd>
          <Time page={page} at={member.createdAt} />
        </dd>
        {member.lastSeenAt && (
          <>
            <dt>{t('profile.lastSeen')}</dt>
            <dd>
              <Time page={page} at={member.lastSeenAt} style="relative" />
            </dd>
          </>
        )}
        <dt>{t('admin.memberTrust')}</dt>
        <dd>{trustName(t, member.trustLevel)}</dd>
        {facts.formerNames.length > 0 && (
          <>
            <dt>{t('admin.memberFormerNames')}</dt>
            <dd>{facts.formerNames.map(name => `@${name}`).join(', ')}</dd>
          </>
        )}
        {counts.map(([label, count]) => (
          <Fragment key={label}>
            <dt>{t(label)}</dt>
            <dd class="num">{t('admin.count', { count })}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  )
}

type FormProps = { readonly page: PageContext; readonly form: FormState; readonly path: string }

function NameForm({ page, form, path }: FormProps) {
  const { t } = page
  return (
    <form class="sheet pad stack" method="post" action={`${path}/name`} data-behavior="busy-submit">
      <h2>{t('admin.memberRename')}</h2>
      <FormErrors page={page} form={form} scope="name" labels={{ name: t('admin.name') }} />
      <TextField
        page={page}
        form={form}
        scope="name"
        name="name"
        label={t('admin.name')}
        hint={t('admin.memberRenameHelp')}
        maxLength={30}
        autocomplete="off"
      />
      <div>
        <Submit class="btn" busy={t('form.saving')}>
          {t('admin.memberRename')}
        </Submit>
      </div>
    </form>
  )
}

function EmailForm({ page, form, path }: FormProps) {
  const { t } = page
  return (
    <form class="sheet pad stack" method="post" action={`${path}/email`} data-behavior="busy-submit">
      <h2>{t('auth.email')}</h2>
      <FormErrors page={page} form={form} scope="email" labels={{ email: t('auth.email') }} />
      <TextField
        page={page}
        form={form}
        scope="email"
        name="email"
        type="email"
        label={t('auth.email')}
        maxLength={254}
        autocomplete="off"
      />
      <CheckField
        page={page}
        form={form}
        scope="email"
        name="verified"
        label={t('admin.memberVerified')}
        hint={t('admin.memberVerifiedHelp')}
      />
      <div>
        <Submit class="btn" busy={t('form.saving')}>
          {t('form.save')}
        </Submit>
      </div>
    </form>
  )
}

/** What is open in their name, and the way to end it all. */
function Openings({ page, facts, path }: Pick<AdminMemberProps, 'page' | 'facts'> & { readonly path: string }) {
  const { t } = page
  const { sessions, tokens } = facts
  return (
    <section class="sheet" aria-labelledby="openings">
      <h2 id="openings" class="head">
        {t('admin.memberOpenings')}
      </h2>
      {sessions.length + tokens.length === 0 ? (
        <p class="pad quiet">{t('admin.memberNoOpenings')}</p>
      ) : (
        <ul class="ledger">
          {sessions.map(session => (
            <li key={session.id}>
              <Icon page={page} name="monitor-smartphone" />
              <div class="stack">
                <b>{describeAgent(session.userAgent) ?? t('sessions.unknown')}</b>
                <p class="meta">
                  <span>
                    {t('sessions.seen')} <Time page={page} at={session.lastSeenAt} />
                  </span>
                  {session.address && <span class="mono">{session.address}</span>}
                </p>
              </div>
            </li>
          ))}
          {tokens.map(token => (
            <li key={token.id}>
              <Icon page={page} name="key-round" />
              <div class="stack">
                <b>{token.name}</b>
                <p class="meta">
                  <span class="mono">{token.scopes.join(', ')}</span>
                  {token.lastUsedAt && (
                    <span>
                      {t('sessions.seen')} <Time page={page} at={token.lastUsedAt} />
                    </span>
                  )}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      <form class="pad split" method="post" action={`${path}/sessions/delete`} data-behavior="busy-submit">
        <p class="soft-ink grow-fit">{t('admin.memberSignOutHelp')}</p>
        <Submit class="btn" busy={t('sessions.ending')}>
          <Icon page={page} name="log-out" />
          {t('admin.memberSignOut')}
        </Submit>
      </form>
    </section>
  )
}
