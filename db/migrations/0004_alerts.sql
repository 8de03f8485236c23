CREATE TABLE `alert_notices` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`alert_id` bigint unsigned NOT NULL,
	`event` enum('on','repeat','off') NOT NULL,
	`body` json NOT NULL,
	`state` enum('pending','sent','failed') NOT NULL DEFAULT 'pending',
	`attempts` smallint NOT NULL DEFAULT 0,
	`next_attempt_at` datetime(3),
	`detail` varchar(200),
	`created_at` datetime(3) NOT NULL,
	`sent_at` datetime(3),
	CONSTRAINT `alert_notices_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `alerts` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`kind` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`subject` varchar(60) character set ascii collate ascii_bin NOT NULL,
	`state` enum('on','off','muted') NOT NULL,
	`facts` json NOT NULL,
	`first_at` datetime(3) NOT NULL,
	`last_at` datetime(3) NOT NULL,
	`count` int NOT NULL DEFAULT 1,
	`notified_at` datetime(3),
	`muted_until` datetime(3),
	`muted_by` bigint unsigned,
	`version` int NOT NULL DEFAULT 1,
	CONSTRAINT `alerts_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_alerts_kind_subject` UNIQUE(`kind`,`subject`)
);
--> statement-breakpoint
CREATE TABLE `instances` (
	`name` varchar(80) character set ascii collate ascii_bin NOT NULL,
	`kind` enum('web','worker') NOT NULL,
	`version` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`started_at` datetime(3) NOT NULL,
	`heartbeat_at` datetime(3) NOT NULL,
	CONSTRAINT `instances_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE TABLE `metric_counters` (
	`name` varchar(80) character set ascii collate ascii_bin NOT NULL,
	`value` bigint NOT NULL,
	CONSTRAINT `metric_counters_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
ALTER TABLE `alert_notices` ADD CONSTRAINT `alert_notices_alert_id_alerts_id_fk` FOREIGN KEY (`alert_id`) REFERENCES `alerts`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `ix_notices_next` ON `alert_notices` (`next_attempt_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_notices_alert` ON `alert_notices` (`alert_id`,`id`);--> statement-breakpoint
CREATE INDEX `ix_alerts_state` ON `alerts` (`state`,`last_at`);--> statement-breakpoint
CREATE INDEX `ix_logs_completed` ON `kb_schedule_logs` (`completed_at`,`kind`,`status`);