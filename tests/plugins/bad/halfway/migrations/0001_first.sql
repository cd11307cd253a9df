create table first_things (id bigint primary key);
