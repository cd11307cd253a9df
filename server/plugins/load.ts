/**
 * Loads the plugins that are on. Each is found, bundled, described, compared with what was agreed to, migrated and made a
 * feature; what goes wrong with one is noted with it, and the others go on.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { plugins as table } from '../../db/tables/index.ts'
import type { Log } from '../core/context.ts'
import type { Database } from '../core/db.ts'
import type { Env } from '../core/env.ts'
import type { MessageKey, Values } from '../core/i18n.ts'
import { troubleOf } from '../core/trouble.ts'
import type { Feature } from '../feature.ts'
import { type Bundle, BundleError, bundlePlugin } from './bundle.ts'
import type { Plugin } from './declaration.ts'
import { type Description, describe, descriptionOf, PluginProblem, requireFit } from './describe.ts'
import { featureOf } from './feature-of.tsx'
import { type Candidate, findPlugins, type Origin } from './find.ts'
import { gonePlugins } from './gone.ts'
import { Guard } from './guard.ts'
import { BISECT, heldBack, readHalving } from './halving.ts'
import { troubleKept } from './kept-trouble.ts'
import { learn } from './messages.ts'
import { migratePlugin } from './migrate.ts'

export type Trouble = { readonly key: MessageKey; readonly values: Values }

export type PluginState = {
  readonly id: string
  /** `gone`: what it keeps is here, and its files are not. */
  readonly origin: Origin | 'gone'
  readonly folder: string
  readonly hash: string
  /** Null for one that cannot even be read. */
  readonly about: Description | null
  /** Whether it is meant to be on. */
  readonly wanted: boolean
  /** Whether it is, in this process. */
  readonly on: boolean
  /** What was agreed to; null where nobody was asked. */
  readonly consent: readonly string[]
  readonly enabledAt: Date | null
  /** Why it is not on, or was switched off. */
  readonly trouble: Trouble | null
}

export type Loaded = {
  readonly state: PluginState
  readonly guard: Guard
  readonly feature: Feature
  readonly bundle: Bundle
}

export class PluginSet {
  constructor(
    readonly states: readonly PluginState[],
    readonly loaded: readonly Loaded[],
    readonly safeMode: boolean,
  ) {}

  /** Two sets with the same word are the same plugins, in the same state. */
  get word(): string {
    return this.states
      .map(({ id, hash, wanted, on, trouble }) => `${id} ${hash} ${wanted} ${on} ${trouble?.key ?? ''}`)
      .join('\n')
  }

  /** The same without one that could not be built in, nor those that need it. */
  without(id: string, trouble: Trouble): PluginSet {
    const states = this.states.map(state => (state.id === id ? { ...state, on: false, trouble } : state))
    const loaded = this.loaded.filter(({ state }) => state.id !== id)
    const set = new PluginSet(states, loaded, this.safeMode)
    const needs = loaded.find(({ state }) => state.about?.needs[id] !== undefined)?.state
    const range = needs?.about?.needs[id]
    return needs && range !== undefined
      ? set.without(needs.id, { key: 'plugins.problem.needs', values: { id, range } })
      : set
  }

  /** The first so many of those that are on, to see what can be built with them. */
  first(count: number): PluginSet {
    return new PluginSet(this.states, this.loaded.slice(0, count), this.safeMode)
  }
}

export const NO_PLUGINS = new PluginSet([], [], false)

export type LoadParts = {
  readonly env: Env
  readonly database: Database
  readonly log: Log
  readonly now: () => Date
  /** Those that are on now: what is counted of one that is as it was goes on. */
  readonly before: PluginSet | null
  /** Called when one has failed too often. */
  readonly tripped: (id: string, trouble: string) => void
}

type Row = typeof table.$inferSelect

export async function loadPlugins(parts: LoadParts): Promise<PluginSet> {
  const { env, database } = parts
  const { packages, held } = await readSettings(database)
  const rows = new Map((await database.background.select().from(table)).map(row => [row.id, row]))
  const seen: Seen[] = []
  for (const candidate of await findPlugins(env.dataDir, packages))
    seen.push(await look(parts, candidate, { rows, held, before: seen }))
  const gone = await gonePlugins(database, seen)
  if (env.safeMode) return new PluginSet([...seen.map(stateOf), ...gone], [], true)
  const loaded: Loaded[] = []
  const troubles = new Map<Seen, Trouble>()
  for (const one of inOrder(seen)) {
    if (!one.wanted || one.trouble) continue
    try {
      loaded.push(await load(parts, one, loaded))
    } catch (error) {
      troubles.set(one, troubleFrom(error))
      parts.log.error({ err: error, plugin: one.id }, `the plugin ${one.id} could not be loaded`)
    }
  }
  const on = new Set(loaded.map(({ state }) => state.id))
  const states = seen.map(one => ({
    ...stateOf(one),
    on: on.has(one.id) && !troubles.has(one),
    trouble: troubles.get(one) ?? one.trouble,
  }))
  return new PluginSet([...states, ...gone], loaded, false)
}

type Seen = Omit<PluginState, 'on'> & { readonly bundle: Bundle | null }

