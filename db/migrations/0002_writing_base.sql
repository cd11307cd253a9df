CREATE EXTENSION IF NOT EXISTS "pg_trgm";--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS "unaccent";--> statement-breakpoint
CREATE INDEX "threads_title_trigram_idx" ON "threads" USING gin (lower("title") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "members_name_prefix_idx" ON "members" USING btree (lower("name") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "members_display_name_prefix_idx" ON "members" USING btree (lower("display_name") text_pattern_ops);
