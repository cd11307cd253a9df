CREATE TABLE "category_slugs" (
	"slug" text PRIMARY KEY NOT NULL,
	"category_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sitemap_parts" (
	"part" integer NOT NULL,
	"category_id" bigint NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sitemap_parts_part_category_id_pk" PRIMARY KEY("part","category_id")
);
--> statement-breakpoint
ALTER TABLE "category_slugs" ADD CONSTRAINT "category_slugs_category_id_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "public"."categories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sitemap_parts" ADD CONSTRAINT "sitemap_parts_category_id_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "public"."categories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "category_slugs_category_idx" ON "category_slugs" USING btree ("category_id");--> statement-breakpoint
CREATE INDEX "posts_edited_idx" ON "posts" USING btree ("thread_id","edited_at") WHERE edited_at is not null;--> statement-breakpoint
-- The threads that there are, by parts of 5,000 ids (server/discovery/sitemap-parts.ts). What happens from now on follows the log.
INSERT INTO "consumers" ("name", "position")
SELECT 'sitemap', coalesce(max("position"), 0) FROM "domain_events";
--> statement-breakpoint
INSERT INTO "sitemap_parts" ("part", "category_id", "changed_at")
SELECT ("id" - 1) / 5000, "category_id", max("bumped_at") FROM "threads"
WHERE "deleted_at" IS NULL AND "hidden_at" IS NULL GROUP BY 1, 2;
