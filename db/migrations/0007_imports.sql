CREATE TABLE "imports" (
	"source" text NOT NULL,
	"kind" text NOT NULL,
	"source_id" text NOT NULL,
	"target_id" bigint NOT NULL,
	"extra" jsonb,
	CONSTRAINT "imports_kind_source_id_source_pk" PRIMARY KEY("kind","source_id","source")
);
--> statement-breakpoint
CREATE TABLE "reaction_tallies" (
	"post_id" bigint NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "reaction_tallies_post_id_key_pk" PRIMARY KEY("post_id","key")
);
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "view_count" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "reaction_tallies" ADD CONSTRAINT "reaction_tallies_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "imports_target_idx" ON "imports" USING btree ("kind","target_id");