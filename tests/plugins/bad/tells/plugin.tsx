/** Tells members of what it never said it would, and of what is none. */
import { definePlugin, Type } from 'guildhall/plugin'

const Body = Type.Object({ type: Type.String(), postId: Type.Integer(), memberId: Type.Integer() })

export default definePlugin({
  id: 'tells',
  name: { en: 'Tells', fr: 'Tells' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['routes'],
  notifications: {
    declared: {
      label: { en: 'Declared', fr: 'Déclaré' },
      text: { en: 'It was said', fr: 'C’était dit' },
      icon: 'flag',
    },
  },
  on: {
    'post.created': async (ctx, { data }) => {
      const told = { memberId: 1, postId: data.postId, actorId: null }
      await ctx.transaction(inner => inner.notify('undeclared', [told]))
    },
  },
  api: routes => {
    routes.post(
      '/:id',
      {
        id: 'tellAnything',
        summary: 'Tell anything',
        tag: 'Tells',
        params: Type.Object({ id: Type.Integer() }),
        body: Body,
        response: Type.Object({}),
        budget: 10,
      },
      async (ctx, { body: { type, postId, memberId } }) => {
        await ctx.transaction(inner => inner.notify(type, [{ memberId, postId, actorId: null }]))
        return {}
      },
    )
  },
})
