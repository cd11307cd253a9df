/**
 * Form controls with their label, help and error wired together (WCAG 1.3.1, 3.3.1): ids follow from the field's name.
 * Values and errors come from the form's state, so that a refused form shows again all that was typed.
 */
import { type ComponentChildren, h } from 'preact'
import { Icon } from './icon.tsx'
import type { PageContext } from './page.ts'
import type { FormState } from './routes.ts'

export type FormProps = {
  readonly page: PageContext
  readonly form: FormState
  /** Tells the ids of two forms on one page apart. */
  readonly scope?: string | undefined
}

export const fieldId = (name: string, scope?: string): string =>
  ['f', ...(scope ? [scope] : []), name.replaceAll(/[^\w-]/g, '-')].join('-')

type FieldProps = FormProps & {
  readonly name: string
  readonly label: ComponentChildren
  /** Help that stands below the control before anything is wrong. */
  readonly hint?: string | undefined
  readonly optional?: boolean
  /** A link beside the label. */
  readonly beside?: ComponentChildren
  readonly children: ComponentChildren
}

/** Label, control, help, error. */
export function Field({ page, form, scope, name, label, hint, optional = false, beside, children }: FieldProps) {
  const id = fieldId(name, scope)
  const error = form.errors[name]
  const caption = (
    <label for={id}>
      {label}
      {optional && <span class="optional"> {page.t('form.optional')}</span>}
    </label>
  )
  return (
    <div class="field" data-tone={error ? 'bad' : undefined}>
      {beside ? (
        <div class="split">
          {caption}
          {beside}
        </div>
      ) : (
        caption
      )}
      {children}
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && <FieldError page={page} id={`${id}-error`} text={error} />}
    </div>
  )
}

const FieldError = ({ page, id, text }: { readonly page: PageContext; readonly id: string; readonly text: string }) => (
  <span class="err" id={id}>
    <Icon page={page} name="circle-alert" class="sm" />
    {text}
  </span>
)

/** The attributes that tie a control to its help and its error. */
export function wiring({ form, scope, name, hint }: Pick<FieldProps, 'form' | 'scope' | 'name' | 'hint'>) {
  const id = fieldId(name, scope)
  const error = form.errors[name]
  const described = [...(error ? [`${id}-error`] : []), ...(hint ? [`${id}-hint`] : [])].join(' ')
  return {
    id,
    name,
    'aria-invalid': error ? ('true' as const) : undefined,
    'aria-describedby': described || undefined,
  }
}

type Captioned = Omit<FieldProps, 'children'>

type TextFieldProps = Captioned & {
  readonly type?: 'text' | 'email' | 'password' | 'number' | 'url' | 'date' | 'datetime-local'
  readonly autocomplete?: string
  readonly required?: boolean
  readonly maxLength?: number
  readonly minLength?: number
  readonly min?: number
  readonly max?: number
  readonly placeholder?: string
  readonly autofocus?: boolean
}

/** A line of text, a number, an address. Passwords are never given back. */
export function TextField({
  type = 'text',
  required = true,
  autocomplete,
  maxLength,
  minLength,
  min,
  max,
  placeholder,
  autofocus,
  ...field
}: TextFieldProps) {
  const { form, name } = field
  // Addresses and names are no prose: no red lines under them, no capitals.
  const plain = type === 'email' || autocomplete === 'username'
  return (
    <Field {...field}>
      {h('input', {
        // Not as JSX: there Preact wants one known type per input.
        type,
        class: type === 'number' ? 'in short' : 'in',
        ...wiring(field),
        value: type === 'password' ? undefined : form.values[name],
        required,
        autocomplete,
        maxlength: maxLength,
        minlength: minLength,
        min,
        max,
        placeholder,
        autofocus,
        spellcheck: plain ? false : undefined,
        autocapitalize: plain ? 'none' : undefined,
      })}
    </Field>
  )
}

type FileFieldProps = Captioned & {
  /** What the browser offers to choose from; the server decides. */
  readonly accept?: string
}

/** A file to choose. It is not given back when the form is refused: browsers let nobody choose for people. */
export const FileField = ({ accept, ...field }: FileFieldProps) => (
  <Field {...field}>
    <input type="file" class="in" {...wiring(field)} accept={accept} required />
  </Field>
)

type TextAreaProps = Captioned & {
  readonly required?: boolean
  readonly maxLength?: number
  readonly rows?: number
  readonly placeholder?: string
  readonly class?: string
}

/** Several lines. With a limit, the script counts what is left when it gets near. */
export function TextArea({ required = true, maxLength, rows = 6, placeholder, class: extra, ...field }: TextAreaProps) {
  const { page, form, name } = field
  return (
    <Field {...field}>
      <textarea
        class={extra ? `in ${extra}` : 'in'}
        {...wiring(field)}
        required={required}
        maxlength={maxLength}
        rows={rows}
        placeholder={placeholder}
        data-behavior={maxLength ? 'char-count' : undefined}
        data-left={maxLength ? page.t('form.left') : undefined}
        data-over={maxLength ? page.t('form.over') : undefined}
      >
        {`\n${form.values[name] ?? ''}`}
      </textarea>
    </Field>
  )
}

type Option = { readonly value: string; readonly label: string; readonly help?: string }

type SelectFieldProps = Captioned & {
  readonly options: readonly Option[]
  /** What stands there before anything was chosen. */
  readonly prompt?: string
  readonly required?: boolean
}

