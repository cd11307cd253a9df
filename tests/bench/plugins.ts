/** What plugins cost: the same thread on three servers, with none, with 3 and with 20 of them switched on. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Figure, inTurns, MANNER, ms, rate, type Target, table } from './load.ts'
import { type Content, fill, postmasterPid, type Running, runVerb, startServer } from './server.ts'

const COUNTS = [0, 3, 20] as const

/** Each reads a table for the posts of a page, shows something under one, filters what is written and hears what happened. */
const SOURCE = (id: string) => `
import { definePlugin, sql } from 'guildhall/plugin'
export default definePlugin({
  id: '${id}',
  name: { en: '${id}', fr: '${id}' },
  description: { en: 'One of many.', fr: 'Une parmi d’autres.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['tables'],
  migrations: './migrations',
  load: {
    posts: async (ctx, posts) => {
      const ids = sql.param(posts.map(post => post.id))
      const rows = await ctx.db.execute(
        sql\`select post_id::float8 as id from plugin_${id}.marks where post_id = any(\${ids}::bigint[])\`,
      )
      return new Map(rows.map(row => [row.id, true]))
    },
  },
  slots: { 'post.footer': ({ viewer, post }) => <p>Marked {viewer('mine', post.id)}</p> },
  viewerSlots: {
    mine: {
      variesBy: ({ ctx }) => String(ctx.actor.id === null),
      view: ({ ctx }) => <b>{ctx.actor.id === null ? 'by others' : 'for you'}</b>,
    },
  },
  filters: { 'post.beforeCreate': (_ctx, value) => value },
  on: {
    'post.created': async (ctx, { data }) => {
      if (data.number === 1) await ctx.db.execute(sql\`insert into plugin_${id}.marks values (\${data.postId})\`)
    },
  },
})
`

function install(dataDir: string, id: string): void {
  const folder = join(dataDir, 'plugins', id)
  mkdirSync(join(folder, 'migrations'), { recursive: true })
  writeFileSync(join(folder, 'plugin.tsx'), SOURCE(id))
  writeFileSync(join(folder, 'migrations/0001_marks.sql'), 'create table marks (post_id bigint primary key);')
}

type Served = { readonly server: Running; readonly content: Content; readonly processes: readonly number[] }

async function serveWith(folder: string, count: number): Promise<Served> {
  const dataDir = join(folder, `plugins-${count}`)
  const own = Array.from({ length: count }, (_, index) => `sample${String.fromCharCode(97 + index)}`)
  for (const id of own) install(dataDir, id)
  // Those that come along are off too: none is none.
  await (await startServer(dataDir)).stop()
  for (const { id } of await bundled(dataDir)) await runVerb(dataDir, ['plugin', 'disable', id])
  for (const id of own) await runVerb(dataDir, ['plugin', 'enable', id, '--agree', 'tables'])
  const server = await startServer(dataDir)
  const content = await fill(server.url)
  return { server, content, processes: [server.pid, postmasterPid(dataDir)] }
}

async function bundled(dataDir: string): Promise<{ id: string }[]> {
  // The verb's own answer.
  const found = (await runVerb(dataDir, ['plugin', 'list'])) as { plugins: { id: string; origin: string }[] }
  return found.plugins.filter(({ origin }) => origin === 'bundled')
}

/** How much dearer, in percent. */
function more(one: Figure, base: Figure): string {
  const percent = Math.round((one.cpu / base.cpu - 1) * 100)
  return `${percent < 0 ? '' : '+'}${percent} %`
}

/** Measures pages kept in memory, and one that is made anew each time: that of who is about to answer a certain post. */
export async function measurePlugins(folder: string): Promise<void> {
  const served: Record<string, Served> = {}
  for (const count of COUNTS) served[count] = await serveWith(folder, count)
  const targets: Record<string, Target> = {}
  for (const [count, { server, content, processes }] of Object.entries(served)) {
    const gzip = { 'accept-encoding': 'gzip' }
    const member = { ...gzip, cookie: content.cookie }
    targets[`signed out ${count}`] = { url: server.url + content.page, headers: gzip, processes }
    targets[`signed in ${count}`] = { url: server.url + content.page, headers: member, processes }
    targets[`made anew ${count}`] = { url: `${server.url}${content.page}?draft=1`, headers: member, processes }
  }
  const measured = await inTurns(targets)
  console.log(`\nA thread page with plugins that all show something on it; ${MANNER}\n`)
  const cost = (page: string, count: number): Figure => measured[`${page} ${count}`] ?? { cpu: 0, rate: 0 }
  table([
    [
      'page',
      ...COUNTS.map(count => `${count} plugins, ms`),
      ...COUNTS.slice(1).map(count => `${count}`),
      'hold',
      'per second',
    ],
    ...['signed out', 'signed in', 'made anew'].map(page => [
      page,
      ...COUNTS.map(count => ms(cost(page, count))),
      ...COUNTS.slice(1).map(count => more(cost(page, count), cost(page, 0))),
      page === 'made anew' ? '' : '≤ +10 %',
      rate(cost(page, 20)),
    ]),
  ])
  for (const { server } of Object.values(served)) await server.stop()
}
