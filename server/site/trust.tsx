import type { MessageKey, Translate } from '../core/i18n.ts'
import type { PageContext } from './page.ts'

const LABELS: readonly MessageKey[] = ['trust.0', 'trust.1', 'trust.2', 'trust.3', 'trust.4']

/** A mason's mark: trust as carved strokes, always with its name. */
export function TrustMark({ page, level }: { readonly page: PageContext; readonly level: number }) {
  const known = knownLevel(level)
  const label = page.t('trust.label', { level: trustName(page.t, known) })
  return (
    <svg class={known > 2 ? 'trust high' : 'trust'} role="img" aria-label={label}>
      <use href={`${page.assets.icons}#trust${known}`} />
    </svg>
  )
}

/** What a trust level is called. */
export const trustName = (t: Translate, level: number): string => t(LABELS[knownLevel(level)] ?? 'trust.0')

const knownLevel = (level: number): number => Math.min(Math.max(Math.trunc(level), 0), 4)
