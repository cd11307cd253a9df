DROP INDEX "thread_tags_tag_idx";--> statement-breakpoint
ALTER TABLE "thread_tags" ADD COLUMN "bumped_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
UPDATE "thread_tags" SET "bumped_at" = "threads"."bumped_at" FROM "threads" WHERE "threads"."id" = "thread_tags"."thread_id";--> statement-breakpoint
CREATE INDEX "thread_tags_activity_idx" ON "thread_tags" USING btree ("tag_id","bumped_at","thread_id");--> statement-breakpoint
CREATE FUNCTION "take_thread_activity"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT bumped_at INTO NEW.bumped_at FROM threads WHERE id = NEW.thread_id;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER "thread_tags_activity" BEFORE INSERT ON "thread_tags" FOR EACH ROW EXECUTE FUNCTION "take_thread_activity"();--> statement-breakpoint
CREATE FUNCTION "give_thread_activity"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- In the order in which they are counted (server/tags/counts.ts), so that neither waits for the other in a ring.
  PERFORM FROM thread_tags WHERE thread_id = NEW.id ORDER BY tag_id FOR NO KEY UPDATE;
  UPDATE thread_tags SET bumped_at = NEW.bumped_at WHERE thread_id = NEW.id;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "threads_activity" AFTER UPDATE OF "bumped_at" ON "threads" FOR EACH ROW WHEN (OLD.bumped_at IS DISTINCT FROM NEW.bumped_at) EXECUTE FUNCTION "give_thread_activity"();
