/** A member's picture, as they change it themselves. */
import { Avatar, type Person } from '../../site/avatar.tsx'
import { FileField, FormErrors, type FormProps, Submit } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'

type PictureProps = FormProps & { readonly member: Person }

const SCOPE = 'picture'

/** `POST /settings/profile/picture`, a form with a `file`, and `POST /settings/profile/picture/delete` (server/uploads). */
export function PictureSection({ page, form, member }: PictureProps) {
  const { t } = page
  const label = t('picture.file')
  return (
    <section class="sheet pad stack" aria-labelledby="picture">
      <h2 id="picture">{t('picture.title')}</h2>
      <form
        class="row loose start"
        method="post"
        action="/settings/profile/picture"
        enctype="multipart/form-data"
        data-behavior="busy-submit picture-preview"
      >
        <Avatar page={page} of={member} size="xl" />
        <div class="stack grow-fit">
          <FormErrors page={page} form={form} scope={SCOPE} labels={{ file: label }} />
          <FileField
            page={page}
            form={form}
            scope={SCOPE}
            name="file"
            label={label}
            hint={t('picture.hint')}
            accept="image/jpeg,image/png,image/webp,image/gif,image/avif"
          />
          <div class="row">
            <Submit busy={t('form.sending')}>{t('picture.use')}</Submit>
            {member.avatar && (
              <button type="submit" class="btn" form="remove-picture">
                <Icon page={page} name="trash-2" />
                {t('picture.remove')}
              </button>
            )}
          </div>
        </div>
      </form>
      {member.avatar && <form hidden id="remove-picture" method="post" action="/settings/profile/picture/delete" />}
    </section>
  )
}
