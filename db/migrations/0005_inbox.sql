CREATE TABLE `inboxes` (
	`user_id` bigint unsigned NOT NULL,
	`reach` enum('mine','org','below') NOT NULL,
	`outcomes` set('arrived','failed','unknown','missed') NOT NULL,
	`seen_at` datetime(3),
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `inboxes_user_id` PRIMARY KEY(`user_id`)
);
--> statement-breakpoint
ALTER TABLE `kb_schedule_logs` ADD `outcome_at` datetime(3);--> statement-breakpoint
ALTER TABLE `inboxes` ADD CONSTRAINT `inboxes_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `ix_logs_org_outcome` ON `kb_schedule_logs` (`org_id`,`outcome_at`,`id`);--> statement-breakpoint
UPDATE `kb_schedule_logs` SET `outcome_at` = coalesce(`completed_at`, `created_at`) WHERE `next_attempt_at` IS NULL AND `status` <> 'cancelled' AND `scheduled_at` > date_sub(now(3), interval 3 day);
