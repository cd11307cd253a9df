import {
  CheckField,
  Field,
  FormErrors,
  type FormProps,
  SelectField,
  Submit,
  TextArea,
  TextField,
  wiring,
} from '../../site/controls.tsx'
import { type Look, lookPath } from '../../site/generated-css.ts'
import { HueField } from '../../site/hue-field.tsx'
import { Icon } from '../../site/icon.tsx'
import { Notice } from '../../site/notice.tsx'
import { FACES, stackOf } from '../../site/typefaces.ts'
import type { SettingField } from '../settings-pages.tsx'
import { ContrastProof } from './contrast-proof.tsx'
import { AdminFrame } from './frame.tsx'
import { LookSample } from './look-sample.tsx'
import { Marks, type RefusedMark } from './marks.tsx'

const PATH = '/admin/appearance'

type AdminAppearanceProps = FormProps & {
  readonly fields: readonly SettingField[]
  readonly look: Look
  /** Whether the look is only being tried: then the page wears it. */
  readonly tried: boolean
  readonly saved: boolean
  /** What became of a mark that was sent. */
  readonly refused: RefusedMark | undefined
}

/** `POST /admin/appearance`, or `…/preview` to see it first, with a field per setting, and `colour` for a code to take the hue of. */
export function AdminAppearance({ page, form, fields, look, tried, saved, refused }: AdminAppearanceProps) {
  const { t } = page
  const labels = {
    ...Object.fromEntries(fields.map(({ name, label }) => [name, label])),
    colour: t('appearance.colour'),
  }
  return (
    <AdminFrame page={page} title={t('admin.appearance')} help={t('appearance.help')} place={PATH}>
      {tried && <link rel="stylesheet" href={lookPath(look)} />}
      {saved && <Notice page={page}>{t('form.saved')}</Notice>}
      <div class="look">
        <div class="stack loose">
          <form
            class="stack loose"
            method="post"
            action={PATH}
            data-behavior="look-preview busy-submit"
            data-preview={`${PATH}/preview`}
            data-stacks={JSON.stringify(Object.fromEntries(FACES.map(face => [face, stackOf(face)])))}
          >
            <FormErrors page={page} form={form} labels={labels} />
            <Colour page={page} form={form} fields={fields} />
            <Shape page={page} form={form} fields={fields} />
            <OwnRules page={page} form={form} fields={fields} />
            <div class="row">
              <button class="btn end" type="submit" formaction={`${PATH}/preview`} data-busy={t('form.sending')}>
                <Icon page={page} name="eye" />
                {t('appearance.preview')}
              </button>
              <Submit busy={t('form.saving')}>{t('form.save')}</Submit>
            </div>
          </form>
          <Marks page={page} refused={refused} />
        </div>
        <div class="stack loose">
          <section class="stack" aria-labelledby="preview">
            <h2 id="preview">{t('appearance.preview')}</h2>
            <div class="look-samples">
              <LookSample page={page} look={look} theme="light" />
              <LookSample page={page} look={look} theme="dark" />
            </div>
          </section>
          <ContrastProof page={page} tint={look} />
        </div>
      </div>
    </AdminFrame>
  )
}

type PartProps = FormProps & { readonly fields: readonly SettingField[] }

/** @throws for a setting that nobody declared */
function fieldAt({ fields }: PartProps, key: string): SettingField {
  const field = fields.find(one => one.key === key)
  if (!field) throw new Error(`there is no setting ${key}`)
  return field
}

/** What every control of a setting is given. */
function controlOf(props: PartProps, key: string) {
  const { name, label, help } = fieldAt(props, key)
  return { page: props.page, form: props.form, name, label, hint: help }
}

function Colour(props: PartProps) {
  const { page, form } = props
  const { t } = page
  return (
    <section class="sheet pad stack loose" aria-labelledby="look-colour">
      <h2 id="look-colour">{t('appearance.colours')}</h2>
      <HueField {...controlOf(props, 'site.hue')} sample={false} />
      <div class="with-button">
        <TextField
          page={page}
          form={form}
          name="colour"
          label={t('appearance.colour')}
          hint={t('appearance.colourHint')}
          maxLength={7}
          required={false}
          autocomplete="off"
          placeholder="#12634f"
        />
        <button class="btn" type="submit" formaction={`${PATH}/preview`}>
          {t('appearance.takeHue')}
        </button>
      </div>
      <RangeField {...controlOf(props, 'site.vividness')} bounds={fieldAt(props, 'site.vividness')} />
      <CheckField {...controlOf(props, 'site.brightFill')} />
    </section>
  )
}

function Shape(props: PartProps) {
  const { t } = props.page
  return (
    <section class="sheet pad stack loose" aria-labelledby="look-shape">
      <h2 id="look-shape">{t('appearance.shape')}</h2>
      <RangeField {...controlOf(props, 'site.roundness')} bounds={fieldAt(props, 'site.roundness')} />
      <div class="fields">
        {['site.fontDisplay', 'site.fontText'].map(key => (
          <SelectField key={key} {...controlOf(props, key)} options={fieldAt(props, key).options ?? []} />
        ))}
      </div>
    </section>
  )
}

function OwnRules(props: PartProps) {
  const { t } = props.page
  const { maxLength = 0 } = fieldAt(props, 'site.css')
  return (
    <section class="sheet pad stack" aria-labelledby="look-css">
      <h2 id="look-css">{t('appearance.ownCss')}</h2>
      <p class="soft-ink s">{t('appearance.ownCssHelp')}</p>
      <TextArea
        {...controlOf(props, 'site.css')}
        hint={undefined}
        maxLength={maxLength}
        rows={8}
        required={false}
        class="mono"
      />
    </section>
  )
}

type RangeFieldProps = ReturnType<typeof controlOf> & { readonly bounds: Pick<SettingField, 'min' | 'max'> }

/** A number by sliding; what it is now is told where scripts run. */
function RangeField({ bounds, ...field }: RangeFieldProps) {
  const wired = wiring(field)
  return (
    <Field {...field}>
      <div class="row nowrap">
        <input type="range" {...wired} min={bounds.min} max={bounds.max} value={field.form.values[field.name]} />
        <output class="num" for={wired.id} hidden />
      </div>
    </Field>
  )
}
