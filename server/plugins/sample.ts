/** The files of a new plugin: small, whole, and with one of each thing that most plugins have. */

/** @param id fits `descriptionOf` */
export const sampleFiles = (id: string): Readonly<Record<string, string>> => ({
  'plugin.tsx': plugin(id),
  'words.ts': words(id),
  'migrations/0001_counts.sql': MIGRATION,
  'client/main.css': style(id),
  [`tests/${id}.test.mjs`]: test(id),
  'package.json': json({ name: id, private: true, type: 'module' }),
  'tsconfig.json': TSCONFIG,
  'README.md': readme(id),
})

const titled = (id: string): string => `${id[0]?.toUpperCase()}${id.slice(1)}`

const plugin = (id: string): string => `/** Says under a long post how many words it has. */
import { definePlugin, sql } from 'guildhall/plugin'
import { words } from './words.ts'

export default definePlugin<number>({
  id: '${id}',
  name: { en: '${titled(id)}', fr: '${titled(id)}' },
  description: {
    en: 'Says under a long post how many words it has.',
    fr: 'Indique sous un long message combien de mots il compte.',
  },
  version: '0.1.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['tables'],
  settings: {
    least: {
      type: 'integer',
      default: 5,
      min: 1,
      max: 10_000,
      label: { en: 'Fewest words of a long post', fr: 'Nombre minimal de mots d’un long message' },
    },
  },
  locales: words,
  migrations: './migrations',
  on: {
    // Comes after the post was written, in order, and again if it fails: nobody waits for it.
    'post.created': async (ctx, { data }) => {
      const post = await ctx.post(data.postId)
      const count = post.body.trim().split(/\\s+/).length
      await ctx.transaction(async ctx => {
        await ctx.db.execute(
          sql\`insert into plugin_${id}.counts (post_id, words) values (\${post.id}, \${count}) on conflict do nothing\`,
        )
        // The thread's page is kept until something in it changes.
        await ctx.touchThread(post.threadId)
      })
    },
  },
  load: {
    // One query for all posts of a page.
    posts: async (ctx, posts) => {
      const ids = sql.param(posts.map(({ id }) => id))
      const rows = await ctx.db.execute<{ id: number; words: number }>(sql\`
        select post_id::float8 as id, words from plugin_${id}.counts
        where post_id = any(\${ids}::bigint[]) and words >= \${ctx.setting('least')}\`)
      return new Map(rows.map(({ id, words }) => [id, words]))
    },
  },
  slots: {
    'post.footer': ({ t, data }) => (data === undefined ? null : <p class="${id}-words">{t('words', { count: data })}</p>),
  },
})
`

const words = (id: string): string => `/** What ${id} says. Both languages have the same names. */
export const words = {
  en: { words: '{count, plural, one {# word} other {# words}}' },
  fr: { words: '{count, plural, one {# mot} other {# mots}}' },
}
`

const MIGRATION = `-- Runs once, in the plugin's own schema. Later changes are files of their own: 0002_….sql
create table counts (
  post_id bigint primary key references public.posts (id) on delete cascade,
  words integer not null
);
`

const style = (id: string): string => `@layer plugins {
  .${id}-words { color: var(--ink-3); font-size: var(--fs-s) }
}
`

const test = (id: string): string => `import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startGuildhall } from 'guildhall/plugin-testing'

const guildhall = await startGuildhall({ plugins: [new URL('..', import.meta.url)], after })

test('a long post says how many words it has', async () => {
  const { path } = await guildhall.thread({ body: 'Words, words, words, and one more.' })
  await guildhall.settled()
  const page = await guildhall.visitor().get(path)
  assert.match(page.text, /<p class="${id}-words">6 words<\\/p>/)
})

test('a short one says nothing', async () => {
  const { path } = await guildhall.thread({ body: 'Words.' })
  await guildhall.settled()
  const page = await guildhall.visitor().get(path)
  assert.equal(page.status, 200)
  assert.doesNotMatch(page.text, /${id}-words/)
})

test('nothing was logged as an error', () => assert.deepEqual(guildhall.errors, []))
`

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** Whoever edits it has the types of the Guildhall that wrote it, by the links in node_modules. */
const TSCONFIG = json({
  extends: './node_modules/guildhall/tsconfig.json',
  compilerOptions: { typeRoots: ['./node_modules/guildhall/node_modules/@types'], checkJs: true },
  files: ['./node_modules/guildhall/server/core/text/plugins.d.ts'],
  include: ['plugin.tsx', 'words.ts', 'tests'],
})

const readme = (id: string): string => `# ${titled(id)}

Says under a long post how many words it has. How many a long post has at least is a setting.

- \`plugin.tsx\` declares all that it does; \`words.ts\` has what it says, in English and French.
- \`migrations/\` makes its tables. A file that has run somewhere is never changed: add another.
- \`client/main.css\` goes to every page (\`client/main.ts\` would too).
- \`tests/\`: \`node --test\` in this folder starts a server with this plugin alone.
- \`node_modules/\` holds links to the Guildhall that wrote this and to its preact, for editors and tests. They are no
  part of the plugin: elsewhere, \`ln -s /path/of/guildhall node_modules/guildhall\` makes them.

What a plugin may do is in docs/PLUGINS.md of Guildhall.
`
