/**
 * Settings: what an administrator changes at run time. Declared once with type and default; the admin page, the API and
 * the checks build themselves from the declarations. Labels are messages: `setting.<key>` and `setting.<key>.help`.
 */
import { eq, inArray } from 'drizzle-orm'
import { settings as table } from '../../db/tables/index.ts'
import { audit } from './audit.ts'
import { type CacheDefinition, defineCache, invalidate } from './cache.ts'
import type { Ctx } from './context.ts'
import { type FieldError, Invalid } from './errors.ts'
import { emit } from './events/emit.ts'
import { transaction } from './transaction.ts'

type Common = {
  readonly public?: boolean
  readonly secret?: boolean
  /** Not written by hand: it has a page of its own, and none of the controls of the settings page. */
  readonly hidden?: boolean
  /** What is wrong with the value beside those of all other settings, as they would be; or null. */
  readonly agrees?: (all: Readonly<Record<string, unknown>>) => FieldError | null
}
export type SettingDeclaration = Common &
  (
    | {
        readonly type: 'string'
        readonly default: string
        readonly maxLength: number
        readonly required?: boolean
        /** What is wrong with a text that fits otherwise, or null. */
        readonly check?: (text: string) => FieldError | null
      }
    | { readonly type: 'integer'; readonly default: number; readonly min: number; readonly max: number }
    | { readonly type: 'boolean'; readonly default: boolean }
    | { readonly type: 'choice'; readonly default: string; readonly options: readonly string[] }
  )

export type SettingDeclarations = Readonly<Record<string, SettingDeclaration>>

/** The values that declarations make: `choice` narrows to its options. */
export type ValuesOf<D extends SettingDeclarations> = {
  readonly [K in keyof D]: D[K] extends { options: readonly (infer O)[] }
    ? O
    : D[K] extends { default: number }
      ? number
      : D[K] extends { default: boolean }
        ? boolean
        : string
}

/** All settings by name; each feature widens it with its own declarations. */
// biome-ignore lint/suspicious/noEmptyInterface: features widen it by declaration merging
export interface SettingValues {}
export type Settings = SettingValues

declare module './events/emit.ts' {
  interface DomainEvents {
    /** Settings have other values. */
    'settings.changed': { readonly keys: readonly string[] }
  }
}

/** Keeps the literal types of declarations. */
export const defineSettings = <const D extends SettingDeclarations>(declarations: D): D => declarations

/** The cache of all settings: stored values over the defaults; a stored value that no longer fits falls back. */
export function settingsCache(declarations: SettingDeclarations): CacheDefinition<Settings> {
  return defineCache('settings', async db => {
    const stored = new Map((await db.select().from(table)).map(row => [row.key, row.value]))
    const entries = Object.entries(declarations).map(([key, declaration]) => {
      const value = stored.get(key)
      return [key, value !== undefined && !problemWith(declaration, value) ? value : declaration.default]
    })
    // Each value was checked against the declaration that its type is made of.
    return Object.fromEntries(entries) as Settings
  })
}

/** What is wrong with a value, or null. */
function problemWith(declaration: SettingDeclaration, value: unknown): FieldError | null {
  switch (declaration.type) {
    case 'boolean':
      return typeof value === 'boolean' ? null : { key: 'invalid.boolean' }
    case 'integer':
      return Number.isInteger(value) && Number(value) >= declaration.min && Number(value) <= declaration.max
        ? null
        : { key: 'invalid.integerBetween', values: { min: declaration.min, max: declaration.max } }
    case 'choice':
      return declaration.options.includes(String(value)) ? null : { key: 'invalid.choice' }
    case 'string':
      if (typeof value !== 'string' || value.includes('\0')) return { key: 'invalid.text' }
      if (declaration.required && value.trim() === '') return { key: 'invalid.required' }
      if (value.length > declaration.maxLength)
        return { key: 'invalid.maxLength', values: { max: declaration.maxLength } }
      return declaration.check?.(value) ?? null
  }
}

/** The same of a change: null is for the default. */
const problemIn = (declaration: SettingDeclaration, value: unknown): FieldError | null =>
  value === null ? null : problemWith(declaration, value)

