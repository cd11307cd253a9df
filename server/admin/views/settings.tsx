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
import { Icon } from '../../site/icon.tsx'
import { Notice } from '../../site/notice.tsx'
import type { PageContext } from '../../site/page.ts'
import type { SettingField, SettingGroup, SettingsNotice } from '../settings-pages.tsx'
import { AdminFrame } from './frame.tsx'

/** Longer texts get several lines. */
const ONE_LINE = 200

const PATH = '/admin/settings'
const FORM = 'settings'
/** What the button is called whose value says which setting is put back. */
export const PUT_BACK = 'putBack'

type AdminSettingsProps = FormProps & {
  readonly groups: readonly SettingGroup[]
  /** What was looked for; empty: nothing. */
  readonly q: string
  readonly notice: SettingsNotice | null
}

/**
 * `POST /admin/settings` with a field per setting: the page follows from what features declare. Those that were not looked
 * for are hidden and sent all the same. `POST …/defaults` with `putBack`, a setting's key, besides.
 */
export function AdminSettings({ page, form, groups, q, notice }: AdminSettingsProps) {
  const { t } = page
  const labels = Object.fromEntries(groups.flatMap(({ fields }) => fields.map(({ name, label }) => [name, label])))
  // The first button of the form: Enter in a field is meant for it.
  const save = (
    <button class="btn fill" type="submit" form={FORM} data-busy={t('form.saving')}>
      {t('form.save')}
    </button>
  )
  return (
    <AdminFrame page={page} title={t('admin.settings')} help={t('admin.settingsHelp')} place={PATH} actions={save}>
      {notice && <Notice page={page}>{t(notice === 'saved' ? 'form.saved' : 'settings.isPutBack')}</Notice>}
      <Find page={page} groups={groups} q={q} />
      <div class="settings">
        <Contents page={page} groups={groups} />
        <form id={FORM} class="stack loose" method="post" action={PATH} data-behavior="busy-submit">
          <FormErrors page={page} form={form} labels={labels} />
          {groups.map(({ area, label, fields }) => (
            <section
              key={area}
              id={`area-${area}`}
              class="sheet pad stack loose"
              aria-labelledby={`area-${area}-label`}
              hidden={!isFound(fields)}
            >
              <h2 id={`area-${area}-label`}>{label}</h2>
              {fields.map(field => (
                <Setting key={field.name} page={page} form={form} field={field} />
              ))}
            </section>
          ))}
          <div class="row">
            <Submit class="btn fill end" busy={t('form.saving')}>
              {t('form.save')}
            </Submit>
          </div>
        </form>
      </div>
    </AdminFrame>
  )
}

const isFound = (fields: readonly SettingField[]): boolean => fields.some(({ found }) => found)

type Grouped = { readonly page: PageContext; readonly groups: readonly SettingGroup[] }

/** `GET /admin/settings?q=`; where scripts run it narrows while one types. */
function Find({ page, groups, q }: Grouped & { readonly q: string }) {
  const { t } = page
  const count = groups.flatMap(({ fields }) => fields).filter(({ found }) => found).length
  return (
    <search>
      <form
        class="stack tight"
        method="get"
        action={PATH}
        data-behavior="find-settings"
        data-none={t('settings.found', { count: 0 })}
        data-one={t('settings.found', { count: 1 })}
        data-some={t('settings.foundSome')}
      >
        <div class="filter">
          <div class="field">
            <label for="settings-q">{t('settings.find')}</label>
            <input class="in" id="settings-q" name="q" type="search" value={q} maxlength={100} autocomplete="off" />
          </div>
          <button class="btn" type="submit">
            <Icon page={page} name="search" />
            {t('tag.filter')}
          </button>
        </div>
        <p class="s quiet" role="status">
          {q && t('settings.found', { count })}
        </p>
      </form>
    </search>
  )
}

/** The areas, in reach however far one has come. */
const Contents = ({ page, groups }: Grouped) => (
  <nav class="contents" aria-label={page.t('settings.contents')}>
    <ul>
      {groups.map(({ area, label, fields }) => (
        <li key={area} hidden={!isFound(fields)}>
          <a href={`#area-${area}`}>{label}</a>
        </li>
      ))}
    </ul>
  </nav>
)

type SettingProps = FormProps & { readonly field: SettingField }

function Setting({ page, form, field }: SettingProps) {
  const { t } = page
  const { key, label, changed, normal, words, found } = field
  return (
    <div class="setting" data-words={words} hidden={!found}>
      <Control page={page} form={form} field={field} />
      {changed && (
        <p class="row s">
          <span class="chip">{t('settings.changed')}</span>
          {normal && <span class="quiet">{t('settings.normal', { value: normal })}</span>}
          <button
            class="linkish"
            type="submit"
            name={PUT_BACK}
            value={key}
            formaction={`${PATH}/defaults`}
            formnovalidate
            aria-label={t('settings.putBackNamed', { name: label })}
          >
            {t('settings.putBack')}
          </button>
        </p>
      )}
    </div>
  )
}

function Control({ page, form, field }: SettingProps) {
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
