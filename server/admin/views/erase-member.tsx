import { PostsField } from '../../erasure/views.tsx'
import type { MemberRow } from '../../members/queries.ts'
import { FormErrors, type FormProps, Submit, TextField } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import type { AccountFacts } from '../member-queries.ts'
import { AdminFrame } from './frame.tsx'

type EraseMemberProps = FormProps & { readonly member: MemberRow; readonly facts: AccountFacts }

/** The question before `POST /admin/members/:id/erase` with `posts` and, typed again, `name`. */
export function EraseMember({ page, form, member, facts }: EraseMemberProps) {
  const { t } = page
  const path = `/admin/members/${member.id}`
  const labels = { posts: t('erasure.posts'), name: t('admin.memberTypeName', { name: member.name }) }
  const counts = { posts: member.postCount ?? 0, threads: facts.threads, uploads: facts.uploads }
  return (
    <AdminFrame page={page} title={t('admin.memberErase')} help={`@${member.name}`} place="/admin/members">
      <form class="sheet pad stack loose" method="post" action={`${path}/erase`} data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={labels} />
        <p class="note" data-tone="warn">
          <Icon page={page} name="triangle-alert" />
          <span class="grow">{t('admin.memberEraseWarning', counts)}</span>
        </p>
        <PostsField page={page} form={form} />
        <div class="narrow">
          <TextField page={page} form={form} name="name" label={labels.name} maxLength={100} autocomplete="off" />
        </div>
        <div class="row">
          <a class="btn ghost end" href={path}>
            {t('form.keep')}
          </a>
          <Submit tone="bad" busy={t('form.deleting')}>
            <Icon page={page} name="trash-2" />
            {t('admin.memberErase')}
          </Submit>
        </div>
      </form>
    </AdminFrame>
  )
}
