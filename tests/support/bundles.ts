/** Making the bundles of the same plugins for every test would be a third of what such tests do: they share them. */
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const BUNDLES = fileURLToPath(new URL('../../.tap/plugins', import.meta.url))

export async function shareBundles(dataDir: string): Promise<void> {
  await mkdir(BUNDLES, { recursive: true })
  await mkdir(join(dataDir, 'cache'), { recursive: true })
  await symlink(BUNDLES, join(dataDir, 'cache/plugins'))
}
