/** To a post by its number, or to a day: two small forms beside a long thread, which work without scripts. */
import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { atNumber, atTime } from '../posts/jump.ts'
import { fieldId, TextField } from '../site/controls.tsx'
import type { PageContext } from '../site/page.ts'
import { EMPTY_FORM, type FormState } from '../site/routes.ts'
import { threadPath } from '../threads/ledger.tsx'
import type { ThreadView } from './thread-props.ts'

const SCOPE = 'go'
/** The field that a key and the buttons of the pager lead to. */
export const JUMP_FIELD = fieldId('number', SCOPE)

/** As text, whatever it says: nonsense is answered with words, not with an error page. */
export const jumpQuery = {
  number: Type.Optional(Type.String({ maxLength: 40 })),
  date: Type.Optional(Type.String({ maxLength: 40 })),
}

type Asked = { readonly number?: string; readonly date?: string }
/** Where it leads, or the form with what is wrong. */
type Jump = { readonly redirect: string } | { readonly form: FormState }

/** Whether a page was asked for so. */
export const isJump = ({ number, date }: Asked): boolean => number !== undefined || date !== undefined

/** Finds the post in sight that is asked for, or the nearest. One query at most. */
export async function jump(ctx: Ctx, thread: ThreadView, { number, date }: Asked): Promise<Jump> {
  const wrong = (name: string, key: 'jump.notNumber' | 'jump.notDate', value: string) => ({
    form: { ...EMPTY_FORM, values: { [name]: value }, errors: { [name]: ctx.t(key, { last: thread.lastNumber }) } },
  })
  if (number !== undefined) {
    if (!/^\s*-?\d{1,15}\s*$/.test(number)) return wrong('number', 'jump.notNumber', number)
    return ledTo(thread, await atNumber(ctx, thread.id, Math.min(Math.max(Number(number), 1), thread.lastNumber)))
  }
  const day = dayOf(date ?? '')
  if (day === null) return wrong('date', 'jump.notDate', date ?? '')
  return ledTo(thread, await atTime(ctx, thread.id, thread.lastNumber, day))
}

const ledTo = (thread: ThreadView, place: { readonly id: number; readonly number: number } | null): Jump => ({
  redirect: place ? `${threadPath(thread, place.number)}#post-${place.id}` : threadPath(thread),
})

/** The beginning of a day in UTC, as the page writes its times; null for what is none. */
function dayOf(text: string): Date | null {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : null
  return day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? day : null
}

type JumpFormsProps = { readonly page: PageContext; readonly thread: ThreadView; readonly form: FormState | null }

export function JumpForms({ page, thread, form }: JumpFormsProps) {
  const { t } = page
  const common = { page, form: form ?? EMPTY_FORM, scope: SCOPE }
  const action = threadPath(thread)
  const go = (label: string) => (
    <button type="submit" class="btn" aria-label={label}>
      {t('jump.go')}
    </button>
  )
  return (
    <div class="stack">
      <form method="get" action={action} class="with-button jump" novalidate>
        <TextField
          {...common}
          name="number"
          type="number"
          label={t('jump.number')}
          min={1}
          autofocus={hasError(form)}
        />
        {go(t('jump.goNumber'))}
      </form>
      <form method="get" action={action} class="with-button jump" novalidate>
        <TextField {...common} name="date" type="date" label={t('jump.date')} />
        {go(t('jump.goDate'))}
      </form>
    </div>
  )
}

const hasError = (form: FormState | null): boolean => form?.errors.number !== undefined
