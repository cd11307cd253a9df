/** The settings page builds itself from what features declare: a new setting needs its messages and no page. */
import { Type } from 'typebox'
import { hasWords, plain } from '../../client/lib/plain.ts'
import type { Ctx } from '../core/context.ts'
import type { Translate } from '../core/i18n.ts'
import type { SettingDeclaration } from '../core/settings.ts'
import * as settings from '../settings/service.ts'
import { wordsOf } from '../settings/words.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes, textsOf } from '../site/routes.ts'
import { labelOr } from './labels.ts'
import { administer } from './policy.ts'
import { PUT_BACK } from './views/settings.tsx'
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
  /** Its default in words; empty for a secret. */
  readonly normal: string
  /** Whether it is another than its default. */
  readonly changed: boolean
  /** What it is found by: label, help and key, without accents and capitals. */
  readonly words: string
  /** Whether it has the words that were looked for. */
  readonly found: boolean
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

const NOTICES = ['saved', 'put-back'] as const
export type SettingsNotice = (typeof NOTICES)[number]

const Query = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 100 })),
  notice: Type.Optional(Type.Enum([...NOTICES])),
})

export function pages(routes: PageRoutes): void {
  routes.get('/admin/settings', { query: Query, budget: 2 }, async (ctx, { query }) => show(ctx, query))

  routes.post(
    '/admin/settings',
    { body: SettingsForm, budget: 100, form: async (ctx, _request, form) => show(ctx, { form }) },
    async (ctx, { body }) => {
      await settings.change(ctx, { values: changesIn(settings.list(ctx), new Map(Object.entries(body))) })
      return { redirect: '/admin/settings?notice=saved' }
    },
  )

  // Sent with all that was typed, which stands there again: only the one setting is put back.
  routes.post(
    '/admin/settings/defaults',
    { body: SettingsForm, budget: 20, form: async (ctx, _request, form) => show(ctx, { form }) },
    async (ctx, { body }) => {
      const { [PUT_BACK]: key = '', ...typed } = textsOf(body)
      await settings.change(ctx, { values: { [key]: null } })
      const { [key]: _, ...others } = typed
      return show(ctx, { form: { ...EMPTY_FORM, values: { ...storedIn(ctx, key), ...others } }, notice: 'put-back' })
    },
  )
}

/** The stored value of one setting, as a form has it. */
function storedIn(ctx: Ctx, key: string): Readonly<Record<string, string>> {
  const found = settings.list(ctx).find(one => one.key === key)
  return found ? { [key]: textOf(found) } : {}
}

type Shown = { readonly form?: FormState; readonly q?: string; readonly notice?: SettingsNotice }

async function show(ctx: Ctx, { form, q = '', notice }: Shown): Promise<PageAnswer> {
  administer(ctx)
  const groups = groupsOf(ctx.t, settings.list(ctx), q.trim())
  const stored = Object.fromEntries(groups.flatMap(group => group.fields.map(({ name, value }) => [name, value])))
  return {
    view: page => (
      <AdminSettings
        page={page}
        groups={groups}
        form={form ?? { ...EMPTY_FORM, values: stored }}
        q={q.trim()}
        notice={notice ?? null}
      />
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

function groupsOf(t: Translate, all: readonly settings.Setting[], q: string): SettingGroup[] {
  const areas = new Map<string, SettingField[]>()
  for (const setting of all.filter(one => !one.declaration.hidden)) {
    const area = setting.key.split('.', 1)[0] ?? ''
    areas.set(area, [...(areas.get(area) ?? []), fieldOf(t, setting, q)])
  }
  return [...areas].map(([area, fields]) => ({ area, label: labelOr(t, `setting.area.${area}`, area), fields }))
}

/** A setting as a control of a form; `found` says whether it has the words that are looked for. */
export function fieldOf(t: Translate, setting: settings.Setting, q = ''): SettingField {
  const { key, declaration, changed } = setting
  const { label, help, options } = wordsOf(t, key, declaration)
  const words = plain([label, help, key].join(' '))
  const common = { key, name: key, label, help: help ?? undefined, words, found: hasWords(words, q), changed }
  const value = textOf(setting)
  const normal = declaration.secret ? '' : defaultOf(t, setting)
  switch (declaration.type) {
    case 'boolean':
      return { ...common, type: 'boolean', value, normal, required: false }
    case 'integer': {
      const { min, max } = declaration
      return { ...common, type: 'integer', value, normal, required: true, min, max }
    }
    case 'choice':
      return { ...common, type: 'choice', value, normal, required: true, options }
    case 'string': {
      const { secret, required = false, maxLength } = declaration
      return { ...common, type: secret ? 'secret' : 'string', value, normal, required: required && !secret, maxLength }
    }
  }
}

/** A value as a form has it. */
const textOf = ({ declaration, value }: settings.Setting): string =>
  declaration.type === 'boolean' ? (value === true ? TICKED : '') : String(value ?? '')

/** Longer texts are told by their beginning. */
const TOLD = 60

function defaultOf(t: Translate, { key, declaration }: settings.Setting): string {
  if (declaration.type === 'boolean') return t(declaration.default ? 'settings.on' : 'settings.off')
  if (declaration.default === '') return t('settings.empty')
  const text = labelOr(t, `setting.${key}.${declaration.default}`, String(declaration.default))
  return text.length > TOLD ? `${text.slice(0, TOLD)}…` : text
}
