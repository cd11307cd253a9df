import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { addressOf, type Wanted, widened } from '../asked.ts'
import { kindLabel } from '../kind-label.ts'
import type { Places } from '../resolve.ts'

type Narrowed = { readonly label: string; readonly without: Partial<Wanted> }

/** Each thing that narrows a search, in words, and the search without it. */
export function narrowed(page: PageContext, wanted: Wanted, places: Places): Narrowed[] {
  const { t } = page
  const { in: category, by, tags, kind, thread, from, before, unread } = wanted
  return [
    ...(category ? [{ label: places.category?.name ?? category, without: { in: '' } }] : []),
    ...(by ? [{ label: t('search.chip.by', { name: places.author?.displayName ?? by }), without: { by: '' } }] : []),
    ...tags.map(tag => ({ label: `#${tag}`, without: { tags: tags.filter(one => one !== tag) } })),
    ...(kind ? [{ label: kindLabel(page, kind), without: { kind: '' } }] : []),
    ...(thread
      ? [{ label: t('search.chip.thread', { title: places.thread?.title ?? thread }), without: { thread: '' } }]
      : []),
    ...(from ? [{ label: t('search.chip.from', { day: dayOf(page, from) }), without: { from: '' } }] : []),
    ...(before ? [{ label: t('search.chip.before', { day: dayOf(page, before) }), without: { before: '' } }] : []),
    ...(unread === null
      ? []
      : [{ label: t(unread ? 'search.unread.yes' : 'search.unread.no'), without: { unread: null } }]),
  ]
}

/** What is no day is shown as it was typed. */
function dayOf({ locale }: PageContext, day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(at.getTime())) return day
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(at)
}

type ChipsProps = { readonly page: PageContext; readonly wanted: Wanted; readonly places: Places }

export function Chips({ page, wanted, places }: ChipsProps) {
  const { t } = page
  const all = narrowed(page, wanted, places)
  if (all.length === 0) return null
  return (
    <ul class="row s narrowed" aria-label={t('search.narrowedBy')}>
      {all.map(({ label, without }) => (
        <li key={label} class="chip">
          <span>{label}</span>
          <a href={addressOf({ ...wanted, ...without, page: 1 })} aria-label={t('search.chip.remove', { label })}>
            <Icon page={page} name="x" />
          </a>
        </li>
      ))}
      <li>
        <a href={addressOf(widened(wanted))}>{t('search.chip.clear')}</a>
      </li>
    </ul>
  )
}
