/** The document's own tag: what a reader chose stands here, outside the neutral HTML. */
import type { Locale } from '../core/i18n.ts'

type Traits = {
  readonly locale: Locale
  /** `light` and `dark` are named; anything else follows the system. */
  readonly theme: string
  readonly density: 'cosy' | 'compact'
  /** Light buttons with dark letters, for bright brands. */
  readonly brightFill: boolean
  /** The id of who is signed in; null for visitors. */
  readonly me: number | null
  /** The position of the log that the page reflects: what came after it is heard live. */
  readonly liveAfter: number
}

export function documentOpen({ locale, theme, density, brightFill, me, liveAfter }: Traits): string {
  const attributes = [
    `lang="${locale}" dir="ltr"`,
    ...(theme === 'light' || theme === 'dark' ? [`data-theme="${theme}"`] : []),
    ...(density === 'compact' ? ['data-density="compact"'] : []),
    ...(me === null ? [] : [`data-me="${me}"`]),
    `data-live-after="${liveAfter}"`,
    ...(brightFill ? ['data-fill="bright"'] : []),
  ]
  return `<!doctype html><html ${attributes.join(' ')}>`
}

export const documentClose = (): string => '</html>'