export function SelectField({ options, prompt, required = true, ...field }: SelectFieldProps) {
  const { form, name } = field
  const chosen = form.values[name]
  return (
    <Field {...field}>
      <select class="in" {...wiring(field)} required={required}>
        {prompt && <option value="">{prompt}</option>}
        {options.map(({ value, label }) => (
          <option key={value} value={value} selected={value === chosen}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  )
}

type CheckFieldProps = FormProps & {
  readonly name: string
  readonly label: ComponentChildren
  readonly hint?: string | undefined
  readonly value?: string
  readonly checked?: boolean
}

/** A box to tick. */
export function CheckField({ page, form, scope, name, label, hint, value = 'on', checked }: CheckFieldProps) {
  const { id, ...wired } = wiring({ form, scope, name, hint })
  const error = form.errors[name]
  return (
    <div class="field" data-tone={error ? 'bad' : undefined}>
      <label class="check">
        <input type="checkbox" id={id} {...wired} value={value} checked={checked ?? form.values[name] === value} />
        <span>
          {label}
          {hint && (
            <span class="hint" id={`${id}-hint`}>
              {hint}
            </span>
          )}
        </span>
      </label>
      {error && <FieldError page={page} id={`${id}-error`} text={error} />}
    </div>
  )
}

type RadioFieldProps = FormProps & {
  readonly name: string
  readonly legend: string
  readonly options: readonly Option[]
  readonly hint?: string | undefined
}

/** One of a few, all in sight. The first has the field's id, so that a link to the field lands on it. */
export function RadioField({ page, form, scope, name, legend, options, hint }: RadioFieldProps) {
  const { id, 'aria-describedby': described } = wiring({ form, scope, name, hint })
  const error = form.errors[name]
  return (
    <fieldset class="field" data-tone={error ? 'bad' : undefined} aria-describedby={described}>
      <legend>{legend}</legend>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {options.map(({ value, label, help }, index) => (
        <label key={value} class="check">
          <input
            type="radio"
            id={index === 0 ? id : undefined}
            name={name}
            value={value}
            checked={form.values[name] === value}
          />
          <span>
            {label}
            {help && <span class="hint">{help}</span>}
          </span>
        </label>
      ))}
      {error && <FieldError page={page} id={`${id}-error`} text={error} />}
    </fieldset>
  )
}

type CheckListProps = Omit<RadioFieldProps, 'hint'> & {
  readonly chosen: readonly string[]
  /** Beside each other, where there are many. */
  readonly columns?: boolean
  /** The help is what programs call it. */
  readonly mono?: boolean
}

/** Several of some, all in sight. The first has the field's id, so that a link to the field lands on it. */
export function CheckList({ page, form, scope, name, legend, options, chosen, columns, mono }: CheckListProps) {
  const { id, 'aria-describedby': described } = wiring({ form, scope, name, hint: undefined })
  const error = form.errors[name]
  const boxes = options.map(({ value, label, help }, index) => (
    <label key={value} class="check">
      <input
        type="checkbox"
        id={index === 0 ? id : undefined}
        name={name}
        value={value}
        checked={chosen.includes(value)}
      />
      <span>
        {label}
        {help && <span class={mono ? 'hint mono' : 'hint'}>{help}</span>}
      </span>
    </label>
  ))
  return (
    <fieldset class="field" data-tone={error ? 'bad' : undefined} aria-describedby={described}>
      <legend>{legend}</legend>
      {columns ? <div class="fields">{boxes}</div> : boxes}
      {error && <FieldError page={page} id={`${id}-error`} text={error} />}
    </fieldset>
  )
}

type FormErrorsProps = FormProps & {
  /** The fields' labels by their names, in the order of the form. */
  readonly labels: Readonly<Record<string, string>>
}

/** What is wrong, above the form, with a link to each field (WCAG 3.3.1); nothing while all is well. */
export function FormErrors({ page, form, scope, labels }: FormErrorsProps) {
  const known = Object.keys(labels).filter(name => form.errors[name])
  const others = Object.entries(form.errors).filter(([name]) => !(name in labels))
  if (!form.problem && known.length + others.length === 0) return null
  return (
    <div class="note" data-tone="bad" role="alert" tabindex={-1} data-behavior="focus-first">
      <Icon page={page} name="circle-alert" />
      <div class="grow">
        <b data-problem="">{form.problem ?? page.t('error.invalid')}</b>
        {known.length + others.length > 0 && (
          <ul>
            {known.map(name => (
              <li key={name}>
                <a href={`#${fieldId(name, scope)}`}>
                  {page.t('form.errorAt', { field: labels[name] ?? name, error: form.errors[name] ?? '' })}
                </a>
              </li>
            ))}
            {others.map(([name, error]) => (
              <li key={name}>{page.t('form.errorAt', { field: name, error })}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

type SubmitProps = {
  readonly children: ComponentChildren
  /** What the button says while the answer is awaited: "Posting…". */
  readonly busy?: string
  readonly class?: string
  readonly name?: string
  readonly value?: string
  readonly tone?: 'bad'
}

/** The button that sends a form. Where scripts run it tells that it was pressed and cannot be pressed twice. */
export const Submit = ({ children, busy, class: kind = 'btn fill', name, value, tone }: SubmitProps) => (
  <button type="submit" class={kind} name={name} value={value} data-busy={busy} data-tone={tone}>
    {children}
  </button>
)

/** A field that people do not see and programs fill in: whoever fills it in is not a person. */
export const Trap = ({ name }: { readonly name: string }) => (
  <div class="trap" aria-hidden="true">
    <input type="text" name={name} tabindex={-1} autocomplete="off" />
  </div>
)
