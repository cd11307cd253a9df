import type { MessageKey } from '../core/i18n.ts'
import type { PageContext } from './page.ts'

const LABELS: readonly MessageKey[] = ['trust.0', 'trust.1', 'trust.2', 'trust.3', 'trust.4']

/** A mason's mark: trust as carved strokes, always with its name. */
export function TrustMark({ page, level }: { readonly page: PageContext; readonly level: number }) {
  const known = Math.min(Math.max(Math.trunc(level), 0), 4)
  const label = page.t('trust.label', { level: page.t(LABELS[known] ?? 'trust.0') })
  return (
    <svg class={known > 2 ? 'trust high' : 'trust'} role="img" aria-label={label}>
      <use href={`${page.assets.icons}#trust${known}`} />
    </svg>
  )
}
