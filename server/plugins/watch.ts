/** Takes up plugins as their files are saved, for who writes them. */
import { existsSync, mkdirSync, readdirSync, realpathSync, watch } from 'node:fs'
import { join } from 'node:path'
import { pluginFolders } from './find.ts'

/** Editors write a file in several steps. */
const CALM_MS = 120

/** Calls `reload` after each change beneath the folders in which plugins lie. @returns what ends it */
export function watchPlugins(dataDir: string, reload: () => Promise<void>): () => Promise<void> {
  mkdirSync(join(dataDir, 'plugins'), { recursive: true })
  let timer: NodeJS.Timeout | undefined
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(reload, CALM_MS)
  }
  const watchers = pluginFolders(dataDir)
    .flatMap(withLinked)
    .map(folder => watch(folder, { recursive: true }, soon))
  // What was saved while the server started.
  soon()
  return async () => {
    clearTimeout(timer)
    for (const one of watchers) one.close()
  }
}

/** The folder, and those elsewhere to which it links: nobody follows links on their own. */
function withLinked(folder: string): string[] {
  const links = readdirSync(folder, { withFileTypes: true }).filter(one => one.isSymbolicLink())
  const linked = links.map(({ name }) => join(folder, name)).filter(existsSync)
  return [folder, ...linked].map(one => realpathSync(one))
}
