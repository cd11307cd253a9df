/** Runs the command line of one build, as start.mjs does once it has it: `node dev-child.mjs <folder of the build> <verb> …`. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [folder = '', ...args] = process.argv.slice(2)
const { main } = await import(pathToFileURL(join(folder, 'server/cli.js')).href)
process.exit(await main(args))
