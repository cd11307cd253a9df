-- A poll is what its post says; kept are who chose what, and how many did. `choice` is as ballot.ts says.
create table polls (
  post_id bigint not null references public.posts (id) on delete cascade,
  place integer not null,
  closed_at timestamptz,
  votes integer not null default 0,
  primary key (post_id, place)
);
--> statement-breakpoint
create table ballots (
  post_id bigint not null,
  place integer not null,
  member_id bigint not null references public.members (id) on delete cascade,
  choice integer[] not null,
  at timestamptz not null,
  primary key (post_id, place, member_id),
  foreign key (post_id, place) references polls (post_id, place) on delete cascade
);
--> statement-breakpoint
create index ballots_by_choice on ballots (post_id, place, choice);
--> statement-breakpoint
create index ballots_by_member on ballots (member_id);
