ALTER TABLE "threads" ADD COLUMN "status" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "fields" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "threads_kind_activity_idx" ON "threads" USING btree ("kind","bumped_at","id") WHERE "threads"."kind" <> 'thread';--> statement-breakpoint
CREATE INDEX "threads_status_activity_idx" ON "threads" USING btree ("kind","status","bumped_at","id") WHERE "threads"."kind" <> 'thread';