/** Its listener fails at every event, until BROKEN is false. */
import { definePlugin, sql } from 'guildhall/plugin'

const BROKEN = Date.now() > 0

export default definePlugin({
  id: 'deaf',
  name: { en: 'Deaf', fr: 'Deaf' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['tables'],
  migrations: './migrations',
  on: {
    'post.created': async (ctx, { data }) => {
      if (BROKEN) throw new Error('not listening')
      await ctx.db.execute(sql`insert into plugin_deaf.heard (post_id) values (${data.postId})`)
    },
  },
})
