/** Whom a member shows what. */
import { CheckField, FormErrors, type FormProps, RadioField, Submit } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import { Notice } from '../../site/notice.tsx'
import type { PageContext } from '../../site/page.ts'
import { SettingsFrame } from '../../site/settings-frame.tsx'
import { AUDIENCES, type Audience } from '../privacy.ts'

const LABELS = {
  everyone: 'privacy.everyone',
  members: 'privacy.members',
  nobody: 'privacy.nobody',
} as const satisfies Readonly<Record<Audience, string>>

/** `POST /settings/privacy` with `profileAudience`, `activityAudience`, `profileIndexed`. */
export function PrivacyPage({ page, form, saved }: FormProps & { readonly saved: boolean }) {
  const { t } = page
  const labels = { profileAudience: t('privacy.profile'), activityAudience: t('privacy.activity') }
  const options = AUDIENCES.map(value => ({ value, label: t(LABELS[value]) }))
  return (
    <SettingsFrame page={page} current="/settings/privacy">
      {saved && <Notice page={page}>{t('form.saved')}</Notice>}
      <form class="sheet pad stack loose" method="post" action="/settings/privacy" data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={labels} />
        <RadioField
          page={page}
          form={form}
          name="profileAudience"
          legend={labels.profileAudience}
          hint={t('privacy.profileHint')}
          options={options}
        />
        <RadioField
          page={page}
          form={form}
          name="activityAudience"
          legend={labels.activityAudience}
          hint={t('privacy.activityHint')}
          options={options}
        />
        <CheckField
          page={page}
          form={form}
          name="profileIndexed"
          label={t('privacy.indexed')}
          hint={t('privacy.indexedHint')}
        />
        <StaffNote page={page} />
        <div>
          <Submit busy={t('form.saving')}>{t('form.save')}</Submit>
        </div>
      </form>
    </SettingsFrame>
  )
}

const StaffNote = ({ page }: { readonly page: PageContext }) => (
  <p class="note" data-tone="stone">
    <Icon page={page} name="shield-check" />
    <span class="grow">{page.t('privacy.staff')}</span>
  </p>
)
