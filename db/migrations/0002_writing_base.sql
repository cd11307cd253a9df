CREATE EXTENSION IF NOT EXISTS "pg_trgm";--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS "unaccent";--> statement-breakpoint
CREATE INDEX "threads_title_trigram_idx" ON "threads" USING gin (lower("title") gin_trgm_ops);
