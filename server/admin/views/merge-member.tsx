import { TextField } from '../../site/controls.tsx'
import { type AboutMember, MemberQuestion } from './member-question.tsx'

/** The question before `POST /admin/members/:id/merge` with `into` and, typed again, `name`. */
export function MergeMember(about: AboutMember) {
  const { page, form } = about
  const { t } = page
  const label = t('merge.into')
  return (
    <MemberQuestion
      {...about}
      title={t('merge.title')}
      warning="merge.warning"
      act="merge"
      icon="users"
      busy={t('form.saving')}
      labels={{ into: label }}
    >
      <div class="narrow">
        <TextField page={page} form={form} name="into" label={label} maxLength={100} autocomplete="off" />
      </div>
    </MemberQuestion>
  )
}
