/** A feature says what it has in one declaration, the shape a plugin will use too; app.ts lists the features in order. */
import type { CacheDefinition } from './cache.ts'
import type { Consumer } from './events/log.ts'
import type { ApiRoutes, PageRoutes } from './http/routes.ts'
import type { Jobs, Schedule } from './jobs.ts'
import type { PermissionDeclarations, Policies } from './permissions.ts'
import type { SettingDeclarations } from './settings.ts'

export type Feature = {
  readonly id: string
  readonly settings?: SettingDeclarations
  readonly permissions?: PermissionDeclarations
  readonly policies?: Policies
  readonly caches?: readonly CacheDefinition<unknown>[]
  readonly consumers?: readonly Consumer[]
  readonly jobs?: Jobs
  readonly schedules?: readonly Schedule[]
  /** HTML pages and the forms on them. */
  readonly pages?: (routes: PageRoutes) => void
  /** JSON under /api/v1. */
  readonly api?: (routes: ApiRoutes) => void
}

export const defineFeature = (feature: Feature): Feature => feature
