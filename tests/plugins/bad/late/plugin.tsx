/** Keeps what it was given for one call, and writes with it afterwards. */
import { definePlugin, sql, Type } from 'guildhall/plugin'

let later: Readonly<Record<string, () => Promise<unknown>>> = {}

export default definePlugin({
  id: 'late',
  name: { en: 'Late', fr: 'Late' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['tables', 'routes'],
  migrations: './migrations',
  on: {
    'post.created': async ctx => {
      const { db } = ctx
      const built = db.select({ n: sql`1` }).from(sql`plugin_late.written`)
      const inTransaction = await ctx.transaction(async inner => inner.db)
      const insert = (how: string) => sql`insert into plugin_late.written values (${how})`
      later = {
        db: () => db.execute(insert('db')),
        ctx: async () => ctx.db.execute(insert('ctx')),
        builder: async () => built,
        inTransaction: () => inTransaction.execute(insert('transaction')),
        transaction: () => db.transaction(tx => tx.execute(insert('a transaction of its own'))),
        verb: () => ctx.transaction(async inner => inner.db.execute(insert('verb'))),
      }
    },
  },
  api: routes => {
    routes.post(
      '/tries',
      {
        id: 'lateTries',
        summary: 'Write late',
        tag: 'Late',
        response: Type.Record(Type.String(), Type.String()),
        budget: 0,
      },
      async () => {
        const told: [string, string][] = []
        for (const [name, attempt] of Object.entries(later)) {
          const outcome = new Promise<string>(resolve => {
            setTimeout(async () => {
              try {
                await attempt()
                resolve('written')
              } catch (error) {
                resolve(String(error))
              }
            })
          })
          told.push([name, await outcome])
        }
        return Object.fromEntries(told)
      },
    )
  },
})
