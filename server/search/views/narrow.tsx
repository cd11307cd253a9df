import { SelectField, TextField } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import type { NavCategory, PageContext } from '../../site/page.ts'
import type { FormState } from '../../site/routes.ts'
import { fieldsOf, type Wanted } from '../asked.ts'
import { kindLabel } from '../kind-label.ts'
import type { Results } from '../service.ts'

type NarrowProps = {
  readonly page: PageContext
  readonly wanted: Wanted
  readonly results: Results
  /** Whether its fields are in sight at once: where there is nothing else to narrow by. */
  readonly open: boolean
}

/** What is not asked for here stays as it was. */
const KEPT = new Set(['q', 'sort', 'thread'])

/** The same search with less in it: a form of its own, so that the field above stays one line. */
export function Narrow({ page, wanted, results, open }: NarrowProps) {
  const { t } = page
  const fields = fieldsOf(wanted)
  // A category may be named by an address that it had before.
  const values = { ...Object.fromEntries(fields), in: results.places.category?.slug ?? wanted.in }
  const form: FormState = { values, errors: errorsOf(page, results), problem: null }
  const field = { page, form, scope: 'narrow', required: false } as const
  return (
    <details class="panel filters" open={open}>
      <summary>
        <h2>{t('search.filters')}</h2>
        <Icon page={page} name="chevron-down" class="sm" />
      </summary>
      <form class="stack" method="get" action="/search">
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
    </details>
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

const kindOptions = (page: PageContext) =>
  [...page.kinds]
    .flatMap(([kind, { statuses }]) => [kind, ...Object.keys(statuses).map(status => `${kind}:${status}`)])
    .map(value => ({ value, label: kindLabel(page, value) }))
