/** Its page, its operation and its job throw; its table is none. */
import { definePlugin, Type } from 'guildhall/plugin'

export default definePlugin({
  id: 'crashes',
  name: { en: 'Crashes', fr: 'Crashes' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['routes', 'jobs'],
  pages: routes => {
    routes.get('', { budget: 0 }, async () => {
      throw new Error('no page')
    })
    routes.get('/view', { budget: 0 }, async () => ({
      view: () => {
        throw new Error('no view')
      },
    }))
    routes.table('/numbers', { budget: 0 }, async () => ({ name: 'numbers', rows: [[Number.NaN]] }))
  },
  api: routes => {
    const options = { tag: 'Crashes', response: Type.Object({}), budget: 10 }
    routes.get('', { ...options, id: 'crashes', summary: 'Crash' }, async () => {
      throw new Error('no operation')
    })
    routes.post('/jobs', { ...options, id: 'crashLater', summary: 'Crash later' }, async ctx => {
      await ctx.transaction(ctx => ctx.addJob('fails', {}))
      return {}
    })
  },
  jobs: {
    fails: {
      run: async () => {
        throw new Error('no job')
      },
    },
  },
})
