create table things (id integer);
