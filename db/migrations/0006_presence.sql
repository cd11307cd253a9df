CREATE UNLOGGED TABLE "presences" (
	"thread_id" bigint NOT NULL,
	"member_id" bigint NOT NULL,
	"process_id" uuid NOT NULL,
	"typing_until" timestamp (3) with time zone,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "presences_thread_id_member_id_process_id_pk" PRIMARY KEY("thread_id","member_id","process_id")
);
