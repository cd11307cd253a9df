/** Fields that plugins add to members, as the form on oneself asks for them. */
import { fieldName, type MemberField, MOST_LETTERS } from '../../core/member-fields.ts'
import { type FormProps, SelectField, TextField } from '../../site/controls.tsx'
import type { PageContext } from '../../site/page.ts'

/** Labels by the names of the fields, for the list of what is wrong. */
export const fieldLabels = ({ memberFields, locale }: PageContext): Record<string, string> =>
  Object.fromEntries([...memberFields].map(([name, { label }]) => [fieldName(name), label[locale]]))

export const MemberFieldControls = ({ page, form }: FormProps) => (
  <>
    {[...page.memberFields].map(([name, field]) => (
      <OneField key={name} page={page} form={form} name={fieldName(name)} field={field} />
    ))}
  </>
)

type OneFieldProps = FormProps & { readonly name: string; readonly field: MemberField }

function OneField({ page, form, name, field }: OneFieldProps) {
  const { t, locale } = page
  const seenBy = t(`memberField.seenBy.${field.visible}`)
  const hint = field.help ? `${field.help[locale]} ${seenBy}` : seenBy
  const common = { page, form, name, hint, label: field.label[locale], required: false, optional: true }
  switch (field.type) {
    case 'choice': {
      const options = field.options.map(({ value, label }) => ({ value, label: label[locale] }))
      return <SelectField {...common} options={options} prompt="–" />
    }
    case 'link':
      return <TextField {...common} type="url" autocomplete="url" maxLength={MOST_LETTERS} placeholder="https://" />
    case 'text':
      return <TextField {...common} autocomplete="off" maxLength={field.maxLength} />
  }
}
