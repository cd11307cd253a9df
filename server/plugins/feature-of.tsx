/** A plugin as a feature: the same declaration as ours, with every call into it guarded. */
import { join } from 'node:path'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { GROUP } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import type { DomainEvent, EventType } from '../core/events/emit.ts'
import type { Consumer } from '../core/events/log.ts'
import type { Jobs, Schedule } from '../core/jobs.ts'
import type { FilterPoint, Filters } from '../core/points.ts'
import type { SettingDeclarations } from '../core/settings.ts'
import { kindFeed } from '../discovery/feed-routes.ts'
import { type DemoStage, defineFeature, type Feature } from '../feature.ts'
import { kindPage } from '../lists/kind-pages.tsx'
import type { PageContext } from '../site/page.ts'
import { type Showing, slotNameOf } from '../site/showing.ts'
import { slot } from '../site/slot.tsx'
import { asMap, asNode, sameShape, stillBegins } from './answers.ts'
import type { Call } from './call.ts'
import { channelsOf } from './channels-of.ts'
import { clean } from './clean.ts'
import { type ContextOf, contextOf, type PluginCtx, pluginContext, viewerContext } from './context.ts'
import type { Holder, Plugin, ViewParts } from './declaration.ts'
import { findersOf } from './finders-of.ts'
import { BUDGET_MS, type Guard } from './guard.ts'
import { keepsOf } from './keeps-of.ts'
import { kindsOf, showingsOf } from './kinds-of.tsx'
import { memberFieldsOf } from './member-fields-of.ts'
import { messageOf } from './messages.ts'
import { notificationsOf } from './notifications-of.ts'
import { type RoutesOf, routesOf } from './routes-of.ts'
import { verbsOf } from './verbs-of.ts'
import { viewersOf } from './viewer-slots.ts'

/**
 * @param guard through which all calls go
 * @param folder where its files are
 * @throws what it throws when it is asked for its pages and operations
 */
export function featureOf<Post>(plugin: Plugin<Post>, guard: Guard, folder: string): Feature {
  const { id } = plugin
  const wired = new Wired(plugin, guard)
  return defineFeature({
    id: `plugin.${id}`,
    settings: settingsOf(plugin),
    permissions: Object.fromEntries(
      Object.entries(plugin.permissions ?? {}).map(([name, { default: holders }]) => [
        `${id}.${name}`,
        { default: holders.map(groupOf) },
      ]),
    ),
    filters: wired.filters(),
    consumers: wired.consumers(),
    kinds: kindsOf(plugin),
    memberFields: memberFieldsOf(plugin),
    notifications: notificationsOf(plugin),
    keeps: keepsOf(plugin, { guard, context: wired.context }),
    finders: findersOf(plugin, { guard, context: wired.context }),
    jobs: wired.jobs(),
    schedules: wired.schedules(),
    verbs: verbsOf(plugin, { guard, context: wired.context }),
    showings: [wired.showing()],
    snippets: Object.values(plugin.snippets ?? {}),
    refreshes: plugin.refreshes ?? [],
    live: () => channelsOf(plugin, { guard, context: wired.context }),
    ...withLists(plugin, routesOf(plugin, { guard, context: wired.context })),
    claims: plugin.claims ?? [],
    ...wired.demo(folder),
  })
}

/** Its pages and operations, and the lists of its kinds. */
const withLists = <Post,>({ kinds = {} }: Plugin<Post>, own: RoutesOf): Pick<Feature, 'pages' | 'api' | 'routes'> => {
  const lists = Object.entries(kinds).flatMap(([kind, { list }]) => (list ? [{ kind, list }] : []))
  return {
    ...own,
    pages: routes => {
      own.pages(routes)
      for (const { kind, list } of lists) kindPage(routes, kind, list)
    },
    routes: (scope, parts) => {
      for (const { kind, list } of lists) kindFeed(scope, parts, kind, list)
    },
  }
}

const settingsOf = <Post,>({ id, settings = {} }: Plugin<Post>): SettingDeclarations =>
  Object.fromEntries(
    Object.entries(settings).map(([name, { label: _, help: __, ...setting }]) => [
      `${id}.${name}`,
      setting.type === 'choice' ? { ...setting, options: setting.options.map(({ value }) => value) } : setting,
    ]),
  )

function groupOf(holder: Holder): number {
  switch (holder) {
    case 'everyone':
    case 'members':
    case 'staff':
    case 'moderators':
    case 'administrators':
      return GROUP[holder]
    default:
      return GROUP.trust0 + Number(holder.slice('trust:'.length))
  }
}

class Wired<Post> {
  private readonly of: ContextOf

