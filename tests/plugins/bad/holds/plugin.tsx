/** Asks outside while it holds a transaction, in each way there is, and when nobody waits for it. */
import { definePlugin, type PluginCtx, Type } from 'guildhall/plugin'

let kept: PluginCtx | null = null

export default definePlugin({
  id: 'holds',
  name: { en: 'Holds', fr: 'Holds' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['tables', 'routes'],
  hosts: [{ setting: 'address' }],
  migrations: './migrations',
  settings: { address: { type: 'string', default: '', maxLength: 200, label: { en: 'Address', fr: 'Adresse' } } },
  on: {
    'post.created': async ctx => {
      await ctx.ask(String(ctx.setting('address')))
    },
  },
  api: routes => {
    const response = Type.Record(Type.String(), Type.String())
    const options = { tag: 'Holds', response, budget: 10 }
    routes.post('/tries', { ...options, id: 'holdsTries', summary: 'Ask while holding' }, async ctx => {
      const asking = (ctx: PluginCtx) =>
        ctx.ask(String(ctx.setting('address'))).then(
          ({ text }) => text,
          (error: unknown) => String(error),
        )
      let [inner, outer, own] = ['', '', '']
      await ctx.transaction(async held => {
        inner = await asking(held)
        outer = await asking(ctx)
      })
      await ctx.db.transaction(async () => {
        own = await asking(ctx)
      })
      const before = kept ? await asking(kept) : ''
      kept = ctx
      return { inner, outer, own, before, after: await asking(ctx) }
    })
    routes.post('/floats', { ...options, id: 'holdsFloats', summary: 'Ask and go' }, async ctx => {
      void ctx.ask(`${ctx.setting('address')}/silent`)
      return {}
    })
  },
})
