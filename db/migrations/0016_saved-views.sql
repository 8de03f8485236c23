CREATE TABLE `saved_views` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`user_id` bigint unsigned NOT NULL,
	`page` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`name` varchar(40) NOT NULL,
	`query` varchar(800) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `saved_views_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_saved_views_name` UNIQUE(`user_id`,`page`,`name`)
);
--> statement-breakpoint
ALTER TABLE `message_recipients` MODIFY COLUMN `source` enum('import','log','provider','own') NOT NULL DEFAULT 'import';--> statement-breakpoint
ALTER TABLE `saved_views` ADD CONSTRAINT `saved_views_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE restrict ON UPDATE no action;