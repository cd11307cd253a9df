CREATE TABLE "member_names" (
	"name" text PRIMARY KEY NOT NULL,
	"member_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"member_id" bigint NOT NULL,
	"version" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "consents_member_id_version_pk" PRIMARY KEY("member_id","version")
);
--> statement-breakpoint
CREATE TABLE "legal_texts" (
	"version" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "data_exports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "data_exports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"member_id" bigint NOT NULL,
	"asked_by_id" bigint NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"made_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"key" text,
	"bytes" bigint
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"member_id" bigint PRIMARY KEY NOT NULL,
	"posts" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"names" text[]
);
--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "member_names" ADD CONSTRAINT "member_names_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_version_legal_texts_version_fk" FOREIGN KEY ("version") REFERENCES "public"."legal_texts"("version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "data_exports" ADD CONSTRAINT "data_exports_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "data_exports" ADD CONSTRAINT "data_exports_asked_by_id_members_id_fk" FOREIGN KEY ("asked_by_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "member_names_member_idx" ON "member_names" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "data_exports_asked_idx" ON "data_exports" USING btree ("asked_by_id","id");--> statement-breakpoint
CREATE INDEX "data_exports_member_idx" ON "data_exports" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "erasures_due_idx" ON "erasures" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "members_unverified_idx" ON "members" USING btree ("id") WHERE email_verified_at is null and erased_at is null;--> statement-breakpoint
CREATE INDEX "members_suspended_idx" ON "members" USING btree ("id") WHERE suspended_until is not null;--> statement-breakpoint
-- An address by its beginning, as names are found (0002_writing_base.sql).
CREATE INDEX "members_email_prefix_idx" ON "members" USING btree (lower("email") text_pattern_ops);--> statement-breakpoint
-- Nothing of before concerns them.
INSERT INTO "consumers" ("name", "position")
SELECT "new"."name", (SELECT coalesce(max("position"), 0) FROM "domain_events")
FROM (VALUES ('erasures'), ('takeouts'), ('merges')) AS "new" ("name");
