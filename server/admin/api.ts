import { Type } from 'typebox'
import * as categories from '../categories/service.ts'
import { categoryTree } from '../categories/tree.ts'
import { VISITOR } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { IdParams, ListQuery, listOf, Nothing } from '../core/http/schemas.ts'
import { Retried } from '../operations/schema.ts'
import { accessOf } from './access-pages.tsx'
import { labelOr } from './labels.ts'
import * as outbox from './outbox.ts'
import { administer } from './policy.ts'
import * as queries from './queries.ts'
import {
  AccessJson,
  AccessQuery,
  MailJson,
  MailWithTextJson,
  PermissionChange,
  PermissionJson,
  PermissionParams,
} from './schema.ts'
import * as service from './service.ts'

export function api(routes: ApiRoutes): void {
  const tag = 'Administration'

  routes.get(
    '/permissions',
    {
      tag,
      id: 'listPermissions',
      summary: 'List the permissions and who holds them',
      response: Type.Object({ items: Type.Array(PermissionJson) }),
      budget: 2,
    },
    async ctx => ({ items: await permissionsJson(ctx) }),
  )

  routes.put(
    '/permissions/:name',
    {
      tag,
      id: 'setPermission',
      summary: 'Say which groups hold a permission; administrators always do',
      params: PermissionParams,
      body: PermissionChange,
      response: PermissionJson,
      budget: 14,
    },
    async (ctx, { params: { name }, body }) => {
      if (!service.permissions(ctx).some(one => one.name === name)) throw new NotFound()
      const groupIds = await categories.groupIds(ctx, body.groups, 'groups')
      await service.changePermissions(ctx, { holders: new Map([[name, groupIds]]) })
      return (await permissionsJson(ctx)).find(one => one.name === name)
    },
  )

  routes.get(
    '/access',
    {
      tag,
      id: 'getAccess',
      summary: 'Ask what somebody may in a category, and why',
      query: AccessQuery,
      response: AccessJson,
      budget: 4,
    },
    async (ctx, { query }) => {
      administer(ctx)
      const category = ctx.read(categoryTree).get(Number(query.categoryId))
      const actor = query.member === undefined ? VISITOR : await queries.actorNamed(ctx, query.member)
      if (!category || !actor) throw new NotFound()
      const slugs = new Map((await queries.groupNames(ctx)).map(({ id, slug }) => [id, slug]))
      const items = accessOf(ctx, actor, category).map(({ right, reason: { may, because, ...more } }) => ({
        right,
        may,
        because,
        groups: 'groups' in more ? more.groups.flatMap(id => slugs.get(id) ?? []) : [],
      }))
      return { items }
    },
  )

  routes.get(
    '/mails',
    {
      tag,
      id: 'listMails',
      summary: 'List the mails of the last month, newest first',
      query: ListQuery,
      response: listOf(MailJson),
      budget: 2,
    },
    async (ctx, { query }) => {
      administer(ctx)
      const page = await queries.outbox(ctx, { cursor: query.cursor, limit: query.limit ?? 30 })
      return { ...page, items: page.items.map(mailJson) }
    },
  )

  routes.get(
    '/mails/:id',
    {
      tag,
      id: 'getMail',
      summary: 'Read a mail that was not sent yet',
      params: IdParams,
      response: MailWithTextJson,
      budget: 2,
    },
    async (ctx, { params }) => {
      administer(ctx)
      const mail = await queries.mail(ctx, params.id)
      return { ...mailJson(mail), text: mail.text }
    },
  )

  routes.post(
    '/mails/retries',
    { tag, id: 'retryMails', summary: 'Let all mails that failed be tried now', response: Retried, budget: 8 },
    async ctx => ({ count: await outbox.retryFailed(ctx) }),
  )

  routes.post(
    '/mails/:id/retries',
    {
      tag,
      id: 'retryMail',
      summary: 'Let a mail that was not sent yet be tried now',
      params: IdParams,
      response: Nothing,
      status: 204,
      budget: 8,
    },
    async (ctx, { params }) => outbox.retry(ctx, params),
  )
}

async function permissionsJson(ctx: Ctx) {
  const rows = service.permissions(ctx)
  const slugs = new Map((await queries.groupNames(ctx)).map(({ id, slug }) => [id, slug]))
  return rows.map(({ name, holders }) => ({
    name,
    label: labelOr(ctx.t, `permission.${name}`, name),
    groups: [...holders].flatMap(id => slugs.get(id) ?? []).sort(),
  }))
}

const mailJson = (mail: queries.MailRow) => ({
  ...mail,
  id: String(mail.id),
  createdAt: mail.createdAt.toISOString(),
  sentAt: mail.sentAt?.toISOString() ?? null,
})
