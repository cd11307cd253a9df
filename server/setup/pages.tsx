import { Type } from 'typebox'
import * as sessions from '../auth/sessions.ts'
import type { Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import * as service from './service.ts'
import { SetupMissingPage, SetupPage } from './views.tsx'

const Name = Type.String({ maxLength: 60 })

const SetupForm = Type.Object(
  {
    key: Type.String({ maxLength: 100 }),
    name: Type.String({ minLength: 1, maxLength: 60 }),
    email: Type.String({ minLength: 1, maxLength: 254 }),
    password: Type.String({ minLength: 1, maxLength: 400 }),
    siteName: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }),
    tagline: Type.String({ maxLength: 160 }),
    locale: Type.Enum(['en', 'fr']),
    hue: Type.Integer({ minimum: 0, maximum: 359 }),
    readers: Type.Enum(['everyone', 'members']),
    category1: Type.Optional(Name),
    category2: Type.Optional(Name),
    category3: Type.Optional(Name),
  },
  { additionalProperties: false },
)

export function pages(routes: PageRoutes): void {
  const show = async (ctx: Ctx, key: string, form: FormState): Promise<PageAnswer> => {
    try {
      await service.checkKey(ctx, key)
    } catch (error) {
      // A mistyped link deserves to hear where the right one is; it says nothing that the page below does not.
      if (error instanceof NotFound) return { status: 404, view: page => <SetupMissingPage page={page} /> }
      throw error
    }
    return { view: page => <SetupPage page={page} setupKey={key} form={form} /> }
  }

  routes.get(
    '/setup',
    { query: Type.Object({ key: Type.Optional(Type.String({ maxLength: 100 })) }), budget: 2 },
    async (ctx, { query }) => show(ctx, query.key ?? '', EMPTY_FORM),
  )

  routes.post(
    '/setup',
    {
      body: SetupForm,
      budget: 80,
      form: (ctx, { raw }, form) => show(ctx, String(Object(raw.body).key ?? ''), form),
    },
    async (ctx, { body, raw }) => {
      const { category1 = '', category2 = '', category3 = '', ...rest } = body
      const { id } = await service.setUp(ctx, { ...rest, categories: [category1, category2, category3] })
      const { cookie } = await sessions.start(ctx, { memberId: id, userAgent: raw.headers['user-agent'] ?? '' })
      return { redirect: '/', cookies: [cookie] }
    },
  )
}
