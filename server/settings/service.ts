/** Verbs on the settings that features declare (server/core/settings.ts), for administrators. */
import type { Ctx } from '../core/context.ts'
import { authorize } from '../core/permissions.ts'
import { changeSettings, checkSettings, type SettingDeclaration } from '../core/settings.ts'

export type SettingValue = string | number | boolean

export type Setting = {
  readonly key: string
  readonly declaration: SettingDeclaration
  /** Null for a secret: it can be replaced, not read. */
  readonly value: SettingValue | null
  /** Whether it is another than its default. */
  readonly changed: boolean
}

/** All declared settings with the values that hold now. */
export function list(ctx: Ctx): Setting[] {
  authorize(ctx, 'site.administer', null)
  const values = new Map<string, SettingValue>(Object.entries(ctx.read(ctx.host.settings)))
  return Object.entries(ctx.host.declarations).map(([key, declaration]) => {
    const value = values.get(key) ?? declaration.default
    return { key, declaration, value: declaration.secret ? null : value, changed: value !== declaration.default }
  })
}

type Changes = { readonly values: Readonly<Record<string, unknown>> }

/** Looks at values, each by itself, that nobody stores yet. @throws Invalid as `change` does */
export function check(ctx: Ctx, { values }: Changes): void {
  authorize(ctx, 'site.administer', null)
  checkSettings(ctx, values)
}

/**
 * Stores the named settings, and puts those back to their default that are to be null; the others stay.
 * @throws Invalid naming each unknown key and each value that does not fit
 */
export async function change(ctx: Ctx, { values }: Changes): Promise<void> {
  authorize(ctx, 'site.administer', null)
  await changeSettings(ctx, values)
}
