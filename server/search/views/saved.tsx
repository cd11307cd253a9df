/** Saved searches: the form that saves what is shown, and the list on the empty page. */
import { FormErrors, TextField } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { EMPTY_FORM, type FormState } from '../../site/routes.ts'
import { fieldsOf, type Wanted } from '../asked.ts'
import { type SavedSearch, usualName } from '../saved.ts'
import { NAME_LENGTH } from '../schema.ts'

type SaveFormProps = {
  readonly page: PageContext
  readonly wanted: Wanted
  /** The form as it was refused. */
  readonly form: FormState | undefined
}

/** Folded, so that the results come first. */
export function SaveForm({ page, wanted, form }: SaveFormProps) {
  const { t } = page
  const label = t('search.saved.name')
  const state = form ?? { ...EMPTY_FORM, values: { name: usualName(wanted) } }
  return (
    <details class="saving" open={form !== undefined}>
      <summary class="btn ghost sm">
        <Icon page={page} name="bookmark" class="sm" />
        {t('search.saved.save')}
      </summary>
      <form class="sheet pad stack" method="post" action="/searches" data-behavior="busy-submit">
        <FormErrors page={page} form={state} scope="save" labels={{ name: label }} />
        {fieldsOf({ ...wanted, page: 1 }).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <TextField page={page} form={state} scope="save" name="name" label={label} maxLength={NAME_LENGTH} />
        <div class="row">
          <button type="submit" class="btn" data-busy={t('form.saving')}>
            {t('form.save')}
          </button>
        </div>
      </form>
    </details>
  )
}

/** With the address at which it is asked again. */
export type Kept = SavedSearch & { readonly href: string }

type SavedListProps = {
  readonly page: PageContext
  readonly kept: readonly Kept[]
  readonly form: FormState
  /** Whose form was refused. */
  readonly refused: number | undefined
}

export function SavedList({ page, kept, form, refused }: SavedListProps) {
  if (kept.length === 0) return null
  return (
    <section class="sheet" aria-labelledby="saved">
      <h2 class="l head" id="saved">
        {page.t('search.saved.title')}
      </h2>
      <ul class="ledger bookmarks">
        {kept.map(one => (
          <Row key={one.id} page={page} one={one} form={one.id === refused ? form : null} />
        ))}
      </ul>
    </section>
  )
}

type RowProps = { readonly page: PageContext; readonly one: Kept; readonly form: FormState | null }

function Row({ page, one: { id, name, href }, form }: RowProps) {
  const { t } = page
  const scope = `saved-${id}`
  const label = t('search.saved.name')
  const state = form ?? { ...EMPTY_FORM, values: { name } }
  return (
    <li>
      <div class="stack">
        <a class="t" href={href}>
          {name}
        </a>
        <div class="row">
          <details open={form !== null}>
            <summary class="btn ghost sm" aria-label={t('search.saved.renameNamed', { name })}>
              <Icon page={page} name="pencil" class="sm" />
              {t('search.saved.rename')}
            </summary>
            <form class="stack" method="post" action={`/searches/${id}`} data-behavior="busy-submit">
              <FormErrors page={page} form={state} scope={scope} labels={{ name: label }} />
              <TextField page={page} form={state} scope={scope} name="name" label={label} maxLength={NAME_LENGTH} />
              <div class="row">
                <button type="submit" class="btn sm" data-busy={t('form.saving')}>
                  {t('form.save')}
                </button>
              </div>
            </form>
          </details>
          <form method="post" action={`/searches/${id}/delete`} data-behavior="busy-submit">
            <button
              type="submit"
              class="btn ghost sm"
              data-busy={t('form.deleting')}
              aria-label={t('search.saved.removeNamed', { name })}
            >
              <Icon page={page} name="trash-2" class="sm" />
              {t('search.saved.remove')}
            </button>
          </form>
        </div>
      </div>
    </li>
  )
}
