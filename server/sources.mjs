/** Which build belongs to the sources as they are: read whole each time, as a few hundred small files take milliseconds. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const FOLDERS = ['server', 'client', 'db', 'plugins']
const FILES = ['package.json', 'package-lock.json']

/**
 * @param {string} root folder of the project
 * @param {readonly string[]} folders those that count
 * @returns {string} hash of all that goes into a build
 */
export function hashSources(root, folders = FOLDERS) {
  const hash = createHash('sha256')
  const names = folders.flatMap(folder => filesIn(root, folder))
  for (const name of [...FILES, ...names.sort()])
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(root, name)))
      .update('\0')
  return hash.digest('hex').slice(0, 16)
}

/** Where the build of a hash is. A build is never changed: what runs from it keeps running while the next one is made. */
export const builtFolder = (root, hash) => join(root, 'dist', hash)

function filesIn(root, folder) {
  let entries
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true })
  } catch {
    return []
  }
  return entries.flatMap(entry => {
    const name = `${folder}/${entry.name}`
    if (entry.name.startsWith('.') || entry.name === 'tests' || entry.name === 'node_modules') return []
    if (entry.isDirectory()) return filesIn(root, name)
    return entry.isFile() ? [name] : []
  })
}
