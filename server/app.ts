/** Puts the application together: core, features, in an order you can read. */
import { join } from 'node:path'
import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifyServerFactory } from 'fastify'
import type { Runner } from 'graphile-worker'
import admin from './admin/index.ts'
import audit from './audit/index.ts'
import { identify } from './auth/identify.ts'
import auth from './auth/index.ts'
import backup from './backup/index.ts'
import bookmarks from './bookmarks/index.ts'
import categories from './categories/index.ts'
import completion from './completion/index.ts'
import consents from './consents/index.ts'
import conversation from './conversation/index.ts'
import cooking from './cooking/index.ts'
import { type Actor, SYSTEM } from './core/actor.ts'
import { stateTopic } from './core/bus/bus.ts'
import { hearing } from './core/bus/hear.ts'
import { openBus } from './core/bus/open.ts'
import { Caches } from './core/cache.ts'
import { type Ctx, type Host, type Log, makeContext } from './core/context.ts'
import type { Database, Db } from './core/db.ts'
import type { Env } from './core/env.ts'
import type { DomainEvent } from './core/events/emit.ts'
import { EventLog } from './core/events/log.ts'
import type { Finder } from './core/finders.ts'
import { ApiRoutes, sendProblem } from './core/http/api.ts'
import type { QueryReport } from './core/http/budget.ts'
import { understandForms } from './core/http/form-file.ts'
import { createServer } from './core/http/server.ts'
import { compileValidator } from './core/http/validation.ts'
import { dueJobs, type Jobs, migrateJobs, startJobs } from './core/jobs.ts'
import type { Keeping } from './core/keeps.ts'
import type { Kind } from './core/kinds.ts'
import { LiveHub } from './core/live/hub.ts'
import type { Shake } from './core/live/rights.ts'
import { liveRoute, understandSockets } from './core/live/socket.ts'
import type { MemberField } from './core/member-fields.ts'
import type { NotificationKind } from './core/notification-kinds.ts'
import { Gate, grantsCache, type PermissionDeclarations } from './core/permissions.ts'
import { type SettingDeclarations, settingsCache } from './core/settings.ts'
import { openStorage } from './core/storage/open.ts'
import type { Storage } from './core/storage/storage.ts'
import { Valkey } from './core/valkey.ts'
import discovery from './discovery/index.ts'
import drafts from './drafts/index.ts'
import erasure from './erasure/index.ts'
import type { Feature } from './feature.ts'
import follows from './follows/index.ts'
import groups from './groups/index.ts'
import imported from './import/index.ts'
import legal from './legal/index.ts'
import lists from './lists/index.ts'
import maintenance from './maintenance.ts'
import members from './members/index.ts'
import merging from './merging/index.ts'
import metricsFeature from './metrics/index.ts'
import type { Metrics } from './metrics/metrics.ts'
import notificationsFeature from './notifications/index.ts'
import operations from './operations/index.ts'
import { Claims } from './plugins/claims.ts'
import { clientFiles } from './plugins/files.ts'
import pluginsFeature from './plugins/index.ts'
import { NO_PLUGINS, type PluginSet } from './plugins/load.ts'
import { register } from './plugins/registry.ts'
import posts from './posts/index.ts'
import presence from './presence/index.ts'
import profiles from './profiles/index.ts'
import reactions from './reactions/index.ts'
import reference from './reference/index.ts'
import { openapi } from './reference/openapi.ts'
import related from './related/index.ts'
import search from './search/index.ts'
import meilisearch from './search/meilisearch/index.ts'
import settingsFeature from './settings/index.ts'
import setup from './setup/index.ts'
import { loadAssets } from './site/assets.ts'
import site from './site/index.ts'
import { PageRoutes } from './site/routes.ts'
import { Site } from './site/site.ts'
import tags from './tags/index.ts'
import takeout from './takeout/index.ts'
import threads from './threads/index.ts'
import tokens from './tokens/index.ts'
import { keepPace } from './tokens/pace.ts'
import top from './top/index.ts'
import uploads from './uploads/index.ts'
import webhooks from './webhooks/index.ts'

/** Every feature, in the order in which it is loaded. */
const FEATURES: readonly Feature[] = [
  maintenance,
  metricsFeature,
  site,
  setup,
  auth,
  consents,
  members,
  groups,
  categories,
  tags,
  cooking,
  legal,
  threads,
  posts,
  uploads,
  reactions,
  bookmarks,
  follows,
  drafts,
  completion,
  notificationsFeature,
  lists,
  conversation,
  presence,
  profiles,
  erasure,
  takeout,
  merging,
  imported,
  discovery,
  backup,
  tokens,
  reference,
  webhooks,
  search,
  top,
  related,
  settingsFeature,
  audit,
  operations,
  pluginsFeature,
  admin,
]

