/** The build that belongs to the sources, made when it is not there yet. Plain JavaScript, for who has no build yet. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * An image carries one build and no sources.
 * @param {string} root folder of the installation
 * @returns {Promise<string>} the build's folder. Ends the process where it cannot be made
 */
export async function builtOnce(root) {
  if (!existsSync(join(root, 'server/main.ts'))) {
    const [only] = readdirSync(join(root, 'dist')).filter(name => !name.startsWith('.'))
    return join(root, 'dist', only ?? '')
  }
  const { builtFolder, hashSources } = await import('./sources.mjs')
  const folder = builtFolder(root, hashSources(root))
  if (existsSync(folder)) return folder
  const { build } = await import('./build.mjs')
  try {
    console.error('Building, once for this release')
    await build({ root, folder })
    return folder
  } catch (error) {
    console.error(`guildhall: the build failed: ${error instanceof Error ? error.message : error}`)
    process.exit(1)
  }
}
