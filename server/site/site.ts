/** Makes answers of views: one document out of cached neutral chunks and the viewer's slots, or one shared by visitors. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { renderToString } from 'preact-render-to-string'
import { categoryTree } from '../categories/tree.ts'
import { isAdministrator, isNewcomer } from '../core/actor.ts'
import type { Ctx, Host } from '../core/context.ts'
import type { AppError } from '../core/errors.ts'
import type { DomainEvent } from '../core/events/emit.ts'
import { securityHeaders } from '../core/http/headers.ts'
import { cookieValue, ensureContext, type ServerParts, visitorLocale, wantsJson } from '../core/http/server.ts'
import type { Assets } from './assets.ts'
import { ChunkCache, type Chunks, fill, fillSome } from './chunk-cache.ts'
import { documentClose, documentOpen } from './document.ts'
import { Documents } from './documents.ts'
import { ErrorPage } from './errors.tsx'
import { brandPath, markPaths, ownPath, viewerPath } from './generated-css.ts'
import type { OwnState } from './own-state.ts'
import { makePage, type PageContext } from './page.ts'
import { inAscii, NOT_KEPT, redirectTo, withQuery } from './redirect.ts'
import { type FillSlot, type PageAnswer, textsOf } from './routes.ts'
import { sendKept, takesGzip } from './send-kept.ts'
import { type ShownSlots, showTo } from './showing.ts'
import { splitSlots } from './slot.tsx'
import { fillCommon } from './slots.tsx'
import { stitch } from './stitch.ts'
import { FETCHED } from './typefaces.ts'
import { type CachedPage, VisitorCache } from './visitor-cache.ts'

type Sharing = { readonly tags: readonly string[]; readonly begun: number }

/** Events after which a visitor must not be shown a page that was made before. */
const WITHDRAWALS = /^(post\.deleted|thread\.(deleted|moved)|member\.privacyChanged)$/

/** The pages that show what an event is about. */
function tagsOf({ type, data }: DomainEvent): string[] {
  if (type === 'member.privacyChanged') return ['members']
  if ('threadIds' in data) {
    const pages = data.threadIds.map(id => `thread:${id}`)
    return type === 'threads.imported' ? ['lists', ...pages] : pages
  }
  return 'threadId' in data ? ['lists', `thread:${data.threadId}`] : []
}

export class Site {
  readonly visitors = new VisitorCache()
  readonly chunks = new ChunkCache()
  readonly documents: Documents
  /** What beside posts is one reader's own, of all features. */
  readonly own: readonly OwnState[]
  private readonly plugged: Pick<PageContext, 'showings' | 'snippets' | 'files'>
  private readonly security: Readonly<Record<string, string>>

  constructor(
    private readonly parts: Pick<ServerParts, 'host' | 'db' | 'first' | 'identify'>,
    readonly assets: Assets,
    { own, ...plugged }: Pick<PageContext, 'showings' | 'snippets' | 'files'> & { readonly own: readonly OwnState[] },
  ) {
    this.own = own
    this.plugged = plugged
    this.security = securityHeaders(parts.host.env)
    this.documents = new Documents(parts.host, this.visitors)
  }

  private get host(): Host {
    return this.parts.host
  }

  get showings(): PageContext['showings'] {
    return this.plugged.showings
  }

  /** What views are given, for the page at an address. */
  pageFor = (ctx: Ctx, path: string): PageContext =>
    makePage(ctx, {
      assets: this.assets,
      brandCss: brandPath(ctx),
      ownCss: ownPath(ctx, path),
      marks: markPaths(ctx),
      fonts: this.fontsOf(ctx),
      path,
      ...this.plugged,
    })

  /** Those that have to come from here: to be fetched before a stylesheet asks for them. */
  private fontsOf(ctx: Ctx): string[] {
    const chosen = [ctx.setting('site.fontText'), ctx.setting('site.fontDisplay')]
    return FETCHED.filter(face => chosen.includes(face)).map(face => this.assets.fonts[face])
  }

