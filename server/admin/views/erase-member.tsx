import { PostsField } from '../../erasure/views.tsx'
import { type AboutMember, MemberQuestion } from './member-question.tsx'

/** The question before `POST /admin/members/:id/erase` with `posts` and, typed again, `name`. */
export function EraseMember(about: AboutMember) {
  const { page, form } = about
  const { t } = page
  return (
    <MemberQuestion
      {...about}
      title={t('admin.memberErase')}
      warning="admin.memberEraseWarning"
      act="erase"
      icon="trash-2"
      busy={t('form.deleting')}
      labels={{ posts: t('erasure.posts') }}
    >
      <PostsField page={page} form={form} />
    </MemberQuestion>
  )
}
