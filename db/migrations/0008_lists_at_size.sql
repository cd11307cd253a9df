DROP INDEX "threads_author_idx";--> statement-breakpoint
CREATE INDEX "threads_author_activity_idx" ON "threads" USING btree ("author_id","bumped_at","id");