/** Which engine looks for posts. */
import type { Ctx } from '../core/context.ts'
import type { SearchEngine } from './engine.ts'
import { postgresEngine } from './postgres.ts'

export const engineOf = (_ctx: Ctx): SearchEngine => postgresEngine
