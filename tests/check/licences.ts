/** The licences of what an installed server runs, as the lockfile names them. */
import { existsSync, readFileSync } from 'node:fs'
import type { Check } from './run.ts'
import { root } from './sources.ts'

type Package = { version?: string; dev?: boolean; link?: boolean; license?: string }

/**
 * Allowed by name: libvips, with the codecs it stands on, is a shared library under the LGPL that sharp loads at run time
 * from a package of its own. Nothing of it is linked into our code, and whoever runs this may put another build in place.
 */
const LIBVIPS = /^node_modules\/@img\/sharp-/

const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'PostgreSQL',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
])

export const licences: Check = () => {
  const lock: { packages: Record<string, Package> } = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8'))
  return Object.entries(lock.packages)
    .filter(([path, one]) => path.startsWith('node_modules/') && !one.dev && !one.link)
    .map(([path, one]) => ({ path, licence: one.license ?? ownWord(path) }))
    .filter(({ path, licence }) => !isAllowed(licence) && !(LIBVIPS.test(path) && isLibvips(licence)))
    .map(({ path, licence }) => `${path.replace('node_modules/', '')}: ${licence}`)
}

/** Of the prebuilt library alone, or beside sharp's own Apache-2.0 in packages that hold both. */
const isLibvips = (licence: string) => isAllowed(licence.replace('LGPL-3.0-or-later', 'MIT'))

/** Reads the alternatives of an SPDX expression: one good one of "(A OR B)", all of "A AND B". */
const isAllowed = (licence: string) =>
  licence
    .replace(/[()]/g, '')
    .split(/ OR /)
    .some(choice => choice.split(/ AND /).every(one => ALLOWED.has(one)))

function ownWord(path: string): string {
  const file = `${root}${path}/package.json`
  const { license } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { license: undefined }
  return typeof license === 'string' ? license : 'says no licence'
}
