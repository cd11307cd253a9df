create table greetings (post_id bigint primary key, words text not null);
