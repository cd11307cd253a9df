import type { Words } from '../../core/kinds.ts'
import { SelectField, TextField } from '../../site/controls.tsx'
import type { NavCategory, PageContext } from '../../site/page.ts'
import type { FormState } from '../../site/routes.ts'
import { fieldsOf, type Wanted } from '../asked.ts'
import type { Results } from '../service.ts'

type NarrowProps = { readonly page: PageContext; readonly wanted: Wanted; readonly results: Results }

/** What is not asked for here stays as it was. */
const KEPT = new Set(['q', 'sort', 'thread'])

/** The same search with less in it: a form of its own, so that the field above stays one line. */
export function Narrow({ page, wanted, results }: NarrowProps) {
  const { t } = page
  const fields = fieldsOf(wanted)
  // A category may be named by an address that it had before.
  const values = { ...Object.fromEntries(fields), in: results.places.category?.slug ?? wanted.in }
  const form: FormState = { values, errors: errorsOf(page, results), problem: null }
  const field = { page, form, scope: 'narrow', required: false } as const
  return (
    <form class="panel" method="get" action="/search">
      <h2>{t('search.narrow')}</h2>
      {fields
        .filter(([name]) => KEPT.has(name))
        .map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
      <fieldset>
        <legend class="lbl">{t('search.per')}</legend>
        {(['thread', 'post'] as const).map(per => (
          <label key={per} class="check">
            <input type="radio" name="per" value={per} checked={per === wanted.per} />
            <span>{t(per === 'thread' ? 'search.per.thread' : 'search.per.post')}</span>
          </label>
        ))}
      </fieldset>
      <SelectField
        {...field}
        name="in"
        label={t('search.in')}
        prompt={t('search.any')}
        options={categoryOptions(page)}
      />
      {page.kinds.size > 0 && (
        <SelectField
          {...field}
          name="kind"
          label={t('search.kind')}
          prompt={t('search.any')}
          options={kindOptions(page)}
        />
      )}
      <TextField {...field} name="by" label={t('search.by')} placeholder={t('search.byExample')} maxLength={60} />
      <TextField {...field} name="tag" label={t('search.tag')} maxLength={400} />
      <TextField {...field} name="from" type="date" label={t('search.from')} />
      <TextField {...field} name="before" type="date" label={t('search.before')} />
      {page.signedIn && (
        <SelectField
          {...field}
          name="unread"
          label={t('search.unread')}
          prompt={t('search.any')}
          options={(['yes', 'no'] as const).map(value => ({ value, label: t(`search.unread.${value}`) }))}
        />
      )}
      <button class="btn" type="submit">
        {t('search.apply')}
      </button>
    </form>
  )
}

const errorsOf = ({ t }: PageContext, { unknown }: Results): Readonly<Record<string, string>> =>
  Object.fromEntries(unknown.map(name => [name === 'tags' ? 'tag' : name, t('search.unknown.here')]))

/** Those in sight, each under the one that it is in. */
function categoryOptions({ nav }: PageContext) {
  const depth = ({ parentId }: NavCategory): number => {
    const parent = nav.find(({ id }) => id === parentId)
    return parent ? 1 + depth(parent) : 0
  }
  return nav.map(one => ({ value: one.slug, label: `${'\u2003'.repeat(depth(one))}${one.name}` }))
}

function kindOptions({ kinds, locale }: PageContext) {
  const said = (words: Words) => words[locale]
  return [...kinds].flatMap(([kind, { name, statuses }]) => [
    { value: kind, label: said(name) },
    ...Object.entries(statuses).map(([status, about]) => ({
      value: `${kind}:${status}`,
      label: `${said(name)}, ${said(about.name)}`,
    })),
  ])
}
