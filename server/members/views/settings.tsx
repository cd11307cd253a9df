/** What a member says of themselves, and how they like to read. */
import type { MessageKey } from '../../core/i18n.ts'
import type { Person } from '../../site/avatar.tsx'
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
import type { FormState } from '../../site/routes.ts'
import { SettingsFrame } from '../../site/settings-frame.tsx'
import { fieldLabels, MemberFieldControls } from './fields.tsx'
import { PictureSection } from './picture.tsx'

type SettingsFormProps = FormProps & { readonly saved: boolean }

type ProfileSettingsProps = FormProps & {
  readonly member: Person
  readonly notice: string | undefined
  /** Of the picture, when it was refused. */
  readonly pictureForm: FormState
}

/** What has just been done, by the notice in the address. */
const NOTICES: ReadonlyMap<string | undefined, MessageKey> = new Map([
  ['saved', 'form.saved'],
  ['picture', 'picture.saved'],
  ['picture-removed', 'picture.removed'],
] as const)

/** `POST /settings/profile` with `displayName`, `about`, and `fields.<name>` for each that plugins add; the picture has a form of its own. */
export function ProfileSettingsPage({ page, form, member, notice, pictureForm }: ProfileSettingsProps) {
  const { t } = page
  const labels = { displayName: t('profile.displayName'), about: t('profile.about'), ...fieldLabels(page) }
  const done = NOTICES.get(notice)
  return (
    <SettingsFrame page={page} current="/settings/profile">
      {done && <Notice page={page}>{t(done)}</Notice>}
      <PictureSection page={page} form={pictureForm} member={member} />
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
        <MemberFieldControls page={page} form={form} />
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
