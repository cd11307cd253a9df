/** Fails while an export takes along what it keeps, in every way; and takes nothing back. */
import { definePlugin, sql } from 'guildhall/plugin'

const write = async () => {
  throw new Error('no rows today')
}

export default definePlugin({
  id: 'keepslies',
  name: { en: 'Keepslies', fr: 'Keepslies' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['tables'],
  migrations: './migrations',
  keeps: {
    broken: {
      ids: { postId: 'post' },
      read: async (ctx, take) => {
        await take([{ postId: 1, words: 'before it broke' }])
        await ctx.db.execute(sql`select nothing from nowhere`)
      },
      write,
    },
    lies: { ids: {}, read: (_ctx, take) => take(Object(42)), write },
    writes: {
      ids: {},
      read: async ctx => {
        await ctx.db.execute(sql`insert into plugin_keepslies.things values (1)`)
      },
      write,
    },
  },
})
