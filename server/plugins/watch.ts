/** Takes up plugins as their files are saved, for who writes them. */
import { mkdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { type FSWatcher, watch } from 'chokidar'
import type { Log } from '../core/context.ts'
import { LEFT_OUT, pluginFolders } from './find.ts'

/** Editors write a file in several steps. */
const CALM_MS = 120

/** Calls `reload` after each change beneath the folders in which plugins lie. @returns what ends it */
export function watchPlugins(dataDir: string, reload: () => Promise<void>, log: Log): () => Promise<void> {
  mkdirSync(join(dataDir, 'plugins'), { recursive: true })
  let timer: NodeJS.Timeout | undefined
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(reload, CALM_MS)
  }
  const watchers = pluginFolders(dataDir).map(watchFolder)
  for (const one of watchers) {
    one.on('all', soon)
    // What was saved while the server started.
    one.on('ready', soon)
    one.on('error', error => log.warn(error, 'what is saved of plugins may not be noticed'))
  }
  return async () => {
    clearTimeout(timer)
    await Promise.all(watchers.map(one => one.close()))
  }
}

/** Node's own watching loses a file for which an editor puts another in place, which many do at each save. */
const watchFolder = (folder: string): FSWatcher =>
  watch(folder, {
    ignoreInitial: true,
    ignored: path =>
      relative(folder, path)
        .split(sep)
        .some(name => LEFT_OUT.has(name)),
  })
