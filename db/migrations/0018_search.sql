-- How words are taken apart. No stop words: whoever looks for "the who" finds it. An empty community that a backup is brought
-- back to has these already, and only its tables were dropped.
DROP TEXT SEARCH CONFIGURATION IF EXISTS guildhall_none, guildhall_en, guildhall_fr;--> statement-breakpoint
DROP TEXT SEARCH DICTIONARY IF EXISTS guildhall_en_stem, guildhall_fr_stem;--> statement-breakpoint
CREATE TEXT SEARCH DICTIONARY guildhall_en_stem (TEMPLATE = snowball, LANGUAGE = english);--> statement-breakpoint
CREATE TEXT SEARCH DICTIONARY guildhall_fr_stem (TEMPLATE = snowball, LANGUAGE = french);--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION guildhall_none (COPY = simple);--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION guildhall_none ALTER MAPPING FOR asciiword, word, numword WITH unaccent, simple;--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION guildhall_en (COPY = simple);--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION guildhall_en ALTER MAPPING FOR asciiword, word, numword WITH unaccent, guildhall_en_stem;--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION guildhall_fr (COPY = simple);--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION guildhall_fr ALTER MAPPING FOR asciiword, word, numword WITH unaccent, guildhall_fr_stem;--> statement-breakpoint
CREATE TABLE "search_posts" (
	"post_id" bigint PRIMARY KEY NOT NULL,
	"language" text,
	"vector" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_words" (
	"word" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
ALTER TABLE "search_posts" ADD CONSTRAINT "search_posts_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "search_posts_vector_idx" ON "search_posts" USING gin ("vector") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "search_words_trigram_idx" ON "search_words" USING gist ("word" gist_trgm_ops);--> statement-breakpoint
-- What was written until now is filled in by a job (server/search/fill.ts); what happens from now on follows the log.
INSERT INTO "consumers" ("name", "position")
SELECT 'search', coalesce(max("position"), 0) FROM "domain_events";
