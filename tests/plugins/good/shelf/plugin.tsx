/** A plugin with things of its own that people find by search, to see who finds what. */
import { definePlugin, Layout, sql, Type } from 'guildhall/plugin'

type Row = { readonly title: string; readonly path: string; readonly detail: string | null }

export default definePlugin({
  id: 'shelf',
  name: { en: 'Shelf', fr: 'Étagère' },
  description: { en: 'Lends books.', fr: 'Prête des livres.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['tables', 'routes'],
  permissions: { keep: { label: { en: 'Keep the shelf', fr: 'Tenir l’étagère' }, default: ['staff'] } },
  migrations: './migrations',
  search: {
    books: {
      label: { en: 'Books', fr: 'Livres' },
      icon: 'book-open',
      find: async (ctx, { words, limit }) => {
        const beginnings = sql.param(words.map(word => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`))
        return ctx.db.execute<Row>(sql`
          select title, '/x/shelf/' || id as path, author as detail from plugin_shelf.books b
          where lower(title) like all (${beginnings}::text[]) and (not reserved or ${ctx.can('keep')})
            and (post_id is null or ${ctx.inSight(sql`b.post_id`)})
          order by id limit ${limit}`)
      },
    },
    shelves: {
      label: { en: 'Shelves', fr: 'Étagères' },
      icon: 'house',
      find: async (_ctx, { text }) =>
        text === 'whose shelf' ? [{ title: '<b>Whose</b>\n shelf', path: '/x/shelf/0?a=1&b=<2>' }] : [],
    },
  },
  pages: routes => {
    routes.get(
      '/:id',
      { params: Type.Object({ id: Type.Integer({ minimum: 0 }) }), budget: 0 },
      async (_ctx, { params: { id } }) => ({
        view: page => (
          <Layout page={page} title="Shelf">
            <h1>{`Book ${id}`}</h1>
          </Layout>
        ),
      }),
    )
  },
})