const stateOf = ({ bundle: _, ...state }: Seen): PluginState => ({ ...state, on: false })

type Known = {
  readonly rows: ReadonlyMap<string, Row>
  /** Ids of those that are held back while one is looked for that causes a trouble. */
  readonly held: ReadonlySet<string>
  readonly before: readonly Seen[]
}

/** What can be said of a plugin before it is loaded. */
async function look(parts: LoadParts, one: Candidate, { rows, held, before }: Known): Promise<Seen> {
  const { origin, folder, hash } = one
  const known = { origin, folder, hash }
  try {
    const bundle = await bundlePlugin(parts.env.dataDir, one)
    const about = await describe(bundle)
    if (before.some(other => other.about?.id === about.id))
      throw new PluginProblem('plugins.problem.twice', { id: about.id })
    const row = rows.get(about.id)
    const wanted = row?.enabled ?? origin === 'bundled'
    const waits: Trouble | null = wanted && held.has(about.id) ? { key: 'plugins.problem.bisect', values: {} } : null
    const trouble = row?.trouble ? troubleKept(row.trouble) : waits
    const decided = { consent: row?.consent ?? [], enabledAt: row?.enabledAt ?? null }
    return { ...known, ...decided, id: about.id, about, wanted, trouble, bundle }
  } catch (error) {
    const wanted = rows.get(one.name)?.enabled ?? origin === 'bundled'
    parts.log[wanted ? 'error' : 'warn']({ err: error, plugin: one.name }, `the plugin ${one.name} cannot be read`)
    return {
      ...known,
      id: one.name,
      about: null,
      wanted,
      consent: [],
      enabledAt: null,
      trouble: troubleFrom(error),
      bundle: null,
    }
  }
}

async function load(parts: LoadParts, one: Seen, before: readonly Loaded[]): Promise<Loaded> {
  const { id, about, bundle } = one
  if (!about || !bundle) throw new PluginProblem('plugins.problem.load', { problem: '' })
  requireFit(about, one, needed => before.find(({ state }) => state.id === needed)?.state.about?.version)
  if (about.migrations !== null) {
    await migratePlugin(parts.database.background, id, join(one.folder, about.migrations), parts.now())
  }
  const { default: plugin }: { default: Plugin<never> } = await import(pathToFileURL(bundle.module).href)
  // What was agreed to is what it said in the process that only looked.
  if (JSON.stringify(descriptionOf(plugin)) !== JSON.stringify(about))
    throw new PluginProblem('plugins.problem.changing')
  await checkSchedules(plugin)
  learn(plugin)
  const guard = guardOf(parts, one)
  return { state: { ...stateOf(one), on: true }, guard, feature: featureOf(plugin, guard, one.folder), bundle }
}

function guardOf({ before, log, tripped }: LoadParts, { id, hash }: Seen): Guard {
  const same = before?.loaded.find(({ state }) => state.id === id && state.hash === hash)?.guard
  return same && !same.isOff ? same : new Guard({ id, log, tripped: trouble => tripped(id, trouble) })
}

/** @throws PluginProblem for a job whose time is none */
async function checkSchedules({ jobs = {} }: Plugin<never>): Promise<void> {
  for (const [name, { every }] of Object.entries(jobs)) {
    if (every === undefined) continue
    const { parseCronItems } = await import('graphile-worker')
    try {
      parseCronItems([{ match: every, task: name, identifier: name }])
    } catch {
      throw new PluginProblem('plugins.problem.part', { part: `jobs.${name}.every` })
    }
  }
}

/** Those that others need come before them, then those of higher priority; a circle is found out when one of it finds the other not there. */
function inOrder(seen: readonly Seen[]): Seen[] {
  const placed: Seen[] = []
  const place = (one: Seen, trail: readonly Seen[]) => {
    if (placed.includes(one) || trail.includes(one)) return
    for (const needed of Object.keys(one.about?.needs ?? {})) {
      const other = seen.find(({ id }) => id === needed)
      if (other) place(other, [...trail, one])
    }
    placed.push(one)
  }
  const priorityOf = ({ about }: Seen) => about?.priority ?? 0
  for (const one of seen.toSorted((a, b) => priorityOf(b) - priorityOf(a))) place(one, [])
  return placed
}

function troubleFrom(error: unknown): Trouble {
  if (error instanceof PluginProblem) return { key: error.key, values: error.values }
  const problem = error instanceof BundleError ? error.message : troubleOf(error)
  return { key: 'plugins.problem.load', values: { problem } }
}

/** What settings say of plugins, read before there is an application that has them in memory. */
async function readSettings({ background }: Database): Promise<{ packages: string[]; held: Set<string> }> {
  const rows = await background.query.settings.findMany({
    where: (settings, { inArray }) => inArray(settings.key, ['plugins.packages', BISECT]),
  })
  const [packages, bisect] = ['plugins.packages', BISECT].map(key =>
    String(rows.find(row => row.key === key)?.value ?? ''),
  )
  const halving = readHalving(bisect ?? '')
  return {
    packages: packages?.split(/[\s,]+/).filter(Boolean) ?? [],
    held: new Set(halving ? heldBack(halving) : []),
  }
}
