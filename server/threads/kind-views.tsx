/** What a thread's kind says of it wherever it stands: which kind, in which state, and the values of its fields. */
import { Fragment } from 'preact'
import type { FieldValue, KindField } from '../core/kinds.ts'
import { Icon } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import type { ThreadHead } from './queries.ts'

type Of = { readonly page: PageContext; readonly thread: Pick<ThreadHead, 'kind' | 'status'> }

/** The state of a thread of a kind; nothing for a plain one, and where nobody brings its kind. */
export function KindChip({ page, thread }: Of) {
  const kind = page.kinds.get(thread.kind)
  if (!kind) return null
  const status = kind.statuses[thread.status]
  const name = kind.name[page.locale]
  return (
    <span class="chip" data-tone={status?.tone ?? 'stone'} title={name}>
      <Icon page={page} name={kind.icon} />
      {status ? (
        <>
          <span class="vh">{name}, </span>
          {status.name[page.locale]}
        </>
      ) : (
        name
      )}
    </span>
  )
}

/** What was asked for beside title and text, with its labels. */
export function KindFields({ page, thread }: Of & { readonly thread: Pick<ThreadHead, 'kind' | 'fields'> }) {
  const fields = Object.entries(page.kinds.get(thread.kind)?.fields ?? {}).flatMap(([name, field]) => {
    const value = thread.fields[name]
    return value === undefined ? [] : [{ name, field, value }]
  })
  if (fields.length === 0) return null
  return (
    <dl class="facts lead">
      {fields.map(({ name, field, value }) => (
        <Fragment key={name}>
          <dt>{field.label[page.locale]}</dt>
          <dd>{shownValue(page, field, value)}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

function shownValue({ t, locale }: PageContext, field: KindField, value: FieldValue): string {
  if (typeof value === 'boolean') return t(value ? 'form.yes' : 'form.no')
  if (typeof value === 'number') return new Intl.NumberFormat(locale).format(value)
  const option = field.type === 'choice' ? field.options.find(one => one.value === value) : undefined
  return option?.label[locale] ?? value
}
