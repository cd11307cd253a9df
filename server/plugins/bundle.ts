/**
 * Makes one module of a plugin's sources, whoever wrote it and wherever it lies. `guildhall/plugin` and the JSX runtime
 * in it are the server's own, so that an `Invalid` thrown there is one here.
 */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin as EsbuildPlugin } from 'esbuild'
import { VERSION } from '../core/version.ts'
import type { Candidate } from './find.ts'

/** The published module, as this process has it. */
const API = pathToFileURL(
  [join(import.meta.dirname, 'api.ts'), join(import.meta.dirname, 'plugin-api.js')].find(existsSync) ?? '',
).href

/** The same for scripts: a part of the plugin's own. */
const CLIENT = [
  join(import.meta.dirname, '../../client/plugin.ts'),
  join(import.meta.dirname, 'plugin-client.ts'),
].find(existsSync)

const TARGET = ['chrome123', 'firefox128', 'safari17.5']

export type Bundle = {
  readonly folder: string
  /** The module to import. */
  readonly module: string
  /** Names of its files for browsers, in the folder; null for those that it does not have. */
  readonly script: string | null
  readonly style: string | null
}

/** What could not be made one, in one line. */
export class BundleError extends Error {}

/** Bundles of the plugins that we bring, beside the built files: made with them (prebuild.ts). */
export const PREBUILT = join(import.meta.dirname, 'plugin-bundles')

/** The bundle of a plugin as it is now, made once. @throws BundleError */
export async function bundlePlugin(dataDir: string, plugin: Candidate): Promise<Bundle> {
  const prebuilt = existsSync(join(PREBUILT, placeOf(plugin)))
  return bundleIn(prebuilt ? PREBUILT : join(dataDir, 'cache/plugins'), plugin)
}

/** The same in a folder of one's choice. @throws BundleError */
export async function bundleIn(cache: string, plugin: Candidate): Promise<Bundle> {
  const { entry } = plugin
  if (entry === null) throw new BundleError('there is no plugin.ts in it')
  const folder = join(cache, placeOf(plugin))
  if (!existsSync(folder)) await build(plugin, entry, folder)
  const files = await readdir(folder)
  const named = (ending: string) => files.find(file => file.startsWith('client-') && file.endsWith(ending)) ?? null
  return { folder, module: join(folder, 'plugin.mjs'), script: named('.js'), style: named('.css') }
}

/** The release is a part of the name: a module points at the files of the one that made it. */
const placeOf = ({ name, hash }: Candidate): string =>
  `${name.replaceAll(/[^\w-]/g, '_')}-${hash}-${VERSION}-${basename(join(API, '../..')).slice(-8)}`

async function build({ folder: source }: Candidate, entry: string, folder: string): Promise<void> {
  const { build: bundle } = await import('esbuild')
  const draft = `${folder}.${process.pid}`
  await mkdir(draft, { recursive: true })
  const common = { bundle: true, logLevel: 'silent', legalComments: 'none', absWorkingDir: source } as const
  try {
    await bundle({
      ...common,
      entryPoints: [entry],
      outfile: join(draft, 'plugin.mjs'),
      platform: 'node',
      target: 'node20',
      format: 'esm',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      tsconfigRaw: {},
      sourcemap: 'inline',
      plugins: [hostModules],
    })
    const client = ['client/main.ts', 'client/main.js', 'client/main.css']
      .map(one => join(source, one))
      .filter(existsSync)
    if (client.length > 0) {
      await bundle({
        ...common,
        entryPoints: client,
        outdir: draft,
        entryNames: 'client-[hash]',
        format: 'esm',
        target: TARGET,
        minify: true,
        tsconfigRaw: {},
        plugins: [clientModule],
      })
    }
    await rename(draft, folder).catch(error => {
      if (!existsSync(folder)) throw error
    })
  } catch (error) {
    throw new BundleError(firstProblem(error))
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

const hostModules: EsbuildPlugin = {
  name: 'host-modules',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^guildhall\/plugin$/ }, () => ({ path: API, external: true }))
    onResolve({ filter: /^preact(\/|$)/ }, ({ path }) => ({ path: import.meta.resolve(path), external: true }))
  },
}

const clientModule: EsbuildPlugin = {
  name: 'client-module',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^guildhall\/client$/ }, () => (CLIENT === undefined ? null : { path: CLIENT }))
  },
}

/** Where and what, as esbuild found it. */
function firstProblem(error: unknown): string {
  const [first] = error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? error.errors : []
  if (!first) return error instanceof Error ? error.message : String(error)
  const { text, location } = first
  return location ? `${location.file}:${location.line}: ${text}` : String(text)
}
