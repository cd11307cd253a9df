/** How the community looks: tried on a real piece of the product, proven, then stored as settings like all others. */
import { Type } from 'typebox'
import { oklchOf } from '../core/colour.ts'
import type { Ctx } from '../core/context.ts'
import { Invalid } from '../core/errors.ts'
import { strictCheck } from '../core/http/validation.ts'
import * as settings from '../settings/service.ts'
import { type Look, LookSchema, lookOf, VIVIDNESS } from '../site/generated-css.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { administer } from './policy.ts'
import { changesIn, fieldOf, SettingsForm } from './settings-pages.tsx'
import type { RefusedMark } from './views/marks.tsx'
import { AdminAppearance } from './views.tsx'

const PATH = '/admin/appearance'

/** The settings of the page, by what a look calls them. */
const KEYS = {
  hue: 'site.hue',
  vividness: 'site.vividness',
  brightFill: 'site.brightFill',
  roundness: 'site.roundness',
  fontDisplay: 'site.fontDisplay',
  fontText: 'site.fontText',
} as const satisfies Readonly<Record<keyof Look, string>>
const CSS = 'site.css'

const isLook = strictCheck(LookSchema)

export function pages(routes: PageRoutes): void {
  routes.get(
    PATH,
    { query: Type.Object({ notice: Type.Optional(Type.String({ maxLength: 40 })) }), budget: 2 },
    async (ctx, { query }) => showAppearance(ctx, { form: null, saved: query.notice === 'saved' }),
  )

  routes.post(
    PATH,
    { body: SettingsForm, budget: 30, form: async (ctx, _request, form) => showAppearance(ctx, { form }) },
    async (ctx, { body }) => {
      administer(ctx)
      await settings.change(ctx, { values: changesIn(about(ctx), typedIn(body)) })
      return { redirect: `${PATH}?notice=saved` }
    },
  )

  // Nothing is stored: the page comes back wearing what was chosen.
  routes.post(
    `${PATH}/preview`,
    { body: SettingsForm, budget: 2, form: async (ctx, _request, form) => showAppearance(ctx, { form }) },
    async (ctx, { body }) => {
      administer(ctx)
      const typed = typedIn(body)
      settings.check(ctx, { values: changesIn(about(ctx), typed) })
      const values = Object.fromEntries([...typed].map(([name, text]) => [name, String(text)]))
      return showAppearance(ctx, { form: { ...EMPTY_FORM, values } })
    },
  )
}

/** The settings that the page is about. */
function about(ctx: Ctx): settings.Setting[] {
  const keys = new Set<string>([...Object.values(KEYS), CSS])
  return settings.list(ctx).filter(one => keys.has(one.key))
}

/** What was typed; a colour's code has become its hue and its vividness. @throws Invalid for what is no such code */
function typedIn(body: object): Map<string, unknown> {
  const typed = new Map<string, unknown>(Object.entries(body))
  const colour = typed.get('colour')
  typed.delete('colour')
  if (typeof colour !== 'string' || colour.trim() === '') return typed
  const found = oklchOf(colour)
  if (!found) throw new Invalid({ colour: { key: 'appearance.error.colour' } })
  const { min, max } = VIVIDNESS
  const vividness = Math.min(max, Math.max(min, Math.round(found.c * 100)))
  return typed.set(KEYS.hue, String(Math.round(found.h) % 360)).set(KEYS.vividness, String(vividness))
}

type Shown = {
  /** Null before anything was typed. */
  readonly form: FormState | null
  /** What became of a mark that was refused. */
  readonly marks?: RefusedMark
  readonly saved?: boolean
}

/** The page with everything that was typed. @throws NotSignedIn, Forbidden */
export async function showAppearance(ctx: Ctx, { form, marks, saved = false }: Shown): Promise<PageAnswer> {
  administer(ctx)
  const fields = about(ctx).map(one => fieldOf(ctx.t, one))
  const stored = Object.fromEntries(fields.map(({ name, value }) => [name, value]))
  const look = form ? lookIn(ctx, form.values) : lookOf(ctx)
  return {
    view: page => (
      <AdminAppearance
        page={page}
        form={form ?? { ...EMPTY_FORM, values: stored }}
        fields={fields}
        look={look}
        tried={form !== null}
        saved={saved}
        refused={marks}
      />
    ),
  }
}

/** The look that a form's texts describe; that which is stored while they do not describe one. */
function lookIn(ctx: Ctx, texts: FormState['values']): Look {
  const changes = changesIn(about(ctx), new Map(Object.entries(texts)))
  const stored = lookOf(ctx)
  const value = (name: keyof Look) => changes[KEYS[name]] ?? stored[name]
  const asked: unknown = {
    hue: value('hue'),
    vividness: value('vividness'),
    brightFill: value('brightFill'),
    roundness: value('roundness'),
    fontDisplay: value('fontDisplay'),
    fontText: value('fontText'),
  }
  return isLook(asked) ? asked : stored
}
