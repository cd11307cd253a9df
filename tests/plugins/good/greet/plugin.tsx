/** A plugin that steps in wherever it may, to see that it does. */
import { definePlugin, Invalid, Layout, sql, Type } from 'guildhall/plugin'

declare module 'guildhall/plugin' {
  interface DomainEvents {
    'greet.greeted': { readonly threadId: number; readonly postId: number }
  }
}

type Greeting = { readonly words: string }

const GreetingJson = Type.Object({ words: Type.String() }, { $id: 'Greeting' })

export default definePlugin<Greeting>({
  id: 'greet',
  name: { en: 'Greetings', fr: 'Salutations' },
  description: { en: 'Says hello.', fr: 'Dit bonjour.' },
  version: '1.2.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['tables', 'routes', 'jobs'],
  permissions: { send: { label: { en: 'Send greetings', fr: 'Envoyer des salutations' }, default: ['members'] } },
  settings: {
    word: { type: 'string', default: 'Hello', maxLength: 40, label: { en: 'Word', fr: 'Mot' } },
    key: { type: 'string', default: '', maxLength: 40, secret: true, label: { en: 'Key', fr: 'Clé' } },
  },
  locales: {
    en: { hello: 'Hello, {name}', rude: 'That is no greeting.' },
    fr: { hello: 'Bonjour, {name}', rude: 'Ce n’est pas un salut.' },
  },
  notifications: {
    greeted: {
      label: { en: 'Greetings to me', fr: 'Salutations pour moi' },
      text: { en: '{name} greeted you', fr: '{name} vous salue' },
      icon: 'smile',
    },
    waited: {
      label: { en: 'Greetings that wait', fr: 'Salutations en attente' },
      text: { en: 'A greeting waits for your answer', fr: 'Une salutation attend votre réponse' },
      icon: 'clock',
    },
  },
  migrations: './migrations',
  filters: {
    'post.beforeCreate': (ctx, value) => {
      if (value.body.includes('RUDE')) throw ctx.refusal('body', 'rude')
      return { ...value, body: value.body.replace('HELLO', String(ctx.setting('word'))) }
    },
  },
  on: {
    'post.created': async (ctx, { data }) => {
      await ctx.db.execute(
        sql`insert into plugin_greet.greetings values (${data.postId}, ${'noted'}) on conflict do nothing`,
      )
    },
  },
  load: {
    posts: async (ctx, posts) => {
      const ids = sql.param(posts.map(({ id }) => id))
      const rows = await ctx.db.execute<{ id: number; words: string }>(
        sql`select post_id::float8 as id, words from plugin_greet.greetings where post_id = any(${ids}::bigint[])`,
      )
      return new Map(rows.map(({ id, words }) => [id, { words }]))
    },
  },
  blocks: {
    greet: ({ post, viewer }) => <div class="greet">{viewer('mine', post.id)}</div>,
  },
  slots: { 'post.footer': ({ post, data }) => <p id={`greet-${post.id}`}>{`greeting ${data.words}`}</p> },
  viewerSlots: {
    mine: {
      load: async (ctx, places) => new Map(places.map(place => [place, `${ctx.actor.name}@${place}`])),
      view: ({ t, own }) => <b>{t('hello', { name: String(own) })}</b>,
    },
  },
  refreshes: ['greet.greeted'],
  pages: routes => {
    routes.get('', { budget: 0 }, async ctx => ({
      view: page => (
        <Layout page={page} title={ctx.t('hello', { name: 'all' })}>
          <h1>{ctx.t('hello', { name: 'all' })}</h1>
        </Layout>
      ),
    }))
  },
  api: routes => {
    routes.post(
      '/:id',
      {
        id: 'greetPost',
        summary: 'Greet a post',
        tag: 'Greetings',
        params: Type.Object({ id: Type.Integer({ minimum: 1 }) }),
        body: Type.Object({ words: Type.String({ maxLength: 100 }) }, { additionalProperties: false }),
        response: GreetingJson,
        budget: 10,
      },
      async (ctx, { params, body }) => {
        ctx.authorize('send')
        const post = await ctx.post(params.id)
        if (body.words === 'none') throw new Invalid({ words: { key: 'invalid.required' } })
        await ctx.transaction(async ctx => {
          await ctx.db.execute(sql`
            insert into plugin_greet.greetings values (${post.id}, ${body.words})
            on conflict (post_id) do update set words = excluded.words`)
          await ctx.touchThread(post.threadId)
          ctx.emit('greet.greeted', { threadId: post.threadId, postId: post.id })
          await ctx.notify('greeted', [{ memberId: post.authorId, postId: post.id, actorId: ctx.actor.id }])
        })
        return { words: body.words }
      },
    )
  },
  verbs: {
    tally: {
      does: 'count greetings',
      usage: '[<words>] [--json]\n\nCounts greetings, or those of these words.',
      options: { json: { type: 'boolean' } },
      positionals: 1,
      run: async (ctx, { options, words: [words], say, sayJson, misused, failed }) => {
        if (words === 'nonsense') throw misused('say words of a greeting')
        if (words === 'broken') throw new Error('no tally today')
        if (words === 'rude') throw ctx.refusal('words', 'rude')
        const rows = await ctx.db.execute<{ count: number }>(sql`
          select count(*)::int as count from plugin_greet.greetings where words = coalesce(${words ?? null}, words)`)
        const count = rows[0]?.count ?? 0
        if (count === 0) throw failed('Nobody was greeted')
        if (options.json) sayJson({ count })
        else say(`${ctx.t('hello', { name: '\u001b[31mall' })}: ${count}`)
      },
    },
  },
  jobs: { again: { every: '0 4 * * *', run: async () => {} } },
})
