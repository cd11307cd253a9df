/** What you may not see you cannot load: the rule agrees with itself, and every surface keeps it. */
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import { posts, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../../server/categories/tree.ts'
import { canViewPost, visiblePosts } from '../../server/posts/policy.ts'
import { canViewThread, visibleThreads } from '../../server/threads/policy.ts'
import { startApp } from '../support/app.ts'
import type { Answer, Client } from '../support/http.ts'
import { allRoutes } from '../support/routes.ts'
import { isSearch, PROBES } from './probes.ts'
import { sightIn } from './sight.ts'
import type { Thing, Viewer } from './world.ts'

t.test('visibility', async t => {
  const app = await startApp(t, { bundled: true })
  const { world, rows, allThreads, sees, leaksOf, keepsSight } = await sightIn(app)

  t.test('the rule in JavaScript and the condition in SQL agree for everyone and everything', async t => {
    for (const { name, ctx } of world.viewers) {
      const tree = ctx.read(categoryTree)
      const byRule = allThreads.filter(one => canViewThread(tree, ctx.actor, one)).map(one => one.id)
      const bySql = await ctx.db.select({ id: threads.id }).from(threads).where(visibleThreads(tree, ctx.actor))
      t.strictSame(bySql.map(one => one.id).sort(), byRule.sort(), `threads, ${name}`)

      const postsByRule = rows
        .filter(({ posts: post, threads: thread }) => canViewPost(tree, ctx.actor, { ...post, thread }))
        .map(one => one.posts.id)
      const postsBySql = await ctx.db
        .select({ id: posts.id })
        .from(posts)
        .innerJoin(threads, eq(threads.id, posts.threadId))
        .where(and(visiblePosts(tree, ctx.actor)))
      t.strictSame(postsBySql.map(one => one.id).sort(), postsByRule.sort(), `posts, ${name}`)
    }
  })

  t.test('the world has something to see and something not to see for everyone but administrators', async t => {
    for (const viewer of world.viewers) {
      const seen = world.things.filter(thing => sees(viewer, thing)).length
      t.ok(seen > 0, viewer.name)
      if (viewer.name !== 'an administrator') t.ok(seen < world.things.length, viewer.name)
    }
  })

  const pages = allRoutes().filter(route => route.method === 'GET')

  t.test('every route that reads says how its visibility is probed', async t => {
    t.strictSame(
      pages.map(route => route.url).filter(url => !(url in PROBES)),
      [],
      'add each to tests/visibility/probes.ts',
    )
    t.strictSame(
      Object.keys(PROBES).filter(url => !pages.some(route => route.url === url)),
      [],
      'probes of routes that are gone',
    )
  })

  // Searches have a file of their own: they are many.
  for (const [url, probe] of Object.entries(PROBES)) {
    if (isSearch(url)) continue
    t.test(`GET ${url} shows nobody what is out of their sight`, t => keepsSight(t, url, probe))
  }

  const unsafe = allRoutes().filter(
    route => !['GET', 'HEAD', 'OPTIONS'].includes(route.method) && /:(id|slug|postId|threadId)\b/.test(route.url),
  )

  t.test('nobody can act on what is out of their sight, nor learn that it is there', async t => {
    const touched: string[] = []
    for (const viewer of world.viewers.filter(one => one.person !== null)) {
      for (const { method, url } of unsafe) {
        for (const kind of kindsOf(url)) {
          const thing = world.things.find(one => one.kind === kind && !sees(viewer, one))
          if (!thing) continue
          const path = addressOf(url, thing)
          const missing = addressOf(url, { ...thing, id: 999_999_999, threadId: 999_999_999, slug: 'no-such-place' })
          const [there, nowhere] = [await act(viewer, method, path), await act(viewer, method, missing)]
          const known = there.status !== nowhere.status || leaksOf(viewer, path, there).length > 0
          if (there.status < 400 || known) {
            touched.push(`${method} ${path}: ${there.status} (missing: ${nowhere.status}) to ${viewer.name}`)
          }
        }
      }
    }
    t.strictSame(touched, [])
  })
})

/** An address of a route that is about a thing; that of a poll is about the first of its post. */
const addressOf = (url: string, { kind, id, threadId, slug }: Thing): string =>
  url
    .replace(':id', String(id))
    .replace(':slug', slug)
    .replace(':postId', String(id))
    .replace(':threadId', String(kind === 'thread' ? id : threadId))
    .replace(':place', '0')

/** Which things a route's `:id` may name. */
function kindsOf(url: string): Thing['kind'][] {
  if (/:postId/.test(url)) return ['post']
  if (/:threadId/.test(url)) return ['thread']
  if (/threads\/:id/.test(url)) return ['thread']
  if (/posts\/:id/.test(url)) return ['post']
  if (/categories\/:id|\/c\/:slug/.test(url)) return ['category']
  if (/tags\/:(id|slug)/.test(url)) return ['tag']
  return []
}

/** Well-formed wherever the route may be: what is refused is refused for what it names, not for how it is said. */
function act({ client }: Viewer, method: string, path: string): Promise<Answer> {
  const fields = { body: 'Some words', title: 'A title of some length', version: '1', name: 'Name', slug: 'slug' }
  if (/\/(un)?read$/.test(path)) return actOn(client, method, path, path.includes('/c/') ? {} : { number: 1 })
  if (path.endsWith('/ballot'))
    return path.startsWith('/api/')
      ? client.api(method, path.replace('/api/v1', ''), method === 'DELETE' ? undefined : { choice: [0] })
      : client.post(path, { choice: '0' })
  if (path.endsWith('/follow')) return actOn(client, method, path, { level: 'follow' })
  if (!path.startsWith('/api/')) return client.post(path, path.endsWith('/posts') ? { body: fields.body } : fields)
  const json = path.endsWith('/posts') || path.includes('/posts/') ? { body: fields.body } : { title: fields.title }
  return client.api(method, path.replace('/api/v1', ''), method === 'DELETE' ? undefined : json)
}

/** The same thing said as a form or as JSON. */
const actOn = (client: Client, method: string, path: string, said: Readonly<Record<string, string | number>>) =>
  path.startsWith('/api/')
    ? client.api(method, path.replace('/api/v1', ''), method === 'DELETE' ? undefined : said)
    : client.post(path, Object.fromEntries(Object.entries(said).map(([name, value]) => [name, String(value)])))
