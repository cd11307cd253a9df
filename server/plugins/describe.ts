/** What a plugin says of itself, as data: what an administrator is shown and agrees to, read without letting it run here. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import semver from 'semver'
import type { MessageKey, Values } from '../core/i18n.ts'
import { VERSION } from '../core/version.ts'
import { askedBy } from './asked.ts'
import { PLUGIN_ID } from './begin.ts'
import type { Bundle } from './bundle.ts'
import { CAPABILITIES, type Capability, type Plugin, type PluginHost, type Words } from './declaration.ts'
import type { Origin } from './find.ts'
import { wrongPart } from './shape.ts'

/** Why a plugin is not on though it should be. */
export class PluginProblem extends Error {
  constructor(
    readonly key: MessageKey,
    readonly values: Values = {},
  ) {
    super(`${key} ${JSON.stringify(values)}`)
  }
}

export type Description = {
  readonly id: string
  readonly name: Words
  readonly description: Words
  readonly version: string
  readonly requires: string
  readonly needs: Readonly<Record<string, string>>
  readonly priority: number
  readonly capabilities: readonly Capability[]
  readonly hosts: readonly PluginHost[]
  readonly migrations: string | null
  /** Labels of the permissions and settings that it brings. */
  readonly permissions: readonly Words[]
  readonly settings: readonly { readonly name: string; readonly label: Words }[]
  /** Verbs of the command line, as `guildhall x` tells of them. */
  readonly verbs: readonly { readonly name: string; readonly does: string; readonly usage: string }[]
  /** Points at which it steps in: `filter post.beforeCreate`, `on post.created`, … */
  readonly points: readonly string[]
}

/** @throws PluginProblem for a declaration that makes no sense, or asks for more than it declares */
export function descriptionOf<Post>(plugin: Plugin<Post>): Description {
  const {
    id,
    name,
    description,
    version,
    requires,
    needs = {},
    priority = 0,
    capabilities = [],
    hosts = [],
    migrations = null,
  } = plugin
  if (!PLUGIN_ID.test(id)) throw new PluginProblem('plugins.problem.id', { id: String(id) })
  if (!semver.valid(version)) throw new PluginProblem('plugins.problem.version', { version: String(version) })
  if (!semver.validRange(requires?.server)) throw new PluginProblem('plugins.problem.range')
  const wrong = wrongPart(plugin)
  if (wrong !== null) throw new PluginProblem('plugins.problem.part', { part: wrong })
  if (!Array.isArray(capabilities)) throw new PluginProblem('plugins.problem.part', { part: 'capabilities' })
  const unknown = capabilities.find(one => !CAPABILITIES.includes(one))
  if (unknown !== undefined) throw new PluginProblem('plugins.problem.capability', { capability: unknown })
  const uses: Readonly<Record<Capability, boolean>> = {
    tables: migrations !== null,
    routes: plugin.pages !== undefined || plugin.api !== undefined || plugin.claims !== undefined,
    jobs: plugin.jobs !== undefined,
    memberFields: plugin.memberFields !== undefined,
  }
  for (const capability of CAPABILITIES) {
    if (uses[capability] && !capabilities.includes(capability))
      throw new PluginProblem('plugins.problem.undeclared', { capability })
  }
  const names = (kind: string, of: object = {}) => Object.keys(of).map(one => `${kind} ${one}`)
  return {
    ...{ id, name, description, version, needs, priority, capabilities, hosts, migrations },
    requires: requires.server,
    permissions: Object.values(plugin.permissions ?? {}).map(({ label }) => label),
    settings: Object.entries(plugin.settings ?? {}).map(([name, { label }]) => ({ name, label })),
    verbs: Object.entries(plugin.verbs ?? {}).map(([name, { does, usage }]) => ({ name, does, usage })),
    points: [
      ...names('kind', plugin.kinds),
      ...names('filter', plugin.filters),
      ...names('on', plugin.on),
      ...names('slot', plugin.slots),
      ...names('block', plugin.blocks),
      ...names('notification', plugin.notifications),
      ...names('member field', plugin.memberFields),
      ...names('channel', plugin.channels),
      ...names('viewer', plugin.viewerSlots),
      ...names('job', plugin.jobs),
      ...names('verb', plugin.verbs),
      ...names('keeps', plugin.keeps),
      ...names('search', plugin.search),
      ...names('load', plugin.load),
      ...(plugin.claims ?? []).map(path => `claim ${path}`),
    ],
  }
}

/** Raised when a description says more than before: those that were kept are made anew. */
const FORM = 6

/** Long enough for a busy machine; one that never answers mostly ends by itself. */
const LOOK_MS = 30_000

/**
 * Reads the description of a plugin in a process of its own, once for each bundle: one that throws, or never answers,
 * when it is loaded does so there.
 * @throws PluginProblem
 */
export async function describe(bundle: Bundle): Promise<Description> {
  const kept = join(bundle.folder, `description-${FORM}.json`)
  if (existsSync(kept)) return JSON.parse(await readFile(kept, 'utf8')) as Description
  const look =
    [join(import.meta.dirname, 'look.ts'), join(import.meta.dirname, 'plugin-look.js')].find(existsSync) ?? ''
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...process.execArgv, look, pathToFileURL(bundle.module).href],
    { timeout: LOOK_MS, killSignal: 'SIGKILL', env: { PATH: process.env.PATH }, maxBuffer: 1024 * 1024 },
  ).catch(error => {
    throw new PluginProblem('plugins.problem.load', { problem: lastLine(error) })
  })
  const answer = JSON.parse(stdout.split('\n').find(line => line.startsWith('{')) ?? '{}')
  if ('key' in answer) throw new PluginProblem(answer.key, answer.values)
  if (!('id' in answer)) {
    const problem = stdout.slice(0, 200) || 'its process ended before it had said anything'
    throw new PluginProblem('plugins.problem.load', { problem })
  }
  // Whole or not at all: another process may read it.
  const draft = `${kept}.${process.pid}`
  await writeFile(draft, JSON.stringify(answer))
  await rename(draft, kept)
  return answer
}

function lastLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('killed' in error && error.killed === true) return `it did not answer within ${LOOK_MS / 1000} s`
  const told = 'stderr' in error ? String(error.stderr) : ''
  return (/^\w*Error: .*$/m.exec(told)?.[0] ?? error.message.split('\n')[0] ?? '').slice(0, 300)
}

type Decided = { readonly origin: Origin | 'gone'; readonly consent: readonly string[] }

/**
 * @param versionOf the version of another plugin that is there for it; undefined where there is none
 * @throws PluginProblem where it was not made for this release, needs another, or asks for more than was agreed to
 */
export function requireFit(
  about: Description,
  { origin, consent }: Decided,
  versionOf: (id: string) => string | undefined,
): void {
  const { requires, needs } = about
  if (!semver.satisfies(VERSION, requires, { includePrerelease: true }))
    throw new PluginProblem('plugins.problem.requires', { range: requires, version: VERSION })
  for (const [id, range] of Object.entries(needs)) {
    const there = versionOf(id)
    if (there === undefined || !semver.satisfies(there, range))
      throw new PluginProblem('plugins.problem.needs', { id, range })
  }
  if (origin !== 'bundled' && askedBy(about).some(one => !consent.includes(one)))
    throw new PluginProblem('plugins.problem.consent')
}
