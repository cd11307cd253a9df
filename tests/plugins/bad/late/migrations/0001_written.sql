create table written (how text not null);
