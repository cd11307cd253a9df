#!/usr/bin/env node
/**
 * `npm start` and the `guildhall` command. Plain JavaScript on Node alone: it must be able to say what is missing.
 * Builds what the sources' hash names, when that build is not there yet, and runs the command line from it.
 */
import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const NEEDED = [20, 19]

const root = fileURLToPath(new URL('..', pathToFileURL(realpathSync(fileURLToPath(import.meta.url)))))
const problem = whatIsMissing()
if (problem) {
  console.error(`guildhall: ${problem}`)
  process.exitCode = 1
} else if (process.argv[2] === 'dev') {
  const { develop } = await import('./dev.mjs')
  await develop(root)
} else {
  await run()
}

function whatIsMissing() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
    return `Node ${NEEDED.join('.')} or newer is needed, and this is ${process.version}`
  }
  const installed = ['fastify', 'postgres', 'drizzle-orm'].every(name => existsSync(join(root, 'node_modules', name)))
  return installed ? null : `the packages are not installed: run npm ci in ${root}`
}

async function run() {
  const { builtOnce } = await import('./built.mjs')
  const folder = await builtOnce(root)
  const { main } = await import(pathToFileURL(join(folder, 'server/cli.js')).href)
  const code = await main(process.argv.slice(2))
  // What a verb leaves open must not keep it from ending.
  process.exit(code)
}
