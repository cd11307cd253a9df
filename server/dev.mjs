/**
 * `npm run dev`: builds again when a source changes, and starts the server anew from the new build. Plugins are taken up
 * by the server itself as they are saved.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { watch } from 'chokidar'
import { build } from './build.mjs'
import { builtFolder, FOLDERS, hashSources } from './sources.mjs'

/** Editors write a file in several steps, and a checkout writes many files. */
const CALM_MS = 120

const CHILD = join(import.meta.dirname, 'dev-child.mjs')
const SOURCES = FOLDERS.filter(name => name !== 'plugins')

/** @param {string} root folder of the project */
export async function develop(root) {
  let child = null
  let running = ''
  let busy = Promise.resolve()

  const refresh = async () => {
    // Readable client output makes it another build than the one `npm start` runs.
    const hash = `${hashSources(root, SOURCES).slice(0, 13)}dev`
    if (hash === running) return
    const folder = builtFolder(root, hash)
    if (!existsSync(folder)) await build({ root, folder, dev: true })
    await stop(child)
    running = hash
    // A file of its own: what is given by `-e` would be given to the processes that it starts, too.
    child = spawn(process.execPath, ['--enable-source-maps', CHILD, folder, 'start', '--watch'], { stdio: 'inherit' })
  }
  const soon = () => {
    busy = busy.then(refresh).catch(error => console.error(`The build failed: ${error.message}`))
  }

  let timer
  const folders = SOURCES.map(name => join(root, name)).filter(existsSync)
  watch(folders, { ignoreInitial: true }).on('all', () => {
    clearTimeout(timer)
    timer = setTimeout(soon, CALM_MS)
  })
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, async () => {
      await stop(child)
      process.exit(0)
    })
  }
  soon()
}

async function stop(child) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}
