-- Whether a question is answered is the thread's status; kept is by what. A mark belongs to its post.
create table answers (
  post_id bigint not null references public.posts (id) on delete cascade,
  mark text not null check (mark in ('accepted', 'verified')),
  thread_id bigint not null references public.threads (id) on delete cascade,
  -- Null: an import said so.
  by_id bigint references public.members (id) on delete set null,
  at timestamptz not null,
  primary key (post_id, mark)
);
--> statement-breakpoint
create unique index answers_accepted on answers (thread_id) where mark = 'accepted';
--> statement-breakpoint
create index answers_by_thread on answers (thread_id);
--> statement-breakpoint
create index answers_by_member on answers (by_id);
--> statement-breakpoint
-- Who has the same question.
create table same (
  thread_id bigint not null references public.threads (id) on delete cascade,
  member_id bigint not null references public.members (id) on delete cascade,
  primary key (thread_id, member_id)
);
--> statement-breakpoint
create index same_by_member on same (member_id);
--> statement-breakpoint
-- Whose asker has been reminded.
create table reminded (
  thread_id bigint primary key references public.threads (id) on delete cascade
);
--> statement-breakpoint
-- Of which threads the accepted answer that an import found was taken up.
create table taken (
  thread_id bigint primary key references public.threads (id) on delete cascade
);
--> statement-breakpoint
-- How far what imports left has been read.
create table reached (
  source text primary key check (source in ('thread', 'post')),
  after bigint not null
);
