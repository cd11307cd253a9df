/** Makes one build: the server's bundle, the client's files, the migrations, the texts of the demo. `node server/build.mjs` makes the current one. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build as bundle } from 'esbuild'
import { buildClient } from '../client/build.mjs'
import { plainFields } from './plain-fields.mjs'
import { builtFolder, hashSources } from './sources.mjs'

/**
 * Packages that are bundled; all others are loaded from node_modules. These are pure JavaScript in hundreds of files:
 * reading those one by one took 0.8 s of a start's CPU and 10 MB.
 */
const BUNDLED = new Set([
  '@fastify/fast-json-stringify-compiler',
  '@fastify/formbody',
  '@fastify/multipart',
  '@fastify/static',
  '@fastify/swagger',
  '@sindresorhus/slugify',
  'ajv',
  'ajv-formats',
  'drizzle-orm',
  'fastify',
  'fastify-plugin',
  'highlight.js',
  'intl-messageformat',
  'lucia',
  'markdown-it',
  'markdown-it-emoji',
  'markdown-it-footnote',
  'sanitize-html',
  'typebox',
])

/** The build before this one stays: a server may be running from it. */
const KEPT = 2

/**
 * Builds into a folder beside the right one, and renames it when it is whole: a crash leaves no half build, and of two
 * who build at once one finds the other's, with the same content.
 * @param {{ root: string, folder: string, dev?: boolean }} options `dev`: client output to read in the browser's tools, plugins as they are saved
 */
export async function build({ root, folder, dev = false }) {
  const dist = dirname(folder)
  const draft = join(dist, `.${basename(folder)}-${process.pid}`)
  await mkdir(draft, { recursive: true })
  try {
    const parts = await Promise.allSettled([
      buildServer(root, join(draft, 'server')),
      buildClient({ outDir: join(draft, 'client'), dev }),
      cp(join(root, 'server/demo/content'), join(draft, 'server/content'), { recursive: true }),
      // A part of plugins' scripts, which are built where the server runs.
      cp(join(root, 'client/plugin.ts'), join(draft, 'server/plugin-client.ts')),
      cp(join(root, 'db/migrations'), join(draft, 'db/migrations'), { recursive: true }),
      bringPlugins(join(root, 'plugins'), join(draft, 'plugins'), dev),
    ])
    // All have ended before the draft goes: a part still writing would hide why another failed.
    for (const part of parts) if (part.status === 'rejected') throw part.reason
    await rename(draft, folder).catch(error => {
      if (!existsSync(folder)) throw error
    })
    // Where it stays: bundles of plugins point at the files beside them.
    if (!dev) await promisify(execFile)(process.execPath, [join(folder, 'server/plugin-prebuild.js')])
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  await removeOld(dist)
}

/** In dev they are the sources themselves, so that the server sees what is saved. */
const bringPlugins = (from, to, dev) =>
  dev ? symlink(from, to) : cp(from, to, { recursive: true, filter: one => basename(one) !== 'tests' })

/** Everything lies in one folder, so that what a file finds beside itself (`import.meta.dirname`) does not depend on its chunk. */
async function buildServer(root, outdir) {
  const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const external = Object.keys(dependencies).filter(name => !BUNDLED.has(name))
  await bundle({
    absWorkingDir: root,
    // The others run beside the server: a worker that cooks texts (server/core/text/kitchen.ts), one that reads what is
    // imported (server/import/discourse/aside.ts), a process of its own that opens files (server/uploads/workshop.ts), and
    // each of several web processes (server/workers.ts).
    entryPoints: {
      cli: 'server/cli/index.ts',
      'plugin-api': 'server/plugins/api.ts',
      'plugin-prebuild': 'server/plugins/prebuild.ts',
      'plugin-look': 'server/plugins/look.ts',
      'plugin-testing': 'server/testing/index.ts',
      'reading-thread': 'server/import/discourse/thread.ts',
      'text-thread': 'server/core/text/thread.ts',
      workshop: 'server/uploads/workshop/main.ts',
      worker: 'server/worker.ts',
    },
    outdir,
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    external: external.flatMap(name => [name, `${name}/*`]),
    // Bundled CommonJS asks for Node's own modules by require, which a module does not have.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url)",
    },
    plugins: [plainFields],
    platform: 'node',
    target: 'node20',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'error',
  })
}

async function removeOld(dist) {
  const names = await readdir(dist)
  await keepNewest(
    dist,
    names.filter(name => /^[0-9a-f]{16}$/.test(name)),
  )
  await keepNewest(
    dist,
    names.filter(name => /^[0-9a-f]{13}dev$/.test(name)),
  )
}

async function keepNewest(dist, names) {
  const dated = await Promise.all(names.map(async name => ({ name, at: (await stat(join(dist, name))).mtimeMs })))
  for (const { name } of dated.sort((a, b) => b.at - a.at).slice(KEPT)) {
    await rm(join(dist, name), { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const folder = builtFolder(root, hashSources(root))
  if (!existsSync(folder)) await build({ root, folder })
}
