/** What is asked before an account is changed for good: what it would take along, and the account's name, typed again. */
import type { ComponentChildren } from 'preact'
import type { MemberRow } from '../../members/queries.ts'
import { FormErrors, type FormProps, Submit, TextField } from '../../site/controls.tsx'
import { Icon, type IconName } from '../../site/icon.tsx'
import type { AccountFacts } from '../member-queries.ts'
import { AdminFrame } from './frame.tsx'

/** The account that it is about, and what it has. */
export type AboutMember = FormProps & { readonly member: MemberRow; readonly facts: AccountFacts }

type MemberQuestionProps = AboutMember & {
  /** Of the question, and of the button that answers it. */
  readonly title: string
  /** Says what goes, of these counts. */
  readonly warning: 'admin.memberEraseWarning' | 'merge.warning'
  /** Last part of the form's address. */
  readonly act: 'erase' | 'merge'
  readonly icon: IconName
  /** What the button says meanwhile. */
  readonly busy: string
  /** Names of the fields between the warning and the name. */
  readonly labels: Readonly<Record<string, string>>
  readonly children: ComponentChildren
}

export function MemberQuestion({ page, form, member, facts, ...question }: MemberQuestionProps) {
  const { t } = page
  const { title, warning, act, icon, busy, children } = question
  const path = `/admin/members/${member.id}`
  const name = t('admin.memberTypeName', { name: member.name })
  const counts = { posts: member.postCount ?? 0, threads: facts.threads, uploads: facts.uploads }
  return (
    <AdminFrame page={page} title={title} help={`@${member.name}`} place="/admin/members">
      <form class="sheet pad stack loose" method="post" action={`${path}/${act}`} data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={{ ...question.labels, name }} />
        <p class="note" data-tone="warn">
          <Icon page={page} name="triangle-alert" />
          <span class="grow">{t(warning, counts)}</span>
        </p>
        {children}
        <div class="narrow">
          <TextField page={page} form={form} name="name" label={name} maxLength={100} autocomplete="off" />
        </div>
        <div class="row">
          <a class="btn ghost end" href={path}>
            {t('form.keep')}
          </a>
          <Submit tone="bad" busy={busy}>
            <Icon page={page} name={icon} />
            {title}
          </Submit>
        </div>
      </form>
    </AdminFrame>
  )
}
