ALTER TABLE `kb_schedule_log_parts` ADD `mark` varchar(100) character set ascii collate ascii_bin;--> statement-breakpoint
ALTER TABLE `kb_schedule_log_parts` ADD `ask_at` datetime(3);--> statement-breakpoint
ALTER TABLE `kb_schedule_log_parts` ADD `asked` tinyint unsigned DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `kb_bots` ADD `failures` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `kb_bots` ADD `park_reason` varchar(60) character set ascii collate ascii_bin;--> statement-breakpoint
CREATE INDEX `ix_parts_ask` ON `kb_schedule_log_parts` (`ask_at`,`id`);