export type AppParts = {
  readonly env: Env
  readonly database: Database
  readonly log: Log
  readonly secret: string
  readonly now?: () => Date
  /** How many statements requests have sent, for who measures. */
  readonly queries?: () => number
  /** Another store than the one that `env` names. */
  readonly storage?: Storage
  /** Where the built client is; `dist/client` of the installation unless said otherwise. */
  readonly assetsFolder?: string
  readonly serverFactory?: FastifyServerFactory
  readonly plugins?: PluginSet
  /** Builds another application in the place of this one. */
  readonly reload?: () => Promise<void>
  readonly reportQueries?: (report: QueryReport) => void
}

export type Guildhall = {
  readonly app: FastifyInstance
  /** A context for work outside requests. */
  ctx(actor?: Actor): Ctx
  /** The sockets of this process. */
  readonly live: LiveHub
  /** Tells those who listen live that this server goes. */
  farewell(): Promise<void>
  /** Begins to number the log, to follow it and to work off jobs. */
  startBackground(): Promise<void>
  /** Resolves when the log is numbered, every consumer has read it and no due job is left. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** Builds the application on a migrated database. */
export async function buildApp(parts: AppParts): Promise<Guildhall> {
  const { env, database, log, plugins = NO_PLUGINS } = parts
  const engines = env.meilisearch ? [meilisearch] : []
  const features = [...FEATURES, ...engines, ...plugins.loaded.map(({ feature }) => feature)]
  const declared = declarations(features)
  const settings = settingsCache(declared.settings)
  const gate = new Gate(declared.permissions, grantsCache(declared.permissions), declared.policies)
  const caches = new Caches(database.db, [settings, gate.cache, ...declared.caches])
  const now = parts.now ?? (() => new Date())
  const valkey = env.valkeyUrl === null ? null : await Valkey.open(env.valkeyUrl, log)
  const bus = openBus(env, database.target, valkey)
  const host: Host = {
    env,
    log,
    db: database.db,
    target: database.target,
    caches,
    gate,
    settings,
    declarations: declared.settings,
    storage: parts.storage ?? (await openStorage(env)),
    secret: parts.secret,
    consumers: declared.consumers,
    jobs: Object.keys(declared.jobs),
    schedules: declared.schedules,
    filters: declared.filters,
    kinds: new Map(Object.entries(declared.kinds)),
    memberFields: new Map(Object.entries(declared.memberFields)),
    keeps: new Map(Object.entries(declared.keeps)),
    finders: new Map(Object.entries(declared.finders)),
    notifications: new Map(Object.entries(declared.notifications)),
    blocks: declared.showings.flatMap(({ blocks }) => blocks),
    now,
    reload: async () => parts.reload?.(),
    wake: () => events.wake(),
    retry: consumer => events.retry(consumer),
    tellState: (kind, argument) => {
      live.changed(kind, argument)
      bus.publish(stateTopic(kind, argument))
    },
    sockets: () => live.size,
    valkey,
  }
  register(host, plugins)
  await caches.refresh()

  const contextOn = (db: Db, actor: Actor = SYSTEM): Ctx => makeContext({ db, host, actor })
  const events = new EventLog({
    database,
    log,
    consumers: declared.consumers,
    context: contextOn,
    numbered: () => bus.publish('log'),
  })

  const shared = {
    host,
    db: database.db,
    first: database.first,
    identify,
    admit: keepPace,
    livePosition: () => events.position,
  }
  const pages = new Site(shared, loadAssets(parts.assetsFolder ?? join(import.meta.dirname, '../client')), {
    showings: declared.showings,
    snippets: features.flatMap(feature => feature.snippets ?? []),
    files: clientFiles(plugins),
    own: features.flatMap(feature => feature.own ?? []),
  })
  const live = new LiveHub({
    host,
    database,
    channels: features.flatMap(feature => feature.live?.(pages, declared.refreshes) ?? []),
    system: contextOn(database.background),
    identify: credentials => identify(host, database.background, credentials, null),
    shakes,
  })

  const metrics = env.metricsToken === null ? null : await measure(parts, { live, pages })
  if (metrics) events.tail(metrics.followed)
  // Another process changed what this one has in memory; who is signed in would notice, a visitor's request would not.
  let refreshing = Promise.resolve()
  events.tail(batch => {
    if (!batch.some(({ type }) => CACHED.test(type))) return
    refreshing = caches.refresh().catch(error => log.error(error, 'settings and rights were not read again'))
  })
  events.tail(batch => {
    if (batch.some(({ type }) => type === 'plugins.changed')) void parts.reload?.()
  })
  events.tail(pages.follow)
  events.tail(live.follow)
  for (const { follow } of features) if (follow) events.tail(batch => follow(host, batch))
  events.afterConsumers(() => pages.visitors.markStale(new Set(['lists']), Date.now()))
  const app = await createServer({
    ...shared,
    errorPage: pages.errorPage,
    problem: async (request, reply, error, reference) => sendProblem(request, reply, error, reference),
    ...(metrics && { answered: metrics.answered }),
    ...(parts.reportQueries && { reportQueries: parts.reportQueries }),
    ...(parts.serverFactory && { serverFactory: parts.serverFactory }),
  })
  let jobs: Runner | null = null
  const close = async () => {
    await live.close()
    await app.close()
    await events.stop()
    await refreshing
    // What it heard of until then, it still asks the database about.
    await live.close()
    await jobs?.stop()
    for (const feature of features) await feature.close?.(host)
    await bus.close()
    valkey?.close()
  }
  try {
    await understandSockets(app, live)
    await app.register(swagger, openapi(env))
    const claims = new Claims(app)
    await app.register(async scope => {
      // A scope that adds schemas would go back to Fastify's own validator, which drops unknown fields and coerces JSON.
      scope.setValidatorCompiler(compileValidator)
      const html = new PageRoutes(scope, pages, shared)
      const json = new ApiRoutes(scope)
      liveRoute(scope, { hub: live, env })
      for (const feature of features) {
        claims.now(feature)
        feature.pages?.(html, host)
        feature.api?.(json, host)
        feature.routes?.(scope, { site: pages, metrics, context: () => contextOn(database.db) })
      }
    })
    await app.register(async scope => {
      scope.setValidatorCompiler(compileValidator)
      await understandForms(scope)
      const routes = { pages: new PageRoutes(scope, pages, shared), api: new ApiRoutes(scope) }
      for (const feature of features) {
        claims.now(feature)
        feature.files?.(routes)
      }
    })
    claims.check(features)
    for (const feature of features) feature.open?.(contextOn(database.db))
    await app.ready()
  } catch (error) {
    // Another is built without the plugin that is to blame.
    await close()
    throw error
  }

  return {
    app,
    live,
    ctx: actor => contextOn(database.db, actor),
    startBackground: async () => {
      await migrateJobs(database.target, log)
      await events.start(await live.start())
      bus.listen(hearing(events, live))
      jobs = await startJobs({
        ...declared,
        target: database.target,
        context: () => contextOn(database.background),
        log,
      })
    },
    settled: async () => {
      const due = async () => (jobs ? dueJobs(contextOn(database.background), host.jobs) : 0)
      // What the last job told is followed too, and what follows may add jobs.
      for (;;) {
        const before = await due()
        await events.drain()
        await refreshing
        if (before + (await due()) === 0) return
        await pause()
      }
    },
    farewell: () => live.close(),
    close,
  }
}

/** The library is loaded only by who wants to know. */
async function measure(
  { queries = () => 0 }: AppParts,
  { live, pages }: { readonly live: LiveHub; readonly pages: Site },
): Promise<Metrics> {
  const { Metrics } = await import('./metrics/metrics.ts')
  return new Metrics({ queries, sockets: () => live.size, caches: { visitors: pages.visitors, chunks: pages.chunks } })
}

/** Events that change what is in memory: a group that is gone has taken its rights along. */
const CACHED = /^((settings|permissions|category)\.|group\.removed$)/

/** Whose rights an event may have changed. */
function shakes({ type, data }: DomainEvent): Shake {
  if (CACHED.test(type)) return 'everybody'
  const ofMember = /^(session\.ended|token\.revoked|group\.member|member\.)/.test(type) && 'memberId' in data
  return ofMember && data.memberId !== null ? { memberId: data.memberId } : 'nobody'
}

const pause = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 20))

