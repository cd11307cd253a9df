/** The built files of the browser: hashed names under /assets, known from the build's manifest. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Assets = {
  /** Addresses. */
  readonly script: string
  readonly styles: string
  readonly icons: string
  readonly favicon: string
  /** Typefaces that every page uses, to be fetched before the stylesheet asks for them. */
  readonly fonts: readonly string[]
  /** Where the files are. */
  readonly folder: string
}

const FONTS = ['figtree-latin-wght-normal.woff2', 'bricolage-grotesque-latin-wght-normal.woff2']

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
    fonts: FONTS.map(address),
    folder,
  }
}
