/** Where uploads are: the original under its name, its sizes under their width. */
import type { StoredVariant } from '../../db/tables/index.ts'

type Named = { readonly key: string; readonly name: string }

export const uploadPath = ({ key, name }: Named): string => `/uploads/${key}/${encodeURIComponent(name)}`

export const sizePath = (key: string, { width, format }: StoredVariant): string =>
  `/uploads/${key}/${sizeName({ width, format })}`

export const sizeName = ({ width, format }: Pick<StoredVariant, 'width' | 'format'>): string =>
  `${width}.${format.replace('image/', '')}`

/** What shows it in a post. A safe name holds no sign that Markdown reads as its own. */
export const markdownOf = (upload: Named & { readonly width: number | null }): string =>
  upload.width === null ? `[${upload.name}](${uploadPath(upload)})` : `![](${uploadPath(upload)})`
