-- Created first: the foreign key on owner_org_id always needs an index.
CREATE INDEX `ix_schedule_owner_next` ON `kb_schedule` (`owner_org_id`,`deleted_at`,`next_send_at`,`id`);--> statement-breakpoint
DROP INDEX `ix_schedule_owner` ON `kb_schedule`;
