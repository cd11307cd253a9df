/** A plugin's kinds of threads: what they are as data, and what they show with every call guarded. */
import type { VNode } from 'preact'
import type { Ctx } from '../core/context.ts'
import type { Kind } from '../core/kinds.ts'
import type { PageContext } from '../site/page.ts'
import type { KindShowing } from '../site/showing.ts'
import { asIds, asMap, asThing } from './answers.ts'
import type { Call } from './call.ts'
import type { PluginCtx } from './context.ts'
import type { Plugin, PluginKind, ViewParts } from './declaration.ts'
import { BUDGET_MS, type Guard } from './guard.ts'

export const kindsOf = <Post,>({ id, kinds = {} }: Plugin<Post>): Record<string, Kind> =>
  Object.fromEntries(
    Object.entries(kinds).map(([name, { permission, list = null, fields = {}, ...kind }]) => {
      const { name: label, description, icon, statuses } = kind
      const needed = permission === undefined ? null : `${id}.${permission}`
      return [name, { name: label, description, icon, permission: needed, statuses, fields, list }]
    }),
  )

type Parts = {
  readonly guard: Guard
  readonly context: (ctx: Ctx, call: Call) => PluginCtx
  readonly parts: (page: PageContext) => ViewParts
  readonly render: (point: string, view: () => VNode | null) => string
}

export const showingsOf = <Post,>({ kinds = {} }: Plugin<Post>, parts: Parts): ReadonlyMap<string, KindShowing> =>
  new Map(Object.entries(kinds).map(([name, kind]) => [name, showingOf(`kind ${name}`, kind, parts)]))

function showingOf(point: string, kind: PluginKind, { guard, context, parts, render }: Parts): KindShowing {
  const { load, views = {}, best, describe } = kind
  const { header, postHeader, postFooter, row } = views
  return {
    load: async (ctx, threads) => {
      const none: ReadonlyMap<number, unknown> = new Map()
      if (!load || threads.length === 0) return none
      const run = async (call: Call) => asMap(await load(context(ctx, call), threads))
      return guard.attempt(`${point} load`, run, BUDGET_MS.load, none)
    },
    header: (page, thread, data, posts) =>
      header ? render(`${point} header`, () => header({ ...parts(page), thread, data, posts })) : '',
    postHeader: (page, thread, post, data) =>
      postHeader ? render(`${point} postHeader`, () => postHeader({ ...parts(page), thread, data, post })) : '',
    postFooter: (page, thread, post, data) =>
      postFooter ? render(`${point} postFooter`, () => postFooter({ ...parts(page), thread, data, post })) : '',
    row: row ? (page, thread, data) => render(`${point} row`, () => row({ ...parts(page), thread, data })) : null,
    best: best
      ? async (ctx, thread) => {
          const run = async (call: Call) => asIds(await best(context(ctx, call), thread))
          return guard.attempt(`${point} best`, run, BUDGET_MS.load, [])
        }
      : null,
    describe: (page, thread, data, posts) => {
      if (!describe) return null
      const { t } = parts(page)
      return guard.sync(`${point} describe`, () => asThing(describe({ page, t, thread, data, posts })), null)
    },
  }
}
