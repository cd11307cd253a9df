/** Reads of what works behind the pages. Those who administer see all of it: there is nothing of a member's in it. */
import type { Ctx } from '../core/context.ts'
import * as events from '../core/events/standing.ts'
import * as list from '../core/job-list.ts'
import { authorize } from '../core/permissions.ts'

/** @throws NotSignedIn, Forbidden, Invalid */
export function jobs(ctx: Ctx, options: Parameters<typeof list.listJobs>[1]) {
  authorize(ctx, 'site.administer', null)
  return list.listJobs(ctx, options)
}

/** @throws NotSignedIn, Forbidden */
export function jobCounts(ctx: Ctx) {
  authorize(ctx, 'site.administer', null)
  return list.countJobs(ctx)
}

/** @throws NotSignedIn, Forbidden */
export function schedules(ctx: Ctx) {
  authorize(ctx, 'site.administer', null)
  return list.listSchedules(ctx)
}

/** @throws NotSignedIn, Forbidden */
export function followers(ctx: Ctx) {
  authorize(ctx, 'site.administer', null)
  return events.standingOfAll(ctx)
}
