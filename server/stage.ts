/**
 * The application that answers, and how another takes its place: built whole beside it, it takes over between two
 * requests. Connections and sockets stay open; the one before finishes what it has in hand.
 */
import { type AppParts, buildApp, type Guildhall } from './app.ts'
import type { Ctx } from './core/context.ts'
import { hasSince, lastPosition } from './core/events/position.ts'
import { t } from './core/i18n.ts'
import { troubleOf } from './core/trouble.ts'
import type { Front } from './front.ts'
import { afterCrashes, MOST_CRASHES } from './plugins/crash-loop.ts'
import { loadPlugins, type PluginSet, type Trouble } from './plugins/load.ts'
import { pluginsOf } from './plugins/registry.ts'
import { switchOff } from './plugins/service.ts'
import type { Unwell } from './plugins/starts.ts'

/** How long requests in hand may take before what they stand on is closed. */
const FINISH_MS = 60_000

export type StageParts = Omit<AppParts, 'plugins' | 'reload' | 'serverFactory'> & {
  readonly front: Front
  /** Whether a plugin goes on as it was while what was saved of it does not work. */
  readonly keepWorking?: boolean
}

export class Stage {
  private current: Guildhall | null = null
  /** What the application was built from: `word` tells whether that is another now. */
  private found: PluginSet | null = null
  /** Where the log was when that was found out. */
  private foundAt = 0
  private working: Promise<void> = Promise.resolve()
  private waiting: Promise<void> | null = null
  private readonly leaving = new Set<Promise<void>>()
  private closed = false
  /** Whether none is loaded, because the server ended again and again. */
  private safe = false

  constructor(private readonly parts: StageParts) {}

  private get guildhall(): Guildhall {
    if (!this.current) throw new Error('there is no application yet')
    return this.current
  }

  /** Before the first: does what starts before this one ask for, while no plugin is loaded. */
  async recover(unwell: Unwell): Promise<void> {
    const { env, log } = this.parts
    if (env.safeMode || unwell.times < MOST_CRASHES) return
    const quiet = await this.buildWith(await this.load(true))
    const verdict = await afterCrashes(quiet.ctx(), unwell).finally(() => quiet.close())
    const ended = `the server ended ${unwell.times} times soon after its start`
    if (verdict.does === 'switch off')
      log.error({ plugin: verdict.plugin }, `${ended}: the plugin ${verdict.plugin} is switched off`)
    if (verdict.does === 'safe mode') log.error(`${ended}: no plugin is loaded until the next start`)
    this.safe = verdict.does === 'safe mode'
  }

  /** Builds the first application, which does not answer yet. */
  async open(): Promise<Guildhall> {
    const position = await this.position()
    this.found = await this.load()
    this.current = await this.build(this.found)
    this.foundAt = position
    return this.current
  }

  /** Begins what the application does by itself. */
  async startBackground(): Promise<void> {
    await this.guildhall.startBackground()
    await this.catchUp()
  }

  /** A context for work outside requests, of the application that answers now. */
  ctx(): Ctx {
    return this.guildhall.ctx()
  }

  /** Resolves when those that were replaced are gone, the log is read by all, and no due job is left. */
  async settled(): Promise<void> {
    await Promise.all(this.leaving)
    await this.guildhall.settled()
  }

  /** Builds another where what it is made of has changed. Who asks while one is being built waits for the next. */
  readonly reload = (): Promise<void> => {
    this.waiting ??= this.working.then(() => {
      this.waiting = null
      this.working = this.exchange().catch(error =>
        this.parts.log.error(error, 'the application could not be built anew; the one before goes on'),
      )
      return this.working
    })
    return this.waiting
  }

  /** Tells those who listen live that this server goes. */
  async farewell(): Promise<void> {
    this.closed = true
    await this.working
    await this.current?.farewell()
  }

  async close(): Promise<void> {
    this.closed = true
    await this.working
    await this.current?.close()
    await Promise.all(this.leaving)
  }

  private async exchange(): Promise<void> {
    const before = this.current
    if (this.closed || !before) return
    const position = await this.position()
    const found = await this.load()
    this.foundAt = position
    if (found.word === this.found?.word) return
    const next = await this.build(found)
    if (this.parts.keepWorking && this.hasBroken(before, next)) return next.close()
    await next.startBackground()
    this.found = found
    this.current = next
    this.parts.front.serve(next.app.server)
    await next.live.adopt(before.live)
    const left = this.leave(before)
    this.leaving.add(left)
    void left.finally(() => this.leaving.delete(left))
    await this.catchUp()
  }

  private position(): Promise<number> {
    return lastPosition(this.parts.database.background)
  }

  /** What another process switched while this application was built, it follows the log too late to hear of. */
  private async catchUp(): Promise<void> {
    if (await hasSince(this.parts.database.background, this.foundAt, 'plugins.changed')) void this.reload()
  }

  /** Says which plugins that are on would not be, because of what is in their files now. */
  private hasBroken(before: Guildhall, next: Guildhall): boolean {
    const working = pluginsOf(before.ctx().host).loaded
    const broken = pluginsOf(next.ctx().host).states.filter(
      ({ id, hash, on, wanted, folder }) =>
        wanted &&
        !on &&
        working.some(({ state }) => state.folder === folder && (state.hash !== hash || state.id !== id)),
    )
    for (const { id, trouble } of broken) {
      const why = trouble ? t('en', trouble.key, trouble.values) : ''
      this.parts.log.error({ plugin: id }, `${id} as it is saved is not taken up, and goes on as it was. ${why}`)
    }
    return broken.length > 0
  }

  private async leave(before: Guildhall): Promise<void> {
    await this.parts.front.idle(before.app.server, FINISH_MS)
    await before.close()
  }

  private load(safeMode: boolean = this.parts.env.safeMode || this.safe): Promise<PluginSet> {
    const { database, log, now = () => new Date() } = this.parts
    const env = { ...this.parts.env, safeMode }
    const tripped = (id: string, trouble: string) => {
      switchOff(this.ctx(), id, trouble).catch(error => log.error(error, `the plugin ${id} stays on`))
    }
    return loadPlugins({ env, database, log, now, before: this.found, tripped })
  }

  /** Builds one with all of these plugins with which it can be built. @throws what is wrong without any */
  private async build(plugins: PluginSet): Promise<Guildhall> {
    try {
      return await this.buildWith(plugins)
    } catch (error) {
      if (plugins.loaded.length === 0) throw error
      const { id, trouble } = await this.toBlame(plugins, error)
      this.parts.log.error({ err: error, plugin: id }, `the plugin ${id} could not be built in`)
      return this.build(plugins.without(id, trouble))
    }
  }

  /** The first plugin with which those before it cannot be built: of two that want the same, the later one. */
  private async toBlame(plugins: PluginSet, problem: unknown): Promise<{ id: string; trouble: Trouble }> {
    const { loaded } = plugins
    let [good, bad] = [0, loaded.length]
    let reason = problem
    while (bad - good > 1) {
      const middle = Math.floor((good + bad) / 2)
      try {
        await (await this.buildWith(plugins.first(middle))).close()
        good = middle
      } catch (error) {
        bad = middle
        reason = error
      }
    }
    const id = loaded[good]?.state.id ?? ''
    return { id, trouble: { key: 'plugins.problem.clash', values: { problem: troubleOf(reason) } } }
  }

  private buildWith(plugins: PluginSet): Promise<Guildhall> {
    const { front, keepWorking: _, ...parts } = this.parts
    return buildApp({ ...parts, plugins, reload: this.reload, serverFactory: front.factory })
  }
}
