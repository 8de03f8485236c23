CREATE TABLE `drills` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`fault` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`planted_by` bigint unsigned NOT NULL,
	`planted_by_name` varchar(60) NOT NULL,
	`planted_at` datetime(3) NOT NULL,
	`ends_at` datetime(3) NOT NULL,
	`ended_at` datetime(3),
	`undo` json NOT NULL,
	`message_id` bigint unsigned,
	`recipient_id` bigint unsigned,
	`log_id` bigint unsigned,
	CONSTRAINT `drills_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE INDEX `ix_drills_open` ON `drills` (`ended_at`,`ends_at`);