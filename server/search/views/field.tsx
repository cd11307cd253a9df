import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { QUERY_LENGTH } from '../schema.ts'

type SearchFieldProps = {
  readonly page: PageContext
  readonly id: string
  readonly value: string
  readonly full: boolean
}

/** The page's own field. Where scripts run, a list under it suggests what may be meant, and first what a member has saved. */
export const SearchField = ({ page, id, value, full }: SearchFieldProps) => (
  <div class={full ? 'find grow full' : 'find'} data-behavior="find" data-saved={page.signedIn ? '' : undefined}>
    <Icon page={page} name="search" />
    <label class="vh" for={id}>
      {page.t('search.label')}
    </label>
    <input
      id={id}
      name="q"
      type="search"
      enterkeyhint="search"
      value={value}
      maxlength={QUERY_LENGTH}
      autocomplete="off"
      placeholder={page.t('search.placeholder', { site: page.site.name })}
    />
  </div>
)

const OPERATORS = [
  ['"wet leather"', 'search.help.phrase'],
  ['-rubber', 'search.help.without'],
  ['in:repairs', 'search.help.in'],
  ['by:mia', 'search.help.by'],
  ['tag:resole', 'search.help.tag'],
  ['after:2026-01-31', 'search.help.after'],
  ['before:2026-01-31', 'search.help.before'],
] as const

const FOR_MEMBERS = [
  ['is:mine', 'search.help.mine'],
  ['is:unread', 'search.help.unread'],
  ['is:read', 'search.help.read'],
] as const

/** What may be typed beside words. */
export function OperatorHelp({ page, id }: { readonly page: PageContext; readonly id: string }) {
  const { t } = page
  const kinds = [...page.kinds].flatMap(([kind, { name, statuses }]) => [
    { typed: `is:${kind}`, label: name[page.locale] },
    ...Object.entries(statuses).map(([status, about]) => ({
      typed: `is:${status}`,
      label: `${name[page.locale]}, ${about.name[page.locale]}`,
    })),
  ])
  return (
    <>
      <h2 class="l" id={id}>
        {t('search.help.title')}
      </h2>
      <dl class="operators">
        {[...OPERATORS, ...(page.signedIn ? FOR_MEMBERS : [])].map(([typed, words]) => (
          <Operator key={typed} typed={typed} label={t(words)} />
        ))}
        {kinds.map(({ typed, label }) => (
          <Operator key={typed} typed={typed} label={t('search.help.kind', { label })} />
        ))}
      </dl>
    </>
  )
}

const Operator = ({ typed, label }: { readonly typed: string; readonly label: string }) => (
  <div>
    <dt>
      <code>{typed}</code>
    </dt>
    <dd>{label}</dd>
  </div>
)
