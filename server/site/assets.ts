/** The built files of the browser: hashed names under /assets, known from the build's manifest. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FETCHED } from './typefaces.ts'

export type Assets = {
  /** Addresses. */
  readonly script: string
  readonly styles: string
  readonly icons: string
  readonly favicon: string
  /** The typefaces that we bring. */
  readonly fonts: Readonly<Record<(typeof FETCHED)[number], string>>
  /** Where the files are. */
  readonly folder: string
}

/** Reads `manifest.json` of a build. @throws when the client was not built */
export function loadAssets(folder: string): Assets {
  const manifest: Record<string, string> = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  const address = (name: string): string => {
    const file = manifest[name]
    if (!file) throw new Error(`the client's build has no ${name}`)
    return `/assets/${file}`
  }
  return {
    script: address('main.js'),
    styles: address('main.css'),
    icons: address('icons.svg'),
    favicon: address('favicon.svg'),
    fonts: {
      bricolage: address('bricolage-grotesque-latin-wght-normal.woff2'),
      figtree: address('figtree-latin-wght-normal.woff2'),
    },
    folder,
  }
}
