import {
  CheckField,
  FormErrors,
  type FormProps,
  SelectField,
  Submit,
  TextArea,
  TextField,
} from '../../site/controls.tsx'
import { HueField } from '../../site/hue-field.tsx'
import { Notice } from '../../site/notice.tsx'
import type { SettingField, SettingGroup } from '../settings-pages.tsx'
import { AdminFrame } from './frame.tsx'

/** Longer texts get several lines. */
const ONE_LINE = 200

type AdminSettingsProps = FormProps & { readonly groups: readonly SettingGroup[]; readonly saved: boolean }

/** `POST /admin/settings` with a field per setting: the page follows from what features declare. */
export function AdminSettings({ page, form, groups, saved }: AdminSettingsProps) {
  const { t } = page
  const labels = Object.fromEntries(groups.flatMap(({ fields }) => fields.map(({ name, label }) => [name, label])))
  return (
    <AdminFrame page={page} title={t('admin.settings')} help={t('admin.settingsHelp')} place="/admin/settings">
      {saved && <Notice page={page}>{t('form.saved')}</Notice>}
      <form class="stack loose" method="post" action="/admin/settings" data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={labels} />
        {groups.map(({ area, label, fields }) => (
          <section key={area} class="sheet pad stack loose" aria-labelledby={`area-${area}`}>
            <h2 id={`area-${area}`}>{label}</h2>
            {fields.map(field => (
              <Control key={field.name} page={page} form={form} field={field} />
            ))}
          </section>
        ))}
        <div class="row">
          <Submit class="btn fill end" busy={t('form.saving')}>
            {t('form.save')}
          </Submit>
        </div>
      </form>
    </AdminFrame>
  )
}

function Control({ page, form, field }: FormProps & { readonly field: SettingField }) {
  const { name, label, help, required, min, max, maxLength } = field
  const common = { page, form, name, label, hint: help }
  if (field.key === 'site.hue') return <HueField {...common} />
  switch (field.type) {
    case 'boolean':
      return <CheckField {...common} />
    case 'choice':
      return <SelectField {...common} options={field.options ?? []} />
    case 'integer':
      return (
        <TextField
          {...common}
          type="number"
          required={required}
          {...(min !== undefined && { min })}
          {...(max !== undefined && { max })}
        />
      )
    case 'secret':
      return (
        <TextField
          {...common}
          hint={help ?? page.t('admin.secretHint')}
          type="password"
          required={false}
          autocomplete="new-password"
        />
      )
    case 'string':
      return maxLength !== undefined && maxLength > ONE_LINE ? (
        <TextArea {...common} required={required} maxLength={maxLength} rows={4} />
      ) : (
        <TextField {...common} required={required} autocomplete="off" {...(maxLength !== undefined && { maxLength })} />
      )
  }
}
