create table guests (thread_id bigint not null, member_id bigint not null, primary key (thread_id, member_id));
