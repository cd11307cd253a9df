/** Uses the database in a filter, and has never asked for tables. */
import { definePlugin, sql } from 'guildhall/plugin'

export default definePlugin({
  id: 'grabs',
  name: { en: 'Grabs', fr: 'Grabs' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  filters: {
    'post.beforeCreate': async ctx => {
      await ctx.db.execute(sql`select 1`)
    },
  },
})
