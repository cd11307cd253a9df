/** What the house is like: groups, settings and permissions of another Guildhall. What was decided here stays. */
import { groups as groupsTable, permissionGrants, settings as settingsTable } from '../../db/tables/index.ts'
import { changePermissions } from '../admin/service.ts'
import type { Ctx } from '../core/context.ts'
import { Invalid } from '../core/errors.ts'
import * as groups from '../groups/service.ts'
import * as settings from '../settings/service.ts'
import type { Report } from './report.ts'
import type { Survey } from './survey.ts'

/** Brings in groups that are not here, and settings and permissions that nobody has set here. */
export async function settleHouse(ctx: Ctx, survey: Survey, report: Report): Promise<void> {
  const here = await ctx.db.select({ id: groupsTable.id, slug: groupsTable.slug }).from(groupsTable)
  const ids = new Map(here.map(({ slug, id }) => [slug, id]))
  for (const { slug, name, mentionable } of survey.groups) {
    if (!ids.has(slug)) ids.set(slug, (await groups.create(ctx, { slug, name, mentionable })).id)
  }
  const said = new Set((await ctx.db.select({ key: settingsTable.key }).from(settingsTable)).map(({ key }) => key))
  for (const { key, value } of survey.settings) {
    if (!said.has(key))
      await orLeave(settings.change(ctx, { values: { [key]: value } }), 'settings unknown here', report)
  }
  const granted = new Set(
    (await ctx.db.select({ permission: permissionGrants.permission }).from(permissionGrants)).map(
      row => row.permission,
    ),
  )
  for (const { permission, groups: slugs } of survey.permissions) {
    if (granted.has(permission)) continue
    const holders = new Map([[permission, slugs.flatMap(slug => ids.get(slug) ?? [])]])
    await orLeave(changePermissions(ctx, { holders }), 'permissions unknown here', report)
  }
}

/** What another version of Guildhall knows and this one does not is no reason to stop. */
async function orLeave(change: Promise<void>, why: string, report: Report): Promise<void> {
  try {
    await change
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    report.leaveOut({ kind: 'left-out', why })
  }
}