/** All that features declare, gathered. A name declared twice is a bug that stops the start. */
function declarations(features: readonly Feature[]) {
  const settings: Record<string, SettingDeclarations[string]> = {}
  const permissions: Record<string, PermissionDeclarations[string]> = {}
  const jobs: Record<string, Jobs[string]> = {}
  const keeps: Record<string, Keeping> = {}
  const finders: Record<string, Finder> = {}
  const kinds: Record<string, Kind> = {}
  const memberFields: Record<string, MemberField> = {}
  const notifications: Record<string, NotificationKind> = {}
  for (const feature of features) {
    addAll(settings, feature.settings)
    addAll(permissions, feature.permissions)
    addAll(jobs, feature.jobs)
    addAll(keeps, feature.keeps)
    addAll(finders, feature.finders)
    addAll(kinds, feature.kinds)
    addAll(memberFields, feature.memberFields)
    addAll(notifications, feature.notifications)
  }
  return {
    settings,
    permissions,
    jobs,
    keeps,
    finders,
    kinds,
    memberFields,
    notifications,
    policies: features.flatMap(feature => feature.policies ?? []),
    caches: features.flatMap(feature => feature.caches ?? []),
    consumers: features.flatMap(feature => feature.consumers ?? []),
    schedules: features.flatMap(feature => feature.schedules ?? []),
    filters: features.flatMap(feature => feature.filters ?? []),
    showings: features.flatMap(feature => feature.showings ?? []),
    refreshes: features.flatMap(feature => feature.refreshes ?? []),
  }
}

function addAll<T>(into: Record<string, T>, more: Readonly<Record<string, T>> = {}): void {
  for (const [name, value] of Object.entries(more)) {
    if (Object.hasOwn(into, name)) throw new Error(`${name} is declared twice`)
    into[name] = value
  }
}