  /** A fragment with its viewer slots filled; those that nobody fills are left empty. */
  filled = async (ctx: Ctx, html: string, page: PageContext, fillSlot: FillSlot): Promise<string> => {
    const made = splitSlots(html)
    const shown = await showTo(ctx, page, made.slots)
    return fill(made, slot => shown.fill(slot) ?? fillSlot(...nameOf(slot), page) ?? '')
  }

  /** Follows the log: pages that show what changed are stale. */
  follow = (events: readonly DomainEvent[]): void => {
    const tags = new Set<string>()
    const withdrawn = new Set<string>()
    let all = false
    for (const event of events) {
      const { type } = event
      for (const tag of tagsOf(event)) (WITHDRAWALS.test(type) ? withdrawn : tags).add(tag)
      if (/^((settings|permissions|category|group)\.|member\.changed$|tag\.(changed|merged|removed)$)/.test(type))
        all = true
    }
    if (all) {
      this.visitors.clear()
      this.chunks.clear()
      return
    }
    if (withdrawn.size > 0) this.visitors.withdraw(withdrawn)
    if (tags.size > 0) this.visitors.markStale(tags, Date.now())
  }

  /** Route hook: a visitor whose page is in memory is answered before anything else happens. */
  serveShared = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const key = this.sharedKey(request)
    const page = key === null ? undefined : this.visitors.get(key, Date.now())
    if (page) this.sendShared(request, reply, page)
    else done()
  }

  /** Answers a request with what its handler made. */
  async send(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: PageAnswer,
    sharing?: Sharing,
  ): Promise<FastifyReply> {
    const ctx = await ensureContext(this.parts, request)
    const identity = request.identity
    if (!identity) throw new Error('a request has a context but no identity')
    for (const cookie of [...identity.cookies, ...(answer.cookies ?? [])]) reply.header('set-cookie', cookie)
    if ('redirect' in answer) {
      const location = answer.keepsQuery ? withQuery(answer.redirect, request) : inAscii(answer.redirect)
      // What follows a redirect by script is never told of the fragment.
      if (wantsJson(request)) return reply.header('cache-control', NOT_KEPT).send({ location })
      return redirectTo(reply, location, answer.permanent ? 301 : 303)
    }
    const { viewer } = identity
    const page = this.pageFor(ctx, request.url)
    const { made, shown } = await this.chunksOf(ctx, page, answer)
    const unread = answer.unread ?? viewer?.unreadNotifications ?? 0
    const { actor } = ctx
    const rank = { administrator: isAdministrator(actor), newcomer: isNewcomer(actor) }
    const who = { page, viewer, unread, ...rank, viewerCss: viewerPath(ctx) }
    const theme = viewer?.theme ?? themeOf(request.headers.cookie)
    const density = viewer?.density ?? 'cosy'
    const opening = documentOpen({
      locale: ctx.locale,
      theme,
      density,
      brightFill: page.site.brightFill,
      me: viewer?.id ?? null,
      liveAfter: request.liveAfter,
    })
    const filling = (slot: string): string => {
      const theirs = shown.fill(slot)
      if (theirs !== undefined) return theirs
      const [name, argument] = nameOf(slot)
      const own = answer.fillNow?.(name, argument, page) ?? answer.fill?.(name, argument, page)
      return own ?? fillCommon({ name, argument }, who)
    }
    const status = answer.status ?? 200
    reply
      .status(status)
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'private, no-cache')
      .header('vary', 'accept-encoding')
    const key = sharing && status === 200 && viewer === null ? this.sharedKey(request) : null
    if (key !== null && sharing && identity.cookies.length === 0) {
      const html = fill(made, filling) + documentClose()
      const kept = this.visitors.keep(key, { opening, html, status, ...sharing, now: Date.now() })
      return this.sendShared(request, reply, kept)
    }
    const stream = answer.key && takesGzip(request) ? stitch(made, [opening, documentClose()], filling) : null
    if (stream) return reply.header('content-encoding', 'gzip').send(stream)
    return reply.send(opening + fill(made, filling) + documentClose())
  }

  /** Answers an error as a page; gives a member's text back with it. */
  errorPage = async (
    request: FastifyRequest,
    reply: FastifyReply,
    error: AppError,
    reference: string | null,
  ): Promise<FastifyReply> => {
    if (error.status === 401 && request.method === 'GET' && request.routeOptions.url) {
      return reply.redirect(`/sign-in?returnTo=${encodeURIComponent(request.url)}`, 303)
    }
    const { title: heading = '', body = '' } = textsOf(request.body)
    const text = [heading, body].filter(Boolean).join('\n\n')
    return this.send(request, reply, {
      status: error.status,
      view: page => {
        const title = page.t(error.key, error.values)
        const detail = reference && page.t('error.reference', { reference })
        return ErrorPage({ page, status: error.status, title, detail, text: text || null })
      },
    })
  }

  /** The page with the slots that may be kept filled, and what fills those of showings among the others. */
  private async chunksOf(
    ctx: Ctx,
    page: PageContext,
    answer: Drawn,
  ): Promise<{ readonly made: Chunks; readonly shown: ShownSlots }> {
    const key =
      answer.key &&
      `${answer.key} ${page.locale} ${ctx.read(categoryTree).classOf(ctx.actor)} ${this.host.caches.generation} ${page.ownCss}`
    const kept = key ? this.chunks.get(key) : undefined
    const neutral = kept ?? splitSlots(await drawn(answer, page))
    if (key && !kept) this.chunks.set(key, neutral)
    const shown = await showTo(ctx, page, neutral.slots)
    const { variant } = answer
    // Without a variant the page's own slots may say something of who looks: those are never kept filled.
    if (!key || variant === undefined) return { made: neutral, shown }
    const own = `${key} ${variant} ${shown.word}`
    const found = this.chunks.get(own)
    if (found) return { made: found, shown }
    const made = fillSome(neutral, slot => shown.kept(slot) ?? answer.fill?.(...nameOf(slot), page))
    this.chunks.set(own, made)
    return { made, shown }
  }

  /** Under which key a request's page is shared by visitors; null when it is not. */
  private sharedKey(request: FastifyRequest): string | null {
    const { cookie, authorization } = request.headers
    if (authorization !== undefined || (cookie !== undefined && /guildhall=/.test(cookie))) return null
    const [path, query] = request.url.split('?', 2)
    if (query !== undefined && !/^cursor=[\w-]{1,80}$/.test(query)) return null
    return `${visitorLocale(this.host, request)} ${themeOf(cookie)} ${this.host.caches.generation} ${path}?${query ?? ''}`
  }

  private sendShared(request: FastifyRequest, reply: FastifyReply, page: CachedPage): FastifyReply {
    return sendKept(request, reply, page, {
      ...this.security,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'public, no-cache',
      vary: 'accept-encoding, accept-language, cookie, authorization',
    })
  }
}

type Drawn = Extract<PageAnswer, { view: unknown }>

async function drawn({ view, failed }: Drawn, page: PageContext): Promise<string> {
  try {
    return renderToString(await view(page))
  } catch (error) {
    failed?.(error)
    throw error
  }
}

/** The theme a visitor chose. Only what we set counts: a page is kept for each. */
function themeOf(cookie: string | undefined): 'system' | 'light' | 'dark' {
  const chosen = cookieValue(cookie, 'theme')
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}

/** A slot's name and its argument. */
function nameOf(slot: string): [name: string, argument: string] {
  const cut = slot.indexOf(':')
  return [slot.slice(0, cut), slot.slice(cut + 1)]
}
