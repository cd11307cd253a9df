-- A book that somebody lends in a post; `reserved` is for who keeps the shelf.
create table books (
  id bigint generated always as identity primary key,
  post_id bigint references public.posts (id) on delete cascade,
  title text not null,
  author text,
  reserved boolean not null default false
);
