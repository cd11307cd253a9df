import { Type } from 'typebox'
import { LEGAL_KINDS, legalText, ownConsents } from '../consents/service.ts'
import { NotFound } from '../core/errors.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { Timestamp } from '../core/http/schemas.ts'
import { htmlOf } from './render.ts'

const Kind = Type.Enum([...LEGAL_KINDS])
const Version = Type.String({ description: 'The same text is the same version' })

const LegalTextJson = Type.Object(
  { kind: Kind, version: Version, text: Type.String({ description: 'Markdown' }), html: Type.String() },
  { $id: 'LegalText' },
)

const ConsentJson = Type.Object(
  { kind: Kind, version: Version, at: Timestamp, text: Type.String() },
  { $id: 'Consent' },
)

export function api(routes: ApiRoutes): void {
  routes.get(
    '/legal/:kind',
    {
      tag: 'Settings',
      id: 'getLegalText',
      summary: 'Read what the community says of privacy, or its terms',
      params: Type.Object({ kind: Kind }),
      response: LegalTextJson,
      budget: 4,
    },
    async (ctx, { params }) => {
      const text = legalText(ctx, params.kind)
      if (!text) throw new NotFound()
      return { ...text, html: await htmlOf(ctx, text) }
    },
  )

  routes.get(
    '/members/me/consents',
    {
      tag: 'Members',
      id: 'listMyConsents',
      summary: 'List what you agreed to, or were shown, when you joined',
      response: Type.Object({ items: Type.Array(ConsentJson) }),
      budget: 2,
    },
    async ctx => ({ items: (await ownConsents(ctx)).map(row => ({ ...row, at: row.at.toISOString() })) }),
  )
}
