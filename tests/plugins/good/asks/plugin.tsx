/** Asks servers outside: one by its name, and one whose address an administrator gives. */
import { definePlugin, Type } from 'guildhall/plugin'

const Question = Type.Object(
  {
    url: Type.String(),
    method: Type.Optional(Type.Enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])),
    headers: Type.Optional(Type.Record(Type.String(), Type.String())),
    body: Type.Optional(Type.String()),
    json: Type.Optional(Type.Record(Type.String(), Type.String())),
    parsed: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)

const AnswerJson = Type.Object(
  {
    status: Type.Integer(),
    headers: Type.Record(Type.String(), Type.String()),
    text: Type.String(),
    parsed: Type.Unknown(),
  },
  { $id: 'AskedAnswer' },
)

export default definePlugin({
  id: 'asks',
  name: { en: 'Library', fr: 'Bibliothèque' },
  description: { en: 'Looks things up elsewhere.', fr: 'Cherche ailleurs.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['routes'],
  hosts: ['api.example.org', { setting: 'address' }],
  settings: {
    address: { type: 'string', default: '', maxLength: 200, label: { en: 'Address of it', fr: 'Son adresse' } },
  },
  filters: {
    'post.beforeCreate': async (ctx, value) => {
      const [, path] = /LOOK UP (\S+)/.exec(value.body) ?? []
      if (path === undefined) return value
      const { text } = await ctx.ask(`${ctx.setting('address')}${path}`)
      return { ...value, body: text }
    },
  },
  api: routes => {
    routes.post(
      '/questions',
      { id: 'askElsewhere', summary: 'Ask elsewhere', tag: 'Library', body: Question, response: AnswerJson, budget: 1 },
      async (ctx, { body: { url, parsed = false, ...options } }) => {
        const { status, headers, text, json } = await ctx.ask(url, options)
        return { status, headers, text, parsed: parsed ? json() : null }
      },
    )
  },
})
