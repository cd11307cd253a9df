/** What may be sent: a list of what is allowed, found in the bytes. Everything else is refused. */

type Kind = {
  /** As it is served: exact, and with its encoding where it is text. */
  readonly type: string
  readonly picture: boolean
}

const picture = (type: string): Kind => ({ type, picture: true })
const file = (type: string): Kind => ({ type, picture: false })

/** By the ending of their names. */
export const KINDS = {
  jpg: picture('image/jpeg'),
  png: picture('image/png'),
  webp: picture('image/webp'),
  gif: picture('image/gif'),
  avif: picture('image/avif'),
  pdf: file('application/pdf'),
  zip: file('application/zip'),
  txt: file('text/plain; charset=utf-8'),
  md: file('text/markdown; charset=utf-8'),
  csv: file('text/csv; charset=utf-8'),
  mp3: file('audio/mpeg'),
  ogg: file('audio/ogg'),
  mp4: file('video/mp4'),
  webm: file('video/webm'),
} as const satisfies Readonly<Record<string, Kind>>

export type KindName = keyof typeof KINDS

const NAMES = Object.keys(KINDS) as readonly KindName[]
export const PICTURE_KINDS = NAMES.filter(name => KINDS[name].picture)
export const FILE_KINDS = NAMES.filter(name => !KINDS[name].picture)

export const isKind = (name: string | undefined): name is KindName => name !== undefined && Object.hasOwn(KINDS, name)

/** Text has nothing in its bytes that says which: its name decides. */
export const TEXT_KINDS: ReadonlySet<KindName> = new Set(['txt', 'md', 'csv'])
