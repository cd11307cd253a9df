/** Who looks for posts. */
import type { Ctx } from '../core/context.ts'
import type { Finder } from './engine.ts'
import { meilisearchFirst } from './meilisearch/first.ts'
import { postgresEngine } from './postgres.ts'

export const engineOf = ({ host }: Ctx): Finder => (host.env.meilisearch ? meilisearchFirst : postgresEngine)
