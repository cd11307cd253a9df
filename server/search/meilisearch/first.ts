/** Meilisearch first, and PostgreSQL for each search that it gives no good answer to. */
import type { Finder, SearchEngine } from '../engine.ts'
import { postgresEngine } from '../postgres.ts'
import { MeilisearchAway } from './client.ts'
import { meilisearch } from './engine.ts'

export const meilisearchFirst: Finder = {
  find: (ctx, asked, stretch) => orElse(engine => engine.find(ctx, asked, stretch)),
  all: (ctx, asked) => orElse(engine => engine.all(ctx, asked)),
}

async function orElse<T>(ask: (engine: SearchEngine) => Promise<T>): Promise<T> {
  try {
    return await ask(meilisearch)
  } catch (error) {
    if (error instanceof MeilisearchAway) return ask(postgresEngine)
    throw error
  }
}
