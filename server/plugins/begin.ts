/** Begins a plugin: writes its folder, with what editors and tests need to find the server. */
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { codeOf, fileTrouble, OperatorError } from '../core/operator-error.ts'
import { sampleFiles } from './sample.ts'

/** What the id of a plugin looks like: it names a schema and an address. */
export const PLUGIN_ID = /^[a-z][a-z0-9]{1,30}$/

/**
 * Writes a small plugin that works into a new folder.
 * @throws OperatorError where the folder exists or cannot be written
 */
export async function beginPlugin(id: string, folder: string): Promise<void> {
  try {
    await mkdir(dirname(folder), { recursive: true })
    await mkdir(folder)
    for (const [name, text] of Object.entries(sampleFiles(id))) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), text)
    }
    const root = installation()
    await mkdir(join(folder, 'node_modules'))
    await symlink(root, join(folder, 'node_modules/guildhall'))
    await symlink(join(root, 'node_modules/preact'), join(folder, 'node_modules/preact'))
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new OperatorError(`${folder} is there already: it was left as it is`)
    throw fileTrouble(error, folder)
  }
}

/** The folder of Guildhall itself: above the sources, or above the build that runs. */
function installation(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const project = join(folder, 'package.json')
    if (existsSync(project) && JSON.parse(readFileSync(project, 'utf8')).name === 'guildhall') return folder
  }
  throw new Error('the installation has no package.json')
}
