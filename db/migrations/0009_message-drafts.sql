CREATE TABLE `message_drafts` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`user_id` bigint unsigned NOT NULL,
	`draft_key` varchar(36) character set ascii collate ascii_bin NOT NULL,
	`content` longblob NOT NULL,
	`summary` varbinary(512) NOT NULL,
	`recipients` int NOT NULL,
	`image_key` varchar(200) character set ascii collate ascii_bin,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	`deleted_at` datetime(3),
	CONSTRAINT `message_drafts_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_message_drafts_key` UNIQUE(`user_id`,`draft_key`)
);
--> statement-breakpoint
ALTER TABLE `message_drafts` ADD CONSTRAINT `message_drafts_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `ix_message_drafts_user` ON `message_drafts` (`user_id`,`updated_at`);--> statement-breakpoint
CREATE INDEX `ix_message_drafts_updated` ON `message_drafts` (`updated_at`);--> statement-breakpoint
CREATE INDEX `ix_message_drafts_deleted` ON `message_drafts` (`deleted_at`);--> statement-breakpoint
CREATE INDEX `ix_message_drafts_image` ON `message_drafts` (`image_key`);