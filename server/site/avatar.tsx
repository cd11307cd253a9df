/** Faces: the member's picture, or a tone and a small landscape or initials, made of the member's id. */
import { faceOf, initials } from '../../client/lib/face.ts'
import { avatarPath } from '../core/avatars.ts'
import type { PageContext } from './page.ts'

/** A member as lists and posts show them. */
export type Person = {
  readonly id: number
  readonly name: string
  readonly displayName: string
  /** Key of their picture; null shows the generated face. */
  readonly avatar: string | null
}

type Size = 'xs' | 'sm' | 'md' | 'lg' | 'xl'

/** As the stylesheet draws them at the usual size of text: the room that a picture takes before it is there. */
const PIXELS: Readonly<Record<Size, number>> = { xs: 22, sm: 28, md: 36, lg: 44, xl: 88 }

type AvatarProps = {
  readonly page: PageContext
  readonly of: Person
  readonly size?: Size
}

/** Decorative: the name always stands beside it. */
export function Avatar({ page, of, size = 'md' }: AvatarProps) {
  const { tone, landscape } = faceOf(of.id)
  return (
    <span class={size === 'md' ? 'av' : `av ${size}`} data-tone={tone} aria-hidden="true">
      {of.avatar ? (
        <Picture of={of.avatar} size={size} />
      ) : landscape ? (
        <svg aria-hidden="true">
          <use href={`${page.assets.icons}#${landscape}`} />
        </svg>
      ) : (
        initials(of.displayName, size === 'xs' ? 1 : 2)
      )}
    </span>
  )
}

/** The smallest file that is sharp enough, on fine screens too. */
function Picture({ of, size }: { readonly of: string; readonly size: Size }) {
  const [usual, fine] = size === 'xl' ? ([96, 192] as const) : ([48, 96] as const)
  return (
    <img
      src={avatarPath(of, usual)}
      srcset={`${avatarPath(of, fine)} 2x`}
      width={PIXELS[size]}
      height={PIXELS[size]}
      alt=""
      loading="lazy"
      decoding="async"
    />
  )
}
