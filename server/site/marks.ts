/**
 * The community's marks: a logo, another for the night, and the small icon of browser tabs. They are settings: texts that
 * hold the picture, so a backup and a restart have them with all the rest. Each is served under an address with its hash.
 */
import type { Ctx } from '../core/context.ts'
import type { FieldError } from '../core/errors.ts'
import { cleanSvg } from './svg.ts'

export const MARKS = ['logo', 'logoDark', 'icon'] as const
export type Mark = (typeof MARKS)[number]

export const isMark = (name: string): name is Mark => MARKS.some(one => one === name)

/** Characters of the text: 150 KB of picture, and no more than the API takes at once. */
export const MARK_LENGTH = 200_000

const TYPES = { svg: 'image/svg+xml', png: 'image/png' } as const
type Kind = keyof typeof TYPES

const DATA = /^data:image\/(svg\+xml|png);base64,([A-Za-z\d+/]+={0,2})$/
const PNG_SIGNATURE = '89504e470d0a1a0a'

type Picture = { readonly kind: Kind; readonly type: string; readonly bytes: Buffer }

/** A picture as the text of a setting. */
export const textOf = (kind: Kind, bytes: Buffer): string => `data:${TYPES[kind]};base64,${bytes.toString('base64')}`

/** What is wrong with the text of a mark, or null: it is a PNG, or a drawing with nothing in it but shapes. */
export function problemWithMark(text: string): FieldError | null {
  if (text === '') return null
  const picture = pictureIn(text)
  if (!picture) return { key: 'mark.error.kind' }
  const { kind, bytes } = picture
  if (kind === 'png') return bytes.toString('hex', 0, 8) === PNG_SIGNATURE ? null : { key: 'mark.error.kind' }
  const drawing = bytes.toString('utf8')
  return cleanSvg(drawing) === drawing ? null : { key: 'mark.error.unclean' }
}

const SETTINGS = { logo: 'site.logo', logoDark: 'site.logoDark', icon: 'site.icon' } as const satisfies Record<
  Mark,
  string
>

export const settingOf = (mark: Mark) => SETTINGS[mark]

/** Null where there is none. */
export const pictureOf = (ctx: Ctx, mark: Mark): Picture | null => pictureIn(ctx.setting(SETTINGS[mark]))

function pictureIn(text: string): Picture | null {
  const [, type, data] = DATA.exec(text) ?? []
  if (!type || !data) return null
  const kind = type === 'png' ? 'png' : 'svg'
  return { kind, type: TYPES[kind], bytes: Buffer.from(data, 'base64') }
}
