import icons from '../../client/icons/icons.json' with { type: 'json' }
import type { PageContext } from './page.ts'

export type IconName = keyof typeof icons

export const isIcon = (name: string): name is IconName => Object.hasOwn(icons, name)

type IconProps = {
  readonly page: PageContext
  readonly name: IconName
  /** `sm`, `flip` (mirrored where writing runs to the left), or the class of a drawing. */
  readonly class?: string
}

/** One symbol of the sprite. It says nothing to those who cannot see it: the control it stands in has the words. */
export const Icon = ({ page, name, class: extra }: IconProps) => (
  <svg class={extra ? `i ${extra}` : 'i'} aria-hidden="true">
    <use href={`${page.assets.icons}#${name}`} />
  </svg>
)

/** A drawing of the sprite that brings its own look: the site's mark, a landscape, an empty room. */
export const Drawing = ({ page, name, class: extra }: IconProps) => (
  <svg class={extra} aria-hidden="true">
    <use href={`${page.assets.icons}#${name}`} />
  </svg>
)
