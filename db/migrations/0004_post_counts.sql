CREATE TABLE "member_post_counts" (
	"member_id" bigint NOT NULL,
	"category_id" bigint NOT NULL,
	"posts" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "member_post_counts_member_id_category_id_pk" PRIMARY KEY("member_id","category_id")
);
--> statement-breakpoint
ALTER TABLE "member_post_counts" ADD CONSTRAINT "member_post_counts_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_post_counts" ADD CONSTRAINT "member_post_counts_category_id_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "public"."categories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- What was written so far is counted here, so the consumer begins behind it: events that wait for their number get it now.
UPDATE "domain_events" e SET "position" = numbered."position"
FROM (SELECT "id", "at", nextval('domain_event_positions') AS "position"
  FROM (SELECT "id", "at" FROM "domain_events" WHERE "position" IS NULL ORDER BY "id") waiting) numbered
WHERE e."id" = numbered."id" AND e."at" = numbered."at";
--> statement-breakpoint
INSERT INTO "consumers" ("name", "position")
SELECT 'post-counts-by-category', coalesce(max("position"), 0) FROM "domain_events";
--> statement-breakpoint
INSERT INTO "member_post_counts" ("member_id", "category_id", "posts")
SELECT p."author_id", t."category_id", count(*) FROM "posts" p JOIN "threads" t ON t."id" = p."thread_id"
WHERE p."deleted_at" IS NULL AND t."deleted_at" IS NULL GROUP BY 1, 2;
