insert into first_things values (1);
--> statement-breakpoint
insert into things_that_are_not values (1);
