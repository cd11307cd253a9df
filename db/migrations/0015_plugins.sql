CREATE TABLE "plugin_migrations" (
	"plugin" text NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"statements" text NOT NULL,
	"applied_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "plugin_migrations_plugin_name_pk" PRIMARY KEY("plugin","name")
);
--> statement-breakpoint
CREATE TABLE "plugins" (
	"id" text PRIMARY KEY NOT NULL,
	"enabled" boolean NOT NULL,
	"enabled_at" timestamp (3) with time zone,
	"consent" jsonb DEFAULT '[]' NOT NULL,
	"trouble" text,
	"trouble_at" timestamp (3) with time zone
);