  constructor(
    private readonly plugin: Plugin<Post>,
    private readonly guard: Guard,
  ) {
    this.of = contextOf(plugin)
  }

  readonly context = (ctx: Ctx, call: Call): PluginCtx => pluginContext(ctx, this.of, call)

  /** One that fails, is late or answers with something else changes nothing; what it refuses is refused. */
  filters(): Filters {
    return Object.fromEntries(
      Object.entries(this.plugin.filters ?? {}).map(([point, filter]) => [
        point,
        (ctx: Ctx, value: never) => {
          const run = async (call: Call) => {
            const answer = await filter(this.context(ctx, call), structuredClone(value))
            return stillBegins(ctx, value, sameShape(value, answer))
          }
          return this.guard.consult(point, run, BUDGET_MS.filter, undefined)
        },
      ]),
    ) satisfies Partial<Record<FilterPoint, unknown>>
  }

  consumers(): Consumer[] {
    const { id, on = {} } = this.plugin
    const listeners = new Map(Object.entries(on))
    if (listeners.size === 0) return []
    const handle = async (ctx: Ctx, events: readonly DomainEvent[]) => {
      for (const event of events) {
        const listener: ((ctx: PluginCtx, event: never) => Promise<void>) | undefined = listeners.get(event.type)
        if (!listener) continue
        const heard = event as never // the listener stands under the event's own type
        await this.guard.call(`on ${event.type}`, call => listener(this.context(ctx, call), heard), BUDGET_MS.listener)
      }
    }
    return [{ name: `plugin.${id}`, types: [...listeners.keys()] as EventType[], handle }]
  }

  demo(folder: string): Pick<Feature, 'demo'> {
    const { demo } = this.plugin
    if (!demo) return {}
    const play = async ({ places, people, as }: DemoStage) => {
      await this.guard.call('demo', async call =>
        demo.play?.({ threads: places, people, as: name => this.context(as(name), call) }),
      )
    }
    return { demo: { threads: demo.threads === undefined ? null : join(folder, demo.threads), play } }
  }

  jobs(): Jobs {
    const { id, jobs = {} } = this.plugin
    return Object.fromEntries(
      Object.entries(jobs).map(([name, job]) => [
        `${id}.${name}`,
        (ctx: Ctx, payload: unknown, signal: AbortSignal) =>
          this.guard.call(`job ${name}`, call => job.run(this.context(ctx, call), payload, signal)),
      ]),
    )
  }

  schedules(): Schedule[] {
    const { id, jobs = {} } = this.plugin
    return Object.entries(jobs).flatMap(([name, { every }]) => (every ? [{ cron: every, job: `${id}.${name}` }] : []))
  }

  private readonly parts = (page: PageContext): ViewParts => {
    const { id } = this.plugin
    return {
      page,
      t: (name, values) => messageOf(id, page.locale, name, values),
      viewer: (name, argument) => <>{slot(...slotNameOf(id, { name, argument: String(argument) }))}</>,
    }
  }

  showing(): Showing {
    const { id, load, blocks = {}, slots = {}, viewerSlots = {} } = this.plugin
    const { guard, parts, context, draw } = this
    const ofViewer = (ctx: Ctx) => viewerContext(ctx, this.of)
    const posts = load?.posts
    // Made for it by `loadPosts`, of which each of its views gets what is its own.
    const loadedAs = (loaded: unknown): Post => loaded as Post
    return {
      id,
      blocks: Object.keys(blocks),
      kinds: showingsOf(this.plugin, { guard, context, parts, render: this.render }),
      loadPosts: async (ctx, shown) => {
        const none: ReadonlyMap<number, Post> = new Map()
        if (!posts || shown.length === 0) return none
        const run = async (call: Call) => asMap(await posts(this.context(ctx, call), shown))
        return guard.attempt('load.posts', run, BUDGET_MS.load, none)
      },
      block: (page, post, block, loaded) => {
        const view = blocks[block.name]
        if (!view) return ''
        return this.render(`block ${block.name}`, () => view({ ...parts(page), post, block, data: loadedAs(loaded) }))
      },
      footer: (page, post, loaded) => {
        const view = slots['post.footer']
        return view ? this.render('post.footer', () => view({ ...parts(page), post, data: loadedAs(loaded) })) : ''
      },
      viewer: viewersOf({ slots: viewerSlots, guard, context, viewerContext: ofViewer, draw }),
    }
  }

  private readonly render = (point: string, view: () => VNode | null): string =>
    this.guard.sync(point, () => this.draw(view()), '')

  private readonly draw = (answer: VNode | null): string => {
    const node = asNode(answer)
    return node === null ? '' : clean(this.plugin.id, renderToString(node))
  }
}
