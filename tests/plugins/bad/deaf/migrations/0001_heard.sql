create table heard (place bigint generated always as identity, post_id bigint not null);
