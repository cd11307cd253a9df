/**
 * What sort of thread it is, as a form asks: the kinds that there are, each with what it asks for. Fields travel as
 * `<kind>.<field>`; those of kinds that are not chosen are out of sight, and not read.
 */
import type { ComponentChildren } from 'preact'
import { type TOptional, type TUnsafe, Type } from 'typebox'
import { type FieldValues, type Kind, type KindField, type Kinds, PLAIN } from '../core/kinds.ts'
import { CheckField, type FormProps, fieldId, SelectField, TextField } from '../site/controls.tsx'
import { Icon } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import type { FormState } from '../site/routes.ts'

const nameOf = (kind: string, field: string): string => `${kind}.${field}`

/** As long as any field may be. */
const MOST_LETTERS = 2000

/** What a form sends of a thread's kind, by the kinds that there are. */
export const kindForm = (kinds: Kinds): { kind: TOptional<TUnsafe<string>> } => ({
  kind: Type.Optional(Type.Unsafe<string>({ type: 'string', enum: [PLAIN, ...kinds.keys()] })),
  ...Object.fromEntries(
    [...kinds].flatMap(([kind, { fields }]) =>
      Object.keys(fields).map(field => [nameOf(kind, field), Type.Optional(Type.String({ maxLength: MOST_LETTERS }))]),
    ),
  ),
})

/** The fields of a kind among what a form sent, by their own names. */
export function fieldsSent(
  kinds: Kinds,
  kind: string,
  sent: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = Object.keys(kinds.get(kind)?.fields ?? {})
  return Object.fromEntries(names.map(name => [name, sent[nameOf(kind, name)]]))
}

/** All that a form says of a thread's kind, for its draft and to be shown again. */
export function kindValues(kinds: Kinds, sent: Readonly<Record<string, unknown>>): Record<string, string> {
  const names = [
    'kind',
    ...[...kinds].flatMap(([kind, { fields }]) => Object.keys(fields).map(one => nameOf(kind, one))),
  ]
  return Object.fromEntries(names.flatMap(name => (typeof sent[name] === 'string' ? [[name, sent[name]]] : [])))
}

/** A thread's own values as its form shows them. */
export const storedValues = (kind: string, fields: FieldValues): Record<string, string> => ({
  kind,
  ...Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      nameOf(kind, name),
      typeof value === 'boolean' ? (value ? 'on' : '') : String(value),
    ]),
  ),
})

/** The form with what is wrong in a kind's fields beside these fields. */
export function withKindErrors(kinds: Kinds, form: FormState): FormState {
  const kind = form.values.kind ?? PLAIN
  const fields = kinds.get(kind)?.fields ?? {}
  const errors = Object.entries(form.errors).map(([name, error]) => [
    Object.hasOwn(fields, name) ? nameOf(kind, name) : name,
    error,
  ])
  return { ...form, errors: Object.fromEntries(errors) }
}

/** Labels of the fields by their names, for the list of what is wrong. */
export const kindLabels = ({ kinds, locale, t }: PageContext): Record<string, string> => ({
  kind: t('kind.legend'),
  ...Object.fromEntries(
    [...kinds].flatMap(([kind, { fields }]) =>
      Object.entries(fields).map(([name, { label }]) => [nameOf(kind, name), label[locale]]),
    ),
  ),
})

type KindChooserProps = FormProps & {
  /** Names of the kinds that the viewer may begin. */
  readonly offered: readonly string[]
  readonly legend: string
}

/** Nothing where there is nothing to choose from. */
export function KindChooser({ page, form, offered, legend }: KindChooserProps) {
  const { t, locale } = page
  if (offered.length === 0) return null
  const chosen = form.values.kind ?? PLAIN
  const kinds = offered.flatMap(name => {
    const kind = page.kinds.get(name)
    return kind ? [{ name, kind }] : []
  })
  return (
    <fieldset class="field kinds">
      <legend>{legend}</legend>
      <div class="kind">
        <KindRadio name={PLAIN} chosen={chosen} id={fieldId('kind')}>
          <span class="row">
            <Icon page={page} name="messages-square" class="sm" />
            {t('kind.plain')}
          </span>
          <span class="hint">{t('kind.plainHelp')}</span>
        </KindRadio>
      </div>
      {kinds.map(({ name, kind }) => (
        <div key={name} class="kind">
          <KindRadio name={name} chosen={chosen}>
            <span class="row">
              <Icon page={page} name={kind.icon} class="sm" />
              {kind.name[locale]}
            </span>
            <span class="hint">{kind.description[locale]}</span>
          </KindRadio>
          <KindFieldset page={page} form={form} name={name} kind={kind} />
        </div>
      ))}
    </fieldset>
  )
}

type KindRadioProps = {
  readonly name: string
  readonly chosen: string
  readonly id?: string
  readonly children: ComponentChildren
}

const KindRadio = ({ name, chosen, id, children }: KindRadioProps) => (
  <label class="check">
    <input type="radio" id={id} name="kind" value={name} checked={chosen === name} />
    <span>{children}</span>
  </label>
)

function KindFieldset({ page, form, name, kind }: FormProps & { readonly name: string; readonly kind: Kind }) {
  const fields = Object.entries(kind.fields)
  if (fields.length === 0) return null
  return (
    <div class="stack kind-fields">
      {fields.map(([field, declared]) => (
        <OneField key={field} page={page} form={form} name={nameOf(name, field)} field={declared} />
      ))}
    </div>
  )
}

/** None is `required` to the browser, which would ask for those of kinds that are not chosen. */
function OneField({ page, form, name, field }: FormProps & { readonly name: string; readonly field: KindField }) {
  const { locale } = page
  const common = { page, form, name, label: field.label[locale], hint: field.help?.[locale] }
  const required = false
  const optional = !field.required
  switch (field.type) {
    case 'boolean':
      return <CheckField {...common} />
    case 'choice': {
      const options = field.options.map(({ value, label }) => ({ value, label: label[locale] }))
      return <SelectField {...common} optional={optional} required={required} options={options} prompt="–" />
    }
    case 'integer':
      return (
        <TextField
          {...{ ...common, optional, required }}
          type="number"
          autocomplete="off"
          min={field.min}
          max={field.max}
        />
      )
    case 'string':
      return <TextField {...{ ...common, optional, required }} autocomplete="off" maxLength={field.maxLength} />
  }
}
