/** A plugin whose state is told live, and which asks members for something, to see to whom both are shown. */
import { definePlugin, Layout, sql, Type } from 'guildhall/plugin'

const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })

const Team = Type.Record(Type.String(), Type.String(), { $id: 'Team' })

export default definePlugin({
  id: 'desk',
  name: { en: 'Desk', fr: 'Accueil' },
  description: { en: 'Says who comes.', fr: 'Dit qui vient.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['tables', 'routes', 'memberFields'],
  migrations: './migrations',
  memberFields: {
    pronouns: {
      type: 'text',
      maxLength: 20,
      label: { en: 'Pronouns', fr: 'Pronoms' },
      help: { en: 'How to speak of you.', fr: 'Comment parler de vous.' },
      visible: 'everybody',
    },
    team: {
      type: 'choice',
      options: [
        { value: 'red', label: { en: 'Red team', fr: 'Équipe rouge' } },
        { value: 'blue', label: { en: 'Blue team', fr: 'Équipe bleue' } },
      ],
      label: { en: 'Team', fr: 'Équipe' },
      visible: 'members',
    },
    site: { type: 'link', label: { en: 'Website', fr: 'Site web' }, visible: 'everybody' },
    allergies: { type: 'text', maxLength: 60, label: { en: 'Allergies', fr: 'Allergies' }, visible: 'staff' },
  },
  channels: {
    guests: {
      argument: 'id',
      may: async (ctx, argument) => (await ctx.thread(Number(argument))).id === Number(argument),
      state: async (ctx, argument) => {
        const [row] = await ctx.db.execute<{ guests: number; posts: number }>(sql`
          select (select count(*)::int from plugin_desk.guests where thread_id = ${argument}::bigint) as guests,
            (select count(*)::int from public.posts where thread_id = ${argument}::bigint) as posts`)
        return { ...row, actor: ctx.actor.kind }
      },
      hears: { 'post.created': ({ data }) => [data.threadId] },
    },
    seat: {
      argument: 'id',
      may: (ctx, argument) => ctx.actor.id === Number(argument),
      state: (_ctx, argument) => ({ seat: argument }),
    },
    open: { may: () => true, state: () => 'open' },
  },
  pages: routes => {
    routes.get('/:id', { params, budget: 0 }, async (_ctx, { params: { id } }) => ({
      view: page => (
        <Layout page={page} title="Desk">
          <h1>Desk</h1>
          <p data-desk={id} />
        </Layout>
      ),
    }))
  },
  api: routes => {
    routes.get(
      '/teams/:id',
      { id: 'readTeam', summary: 'Read a team', tag: 'Desk', params, response: Team, budget: 1 },
      async (ctx, { params: { id } }) => ({ ...(await ctx.memberFields([id])).get(id) }),
    )
    routes.post(
      '/:id',
      { id: 'comeToDesk', summary: 'Say that you come', tag: 'Desk', params, response: Team, budget: 8 },
      async (ctx, { params: { id } }) => {
        const memberId = ctx.writer()
        const thread = await ctx.thread(id)
        await ctx.transaction(async ctx => {
          ctx.tell('guests', thread.id)
          await ctx.db.execute(
            sql`insert into plugin_desk.guests values (${thread.id}, ${memberId}) on conflict do nothing`,
          )
        })
        return {}
      },
    )
  },
})