/** Looks at each value by itself. @throws Invalid naming each unknown key and each value that does not fit */
export function checkSettings(ctx: Ctx, values: Readonly<Record<string, unknown>>): void {
  const { declarations } = ctx.host
  refuse(
    Object.entries(values).map(([key, value]) => {
      const declaration = Object.hasOwn(declarations, key) ? declarations[key] : undefined
      return [key, declaration ? problemIn(declaration, value) : { key: 'invalid.unknownField' }]
    }),
  )
}

/** Looks at all values as they would be. @throws Invalid */
function checkTogether(ctx: Ctx, values: Readonly<Record<string, unknown>>): void {
  const { declarations, settings } = ctx.host
  const changed = Object.entries(values).map(([key, value]) => [key, value ?? declarations[key]?.default])
  const all: Readonly<Record<string, unknown>> = { ...ctx.read(settings), ...Object.fromEntries(changed) }
  refuse(Object.entries(declarations).map(([key, { agrees }]) => [key, agrees?.(all) ?? null]))
}

/** @throws Invalid for what is wrong, if anything is */
function refuse(found: readonly (readonly [key: string, problem: FieldError | null])[]): void {
  const wrong = Object.fromEntries(found.flatMap(([key, problem]) => (problem ? [[key, problem] as const] : [])))
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong)
}

/**
 * Stores the named settings; null puts one back to its default. The caller has authorised it.
 * @throws Invalid naming each unknown key, and each value that does not fit by itself or beside the others
 */
export async function changeSettings(ctx: Ctx, values: Readonly<Record<string, unknown>>): Promise<void> {
  checkSettings(ctx, values)
  checkTogether(ctx, values)
  const { declarations, settings: cache } = ctx.host
  const keys = Object.keys(values)
  if (keys.length === 0) return
  await transaction(ctx, async ctx => {
    const rows = await ctx.db.select().from(table).where(inArray(table.key, keys)).for('update')
    const before = new Map(rows.map(row => [row.key, row.value]))
    for (const [key, value] of Object.entries(values)) {
      const row = { key, value, updatedAt: ctx.now() }
      if (value === null) await ctx.db.delete(table).where(eq(table.key, key))
      else await ctx.db.insert(table).values(row).onConflictDoUpdate({ target: table.key, set: row })
    }
    await invalidate(ctx, cache)
    const changes = keys.map(key => changeOf(key, declarations[key], before.get(key), values[key]))
    await audit(ctx, { act: 'settings.change', targetType: 'settings', targetId: 'site', data: { changes } })
    emit(ctx, 'settings.changed', { keys })
  })
}

/**
 * Changes what the server keeps for itself as text under a hidden setting: nobody's act, so it is in no audit. Whoever
 * changes it at the same time waits. `told`: others read it anew; what only the next change has to know is not worth that.
 */
export async function keepSetting(
  ctx: Ctx,
  key: string,
  change: (before: string) => { readonly value: string; readonly told: boolean },
): Promise<void> {
  await transaction(ctx, async ctx => {
    const [row] = await ctx.db
      .insert(table)
      .values({ key, value: '' })
      // Changes nothing, and holds the row that is there.
      .onConflictDoUpdate({ target: table.key, set: { key } })
      .returning({ value: table.value })
    const { value, told } = change(typeof row?.value === 'string' ? row.value : '')
    await ctx.db.update(table).set({ value, updatedAt: ctx.now() }).where(eq(table.key, key))
    if (!told) return
    await invalidate(ctx, ctx.host.settings)
    emit(ctx, 'settings.changed', { keys: [key] })
  })
}

/** Longer texts are told by their beginning. */
const TOLD = 200

/** What the audit log says of it: nothing of a secret. */
function changeOf(key: string, declaration: SettingDeclaration | undefined, before: unknown, after: unknown) {
  // What is hidden is written for programs: what it says is no news to whoever reads the log.
  if (!declaration || declaration.secret || declaration.hidden) return { key }
  return { key, from: told(before ?? declaration.default), to: told(after ?? declaration.default) }
}

const told = (value: unknown) => (typeof value === 'string' && value.length > TOLD ? `${value.slice(0, TOLD)}…` : value)
