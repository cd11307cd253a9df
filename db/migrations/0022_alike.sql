DROP INDEX "search_words_trigram_idx";--> statement-breakpoint
CREATE INDEX "search_words_alike_idx" ON "search_words" USING gin ("word" gin_trgm_ops) WITH (fastupdate=false);--> statement-breakpoint
-- Loads the module, whose setting the function has.
SELECT 'alike' % 'alikes';--> statement-breakpoint
-- Two letters turned around leave a word of five a fifth of what it had.
CREATE FUNCTION "search_words_like"("asked" text, "most" integer) RETURNS text[] LANGUAGE sql STABLE
  SET "pg_trgm.similarity_threshold" = 0.2
  AS $$ select array(select word from search_words where word % asked order by word <-> asked limit most) $$;
