/** What a member says of themselves, and how they like to read. */
import {
  FormErrors,
  type FormProps,
  RadioField,
  SelectField,
  Submit,
  TextArea,
  TextField,
} from '../../site/controls.tsx'
import { LANGUAGE_NAMES } from '../../site/footer.tsx'
import { Notice } from '../../site/notice.tsx'
import { SettingsFrame } from '../../site/settings-frame.tsx'

type SettingsFormProps = FormProps & { readonly saved: boolean }

/** `POST /settings/profile` with `displayName`, `about`. */
export function ProfileSettingsPage({ page, form, saved }: SettingsFormProps) {
  const { t } = page
  const labels = { displayName: t('profile.displayName'), about: t('profile.about') }
  return (
    <SettingsFrame page={page} current="/settings/profile">
      {saved && <Notice page={page}>{t('form.saved')}</Notice>}
      <form class="sheet pad stack" method="post" action="/settings/profile" data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={labels} />
        <TextField
          page={page}
          form={form}
          name="displayName"
          label={labels.displayName}
          hint={t('profile.displayNameHint')}
          autocomplete="nickname"
          maxLength={40}
          required={false}
          optional={true}
        />
        <TextArea
          page={page}
          form={form}
          name="about"
          label={labels.about}
          hint={t('profile.aboutHint')}
          maxLength={1000}
          required={false}
          optional={true}
        />
        <div>
          <Submit busy={t('form.saving')}>{t('form.save')}</Submit>
        </div>
      </form>
    </SettingsFrame>
  )
}

/** `POST /preferences` with `locale`, `theme`, `density`, `returnTo`. */
export function PreferencesPage({ page, form, saved }: SettingsFormProps) {
  const { t } = page
  const languages = Object.entries(LANGUAGE_NAMES).map(([value, label]) => ({ value, label }))
  return (
    <SettingsFrame page={page} current="/settings/preferences">
      {saved && <Notice page={page}>{t('form.saved')}</Notice>}
      <form class="sheet pad stack loose" method="post" action="/preferences" data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={{}} />
        <input type="hidden" name="returnTo" value="/settings/preferences?notice=saved" />
        <div class="narrow">
          <SelectField
            page={page}
            form={form}
            name="locale"
            label={t('footer.language')}
            options={languages}
            prompt={t('preferences.browserLanguage')}
            required={false}
          />
        </div>
        <RadioField
          page={page}
          form={form}
          name="theme"
          legend={t('footer.theme')}
          options={[
            { value: 'system', label: t('theme.system') },
            { value: 'light', label: t('theme.light') },
            { value: 'dark', label: t('theme.dark') },
          ]}
        />
        <RadioField
          page={page}
          form={form}
          name="density"
          legend={t('preferences.density')}
          options={[
            { value: 'cosy', label: t('preferences.cosy'), help: t('preferences.cosyHelp') },
            { value: 'compact', label: t('preferences.compact'), help: t('preferences.compactHelp') },
          ]}
        />
        <div>
          <Submit busy={t('form.saving')}>{t('form.save')}</Submit>
        </div>
      </form>
    </SettingsFrame>
  )
}
