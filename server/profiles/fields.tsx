/** What a member says of themselves in fields that plugins added, as far as the viewer may see it. */
import { Fragment } from 'preact'
import { type FieldTexts, linkOf, type MemberField } from '../core/member-fields.ts'
import { OUTWARD } from '../core/text/safe-url.ts'
import type { PageContext } from '../site/page.ts'

type Props = { readonly page: PageContext; readonly values: FieldTexts | null }

/** Nothing where nothing is filled in. */
export function OwnFields({ page, values }: Props) {
  const filled = [...page.memberFields].filter(([name]) => values?.[name] !== undefined)
  if (filled.length === 0) return null
  return (
    <dl class="facts lead">
      {filled.map(([name, field]) => (
        <Fragment key={name}>
          <dt>{field.label[page.locale]}</dt>
          <dd>
            <Value page={page} field={field} text={values?.[name] ?? ''} />
          </dd>
        </Fragment>
      ))}
    </dl>
  )
}

type ValueProps = { readonly page: PageContext; readonly field: MemberField; readonly text: string }

function Value({ page, field, text }: ValueProps) {
  if (field.type === 'choice') {
    const option = field.options.find(({ value }) => value === text)
    return <>{option?.label[page.locale] ?? text}</>
  }
  const address = field.type === 'link' ? linkOf(text) : null
  if (address === null) return <>{text}</>
  return (
    <a href={address} rel={OUTWARD}>
      {text.replace(/^https?:\/\//i, '')}
    </a>
  )
}
