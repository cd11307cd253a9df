import type { MemberRow } from '../../members/queries.ts'
import { FormErrors, type FormProps, Submit, TextField } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import type { AccountFacts } from '../member-queries.ts'
import { AdminFrame } from './frame.tsx'

type MergeMemberProps = FormProps & { readonly member: MemberRow; readonly facts: AccountFacts }

/** The question before `POST /admin/members/:id/merge` with `into` and, typed again, `name`. */
export function MergeMember({ page, form, member, facts }: MergeMemberProps) {
  const { t } = page
  const path = `/admin/members/${member.id}`
  const labels = { into: t('merge.into'), name: t('admin.memberTypeName', { name: member.name }) }
  const counts = { posts: member.postCount ?? 0, threads: facts.threads, uploads: facts.uploads }
  return (
    <AdminFrame page={page} title={t('merge.title')} help={`@${member.name}`} place="/admin/members">
      <form class="sheet pad stack loose" method="post" action={`${path}/merge`} data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={labels} />
        <p class="note" data-tone="warn">
          <Icon page={page} name="triangle-alert" />
          <span class="grow">{t('merge.warning', counts)}</span>
        </p>
        <div class="stack narrow">
          <TextField page={page} form={form} name="into" label={labels.into} maxLength={100} autocomplete="off" />
          <TextField page={page} form={form} name="name" label={labels.name} maxLength={100} autocomplete="off" />
        </div>
        <div class="row">
          <a class="btn ghost end" href={path}>
            {t('form.keep')}
          </a>
          <Submit tone="bad" busy={t('form.saving')}>
            <Icon page={page} name="users" />
            {t('merge.title')}
          </Submit>
        </div>
      </form>
    </AdminFrame>
  )
}
