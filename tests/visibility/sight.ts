/** Who sees what in a community made for it, and whether an answer shows anybody more. */
import { eq } from 'drizzle-orm'
import type { Test } from 'tap'
import { posts, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../../server/categories/tree.ts'
import { isAdministrator } from '../../server/core/actor.ts'
import { canViewPost } from '../../server/posts/policy.ts'
import { canViewThread } from '../../server/threads/policy.ts'
import type { TestApp } from '../support/app.ts'
import type { Answer } from '../support/http.ts'
import type { Ask } from './probes.ts'
import { buildWorld, type Thing, type Viewer } from './world.ts'

/** Lists, feeds and sitemaps, which are cached; of what there is one for each thing, the pages. */
const CACHED =
  /^\/($|latest|top|unanswered|categories|tags$|questions|c\/:slug$|t\/:id\/:slug$|m\/:name\/feed|feed|sitemap)/

/** @param app one with the bundled plugins, and nothing in it */
export async function sightIn(app: TestApp) {
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

  /** Asks everyone's questions of a route, and holds the answers to what each of them sees. */
  async function keepsSight(t: Test, url: string, probe: Ask): Promise<void> {
    const leaks: string[] = []
    const wrong: string[] = []
    // Twice: what the last viewer leaves in a cache meets the first.
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

  return { world, rows, allThreads, sees, leaksOf, keepsSight }
}

/** A thing in sight is shown, redirected to, or gone; one out of sight is missing. Some places ask to sign in first. */
const fits = (status: number, seen: boolean): boolean =>
  seen ? [200, 301, 303, 410].includes(status) : [404, 401, 403].includes(status)
