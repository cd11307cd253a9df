CREATE TABLE "related_due" (
	"thread_id" bigint PRIMARY KEY NOT NULL,
	"spreads" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "related_threads" (
	"thread_id" bigint NOT NULL,
	"other_id" bigint NOT NULL,
	"score" real NOT NULL,
	"why" text NOT NULL,
	"words" text[] NOT NULL,
	CONSTRAINT "related_threads_thread_id_other_id_pk" PRIMARY KEY("thread_id","other_id")
);
--> statement-breakpoint
CREATE TABLE "top_periods" (
	"period" text PRIMARY KEY NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "top_threads" (
	"period" text NOT NULL,
	"thread_id" bigint NOT NULL,
	"score" integer NOT NULL,
	CONSTRAINT "top_threads_period_thread_id_pk" PRIMARY KEY("period","thread_id")
);
--> statement-breakpoint
DROP INDEX "thread_reads_thread_idx";--> statement-breakpoint
ALTER TABLE "related_due" ADD CONSTRAINT "related_due_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "related_threads" ADD CONSTRAINT "related_threads_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "related_threads" ADD CONSTRAINT "related_threads_other_id_threads_id_fk" FOREIGN KEY ("other_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "top_threads" ADD CONSTRAINT "top_threads_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "related_threads_other_idx" ON "related_threads" USING btree ("other_id");--> statement-breakpoint
CREATE INDEX "top_threads_score_idx" ON "top_threads" USING btree ("period","score","thread_id");--> statement-breakpoint
CREATE INDEX "top_threads_thread_idx" ON "top_threads" USING btree ("thread_id");--> statement-breakpoint
CREATE INDEX "threads_unanswered_idx" ON "threads" USING btree ("bumped_at","id") WHERE "threads"."reply_count" = 0;--> statement-breakpoint
CREATE INDEX "reactions_at_idx" ON "reactions" USING btree ("at","post_id");--> statement-breakpoint
CREATE INDEX "thread_reads_thread_idx" ON "thread_reads" USING btree ("thread_id","read_at");--> statement-breakpoint
-- What the threads that are there are like is worked out by a job (server/related/make.ts); what happens from now on follows the log.
INSERT INTO "related_due" ("thread_id", "spreads") SELECT "id", false FROM "threads" WHERE "deleted_at" IS NULL;--> statement-breakpoint
INSERT INTO "consumers" ("name", "position")
SELECT 'related', coalesce(max("position"), 0) FROM "domain_events";
