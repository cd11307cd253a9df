/** `guildhall/plugin-testing` as node finds it: the one of the build, as tests run without a compiler. */
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { builtOnce } from './built.mjs'

const folder = await builtOnce(fileURLToPath(new URL('..', import.meta.url)))
export const { startGuildhall } = await import(pathToFileURL(join(folder, 'server/plugin-testing.js')).href)
