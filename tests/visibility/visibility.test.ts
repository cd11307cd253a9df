/** What you may not see you cannot load: the rule agrees with itself, and every surface keeps it. */
import { and, eq } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { posts, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../../server/categories/tree.ts'
import { isAdministrator } from '../../server/core/actor.ts'
import { canViewPost, visiblePosts } from '../../server/posts/policy.ts'
import { canViewThread, visibleThreads } from '../../server/threads/policy.ts'
import { MeiliDouble } from '../search/meili-double.ts'
import { startApp } from '../support/app.ts'
import type { Answer, Client } from '../support/http.ts'
import { allRoutes } from '../support/routes.ts'
import { type Ask, PROBES } from './probes.ts'
import { buildWorld, type Thing, type Viewer } from './world.ts'

const CACHED = /^\/($|latest|top|unanswered|categories|tags|questions|[ct]\/|m\/:name\/feed|feed|sitemap)/

t.test('visibility', async t => {
  // It finds all that there is, whoever asks: the database has the last word.
  const double = await MeiliDouble.start(t)
  double.isWrong = true
  const app = await startApp(t, { bundled: true, env: double.env })
  const world = await buildWorld(app)
  await app.settled()
  const rows = await app.database.db.select().from(posts).innerJoin(threads, eq(threads.id, posts.threadId))
  const allThreads = await app.database.db.select().from(threads)

  /** Whether the viewer may see the thing, by the rule in JavaScript. */
  const sees = (viewer: Viewer, thing: Thing): boolean => {
    const { ctx } = viewer
    const tree = ctx.read(categoryTree)
    if (thing.kind === 'category') return tree.allows(ctx.actor, 'see', thing.id)
    if (thing.kind === 'thread')
      return allThreads.some(one => one.id === thing.id && canViewThread(tree, ctx.actor, one))
    // A tag's name stands on its thread; administrators may look up any.
    if (thing.kind === 'tag') {
      return isAdministrator(ctx.actor) || sees(viewer, { ...thing, kind: 'thread', id: thing.threadId })
    }
    return rows.some(
      ({ posts: post, threads: thread }) => post.id === thing.id && canViewPost(tree, ctx.actor, { ...post, thread }),
    )
  }

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

  for (const [url, probe] of Object.entries(PROBES)) {
    t.test(`GET ${url} shows nobody what is out of their sight`, t => keepsSight(t, url, probe))
  }

  t.test('nor does it where another engine looks for posts', async t => {
    t.ok(double.searched.length > 0, 'before, Meilisearch did')
    await double.away()
    for (const [url, probe] of Object.entries(PROBES)) {
      if (url.includes('/search')) t.test(`GET ${url}`, t => keepsSight(t, url, probe))
    }
  })

  async function keepsSight(t: Test, url: string, probe: Ask): Promise<void> {
    const leaks: string[] = []
    const wrong: string[] = []
    // Cached pages twice: what one viewer leaves in a cache meets the next.
    const viewers = CACHED.test(url) ? [...world.viewers, ...world.viewers] : world.viewers
    for (const viewer of viewers) {
      for (const { path, subject } of probe(world)) {
        const answer = await viewer.client.get(path)
        leaks.push(...leaksOf(viewer, path, answer))
        if (subject && !fits(answer.status, sees(viewer, subject))) {
          wrong.push(
            `${path} answered ${answer.status} to ${viewer.name}, who ${sees(viewer, subject) ? 'sees' : 'does not see'} it`,
          )
        }
      }
    }
    t.strictSame([...new Set(leaks)], [])
    t.strictSame([...new Set(wrong)], [])
  }

  /** Words of things out of sight in anything that was sent: the body, or a header such as Location. */
  function leaksOf(viewer: Viewer, path: string, { text, headers, status }: Answer): string[] {
    const said = `${JSON.stringify(headers)} ${text}`.toLowerCase()
    return world.things
      .filter(thing => said.includes(thing.word) && !path.includes(thing.word) && !sees(viewer, thing))
      .map(thing => `${path} (${status}) gave ${viewer.name} the ${thing.kind} ${thing.id}`)
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

/** A thing in sight is shown, redirected to, or gone; one out of sight is missing. Some places ask to sign in first. */
const fits = (status: number, seen: boolean): boolean =>
  seen ? [200, 301, 303, 410].includes(status) : [404, 401, 403].includes(status)

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
