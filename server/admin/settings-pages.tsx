/** The settings page builds itself from what features declare: a new setting needs its messages and no page. */
import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import type { Translate } from '../core/i18n.ts'
import type { SettingDeclaration } from '../core/settings.ts'
import * as settings from '../settings/service.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { labelOr } from './labels.ts'
import { administer } from './policy.ts'
import { AdminSettings } from './views.tsx'

export type SettingField = {
  readonly key: string
  /** Of the form control: the key. */
  readonly name: string
  readonly type: SettingDeclaration['type'] | 'secret'
  readonly label: string
  readonly help: string | undefined
  /** As form text; `on` or nothing for a box to tick, nothing for a secret. */
  readonly value: string
  readonly required: boolean
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  readonly min?: number
  readonly max?: number
  readonly maxLength?: number
}

/** The settings of one area, the part of their keys before the first dot. */
export type SettingGroup = { readonly area: string; readonly label: string; readonly fields: readonly SettingField[] }

/** Any fields: which there are is only known when all features have declared theirs. */
export const SettingsForm = Type.Object({}, { additionalProperties: Type.String({ maxLength: 20_000 }) })
const TICKED = 'on'

export function pages(routes: PageRoutes): void {
  routes.get(
    '/admin/settings',
    { query: Type.Object({ notice: Type.Optional(Type.String({ maxLength: 40 })) }), budget: 2 },
    async (ctx, { query }) => show(ctx, null, query.notice === 'saved'),
  )

  routes.post(
    '/admin/settings',
    { body: SettingsForm, budget: 100, form: async (ctx, _request, form) => show(ctx, form, false) },
    async (ctx, { body }) => {
      await settings.change(ctx, { values: changesIn(settings.list(ctx), new Map(Object.entries(body))) })
      return { redirect: '/admin/settings?notice=saved' }
    },
  )
}

async function show(ctx: Ctx, form: FormState | null, saved: boolean): Promise<PageAnswer> {
  administer(ctx)
  const groups = groupsOf(ctx.t, settings.list(ctx))
  const stored = Object.fromEntries(groups.flatMap(group => group.fields.map(({ name, value }) => [name, value])))
  return {
    view: page => (
      <AdminSettings page={page} groups={groups} form={form ?? { ...EMPTY_FORM, values: stored }} saved={saved} />
    ),
  }
}

/** What a form's text means for each of the settings that it is about, if that is another value than the stored one. */
export function changesIn(
  about: readonly settings.Setting[],
  texts: ReadonlyMap<string, unknown>,
): Record<string, settings.SettingValue> {
  const changes: Record<string, settings.SettingValue> = {}
  for (const { key, declaration, value } of about) {
    const text = texts.get(key)
    const typed = parse(declaration, text === undefined ? undefined : String(text))
    if (typed !== undefined && typed !== value) changes[key] = typed
  }
  return changes
}

/** Undefined where the form says nothing: but a box that is not ticked is not sent, and an empty secret stays. */
function parse(declaration: SettingDeclaration, text: string | undefined): settings.SettingValue | undefined {
  if (declaration.type === 'boolean') return text === TICKED
  if (text === undefined || (declaration.secret && text === '')) return undefined
  if (declaration.type === 'integer') return /^\s*-?\d{1,15}\s*$/.test(text) ? Number(text) : text
  return declaration.type === 'string' ? text.replaceAll('\r\n', '\n').trim() : text
}

function groupsOf(t: Translate, all: readonly settings.Setting[]): SettingGroup[] {
  const areas = new Map<string, SettingField[]>()
  for (const setting of all.filter(one => !one.declaration.hidden)) {
    const area = setting.key.split('.', 1)[0] ?? ''
    areas.set(area, [...(areas.get(area) ?? []), fieldOf(t, setting)])
  }
  return [...areas].map(([area, fields]) => ({ area, label: labelOr(t, `setting.area.${area}`, area), fields }))
}

/** A setting as a control of a form. */
export function fieldOf(t: Translate, { key, declaration, value }: settings.Setting): SettingField {
  const label = labelOr(t, `setting.${key}`, key)
  const help = labelOr(t, `setting.${key}.help`, '') || undefined
  const common = { key, name: key, label, help, required: false }
  switch (declaration.type) {
    case 'boolean':
      return { ...common, type: 'boolean', value: value === true ? TICKED : '' }
    case 'integer':
      return {
        ...common,
        type: 'integer',
        value: String(value ?? ''),
        required: true,
        min: declaration.min,
        max: declaration.max,
      }
    case 'choice': {
      const options = declaration.options.map(option => ({
        value: option,
        label: labelOr(t, `setting.${key}.${option}`, option),
      }))
      return { ...common, type: 'choice', value: String(value ?? ''), required: true, options }
    }
    case 'string': {
      const { secret, required = false, maxLength } = declaration
      return {
        ...common,
        type: secret ? 'secret' : 'string',
        value: String(value ?? ''),
        required: required && !secret,
        maxLength,
      }
    }
  }
}
