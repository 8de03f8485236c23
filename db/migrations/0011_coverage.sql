CREATE TABLE `coverage_rollups` (
	`org_id` bigint unsigned NOT NULL,
	`day` date NOT NULL,
	`origin` enum('new','imported') NOT NULL,
	`is_test` boolean NOT NULL,
	`message_mode` enum('sms','lms','mms','alimtalk','both') NOT NULL,
	`status` enum('draft','queued','sending','sent','partial','failed','cancelled') NOT NULL,
	`messages` int NOT NULL DEFAULT 0,
	`gaps` int NOT NULL DEFAULT 0,
	`expected_count` int NOT NULL DEFAULT 0,
	`listed_count` int NOT NULL DEFAULT 0,
	`recorded_count` int NOT NULL DEFAULT 0,
	`extra_count` int NOT NULL DEFAULT 0,
	`confirmed_count` int NOT NULL DEFAULT 0,
	`inferred_count` int NOT NULL DEFAULT 0,
	`queued_count` int NOT NULL DEFAULT 0,
	`sending_count` int NOT NULL DEFAULT 0,
	`sent_count` int NOT NULL DEFAULT 0,
	`delivered_count` int NOT NULL DEFAULT 0,
	`failed_count` int NOT NULL DEFAULT 0,
	`skipped_count` int NOT NULL DEFAULT 0,
	`unknown_count` int NOT NULL DEFAULT 0,
	`cancelled_count` int NOT NULL DEFAULT 0,
	CONSTRAINT `pk_coverage_rollups` PRIMARY KEY(`org_id`,`day`,`origin`,`is_test`,`message_mode`,`status`)
);
--> statement-breakpoint
CREATE TABLE `coverage_snapshots` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`taken_at` datetime(3) NOT NULL,
	`day` date NOT NULL,
	`org_id` bigint unsigned NOT NULL,
	`origin` enum('new','imported') NOT NULL,
	`reason` enum('nightly','before','after') NOT NULL,
	`run_id` bigint unsigned,
	`messages` int NOT NULL DEFAULT 0,
	`gaps` int NOT NULL DEFAULT 0,
	`expected_count` int NOT NULL DEFAULT 0,
	`listed_count` int NOT NULL DEFAULT 0,
	`recorded_count` int NOT NULL DEFAULT 0,
	`extra_count` int NOT NULL DEFAULT 0,
	`confirmed_count` int NOT NULL DEFAULT 0,
	`inferred_count` int NOT NULL DEFAULT 0,
	`unknown_count` int NOT NULL DEFAULT 0,
	CONSTRAINT `coverage_snapshots_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `history_imports` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`fingerprint` binary(32) NOT NULL,
	`file_name` varchar(200) NOT NULL,
	`source` varchar(60) character set ascii collate ascii_bin NOT NULL,
	`tenant_id` bigint unsigned NOT NULL,
	`state` varchar(10) character set ascii collate ascii_bin NOT NULL DEFAULT 'running',
	`position` int NOT NULL DEFAULT 0,
	`counts` json NOT NULL,
	`bad_lines` json NOT NULL,
	`created_by` bigint unsigned,
	`started_at` datetime(3) NOT NULL,
	`finished_at` datetime(3),
	CONSTRAINT `history_imports_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_history_fingerprint` UNIQUE(`fingerprint`)
);
--> statement-breakpoint
CREATE TABLE `message_recipients` (
	`message_id` bigint unsigned NOT NULL,
	`recipient_key` binary(32) NOT NULL,
	`ordinal` int NOT NULL DEFAULT 0,
	`name` varchar(60),
	`phone` varbinary(512),
	`phone_last4` char(4),
	`reason_code` varchar(60) character set ascii collate ascii_bin,
	`source` enum('import','log','provider') NOT NULL DEFAULT 'import',
	CONSTRAINT `message_recipients_message_id_recipient_key_pk` PRIMARY KEY(`message_id`,`recipient_key`)
);
--> statement-breakpoint
CREATE TABLE `provider_words` (
	`message_id` bigint unsigned NOT NULL,
	`recipient_key` binary(32) NOT NULL,
	`solapi_message_id` varchar(40) character set ascii collate ascii_bin,
	`status` enum('queued','sending','sent','delivered','failed','skipped','unknown','cancelled') NOT NULL,
	`provider_code` varchar(20) character set ascii collate ascii_bin,
	`at` datetime(3),
	`seen_at` datetime(3) NOT NULL,
	CONSTRAINT `provider_words_message_id_recipient_key_pk` PRIMARY KEY(`message_id`,`recipient_key`)
);
--> statement-breakpoint
CREATE TABLE `recovery_run_messages` (
	`run_id` bigint unsigned NOT NULL,
	`message_id` bigint unsigned NOT NULL,
	`status` enum('queued','sending','sent','delivered','failed','skipped','unknown','cancelled') NOT NULL,
	`expected` int NOT NULL,
	`recorded` int NOT NULL,
	`missing` int NOT NULL,
	`proven_delivered` int NOT NULL DEFAULT 0,
	`proven_failed` int NOT NULL DEFAULT 0,
	`proven_other` int NOT NULL DEFAULT 0,
	`unrecoverable` int NOT NULL,
	`applied` int NOT NULL DEFAULT 0,
	`conflicts` int NOT NULL DEFAULT 0,
	CONSTRAINT `recovery_run_messages_run_id_message_id_pk` PRIMARY KEY(`run_id`,`message_id`)
);
--> statement-breakpoint
CREATE TABLE `recovery_runs` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`org_id` bigint unsigned NOT NULL,
	`scope_kind` enum('all','messages','phone','filter') NOT NULL,
	`scope` json NOT NULL,
	`state` enum('planned','stale','applying','paused','done','undoing','undone') NOT NULL DEFAULT 'planned',
	`plan_hash` binary(32) NOT NULL,
	`messages` int NOT NULL DEFAULT 0,
	`rows` int NOT NULL DEFAULT 0,
	`proven` int NOT NULL DEFAULT 0,
	`expected` int NOT NULL DEFAULT 0,
	`recorded_before` int NOT NULL DEFAULT 0,
	`unrecoverable` int NOT NULL DEFAULT 0,
	`applied` int NOT NULL DEFAULT 0,
	`undone` int NOT NULL DEFAULT 0,
	`conflicts` int NOT NULL DEFAULT 0,
	`cursor_message` bigint unsigned,
	`cursor_key` binary(32),
	`cursor_row` bigint unsigned,
	`evidence` json,
	`created_by` bigint unsigned,
	`created_at` datetime(3) NOT NULL,
	`started_at` datetime(3),
	`finished_at` datetime(3),
	`undone_at` datetime(3),
	CONSTRAINT `recovery_runs_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `differences` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`kind` enum('status_differs','missing_here','missing_there') NOT NULL,
	`state` enum('open','applied','kept') NOT NULL DEFAULT 'open',
	`tenant_id` bigint unsigned NOT NULL,
	`org_id` bigint unsigned NOT NULL,
	`message_id` bigint unsigned NOT NULL,
	`log_id` bigint unsigned,
	`solapi_message_id` varchar(40) character set ascii collate ascii_bin,
	`recipient_key` binary(32) NOT NULL,
	`phone_last4` char(4),
	`ours` enum('queued','sending','sent','delivered','failed','skipped','unknown','cancelled'),
	`theirs` enum('queued','sending','sent','delivered','failed','skipped','unknown','cancelled'),
	`provider_code` varchar(20) character set ascii collate ascii_bin,
	`seen_at` datetime(3) NOT NULL,
	`decided_at` datetime(3),
	`decided_by` bigint unsigned,
	CONSTRAINT `differences_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_differences_what` UNIQUE(`message_id`,`recipient_key`,`kind`)
);
--> statement-breakpoint
CREATE TABLE `foreign_sends` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`solapi_message_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`group_id` varchar(40) character set ascii collate ascii_bin,
	`tenant_id` bigint unsigned NOT NULL,
	`org_id` bigint unsigned NOT NULL,
	`recipient_key` binary(32) NOT NULL,
	`phone` varbinary(512),
	`phone_last4` char(4),
	`type` varchar(20) character set ascii collate ascii_bin,
	`sender` varchar(20) character set ascii collate ascii_bin,
	`status` enum('queued','sending','sent','delivered','failed','skipped','unknown','cancelled') NOT NULL,
	`provider_code` varchar(20) character set ascii collate ascii_bin,
	`chars` int,
	`sent_at` datetime(3) NOT NULL,
	`seen_at` datetime(3) NOT NULL,
	CONSTRAINT `foreign_sends_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_foreign_solapi` UNIQUE(`solapi_message_id`)
);
--> statement-breakpoint
CREATE TABLE `reconcile_sync` (
	`account_key` binary(32) NOT NULL,
	`watermark` datetime(3) NOT NULL,
	`window_from` datetime(3),
	`window_to` datetime(3),
	`start_key` varchar(100) character set ascii collate ascii_bin,
	`lease_token` varchar(40) character set ascii collate ascii_bin,
	`lease_until` datetime(3),
	`last_ok_at` datetime(3),
	`last_error` varchar(200),
	`counts` json,
	CONSTRAINT `reconcile_sync_account_key` PRIMARY KEY(`account_key`)
);
--> statement-breakpoint
ALTER TABLE `messages` ADD `expected_count` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `messages` ADD `listed_count` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `messages` ADD `recorded_count` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `messages` ADD `extra_count` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `messages` ADD `confirmed_count` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `messages` ADD `inferred_count` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `messages` ADD `gap` enum('none','partial','missing','unrecoverable') DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE `messages` ADD `provider_asked_at` datetime(3);--> statement-breakpoint
ALTER TABLE `coverage_rollups` ADD CONSTRAINT `coverage_rollups_org_id_orgs_id_fk` FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `message_recipients` ADD CONSTRAINT `message_recipients_message_id_messages_id_fk` FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `provider_words` ADD CONSTRAINT `provider_words_message_id_messages_id_fk` FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `recovery_run_messages` ADD CONSTRAINT `recovery_run_messages_run_id_recovery_runs_id_fk` FOREIGN KEY (`run_id`) REFERENCES `recovery_runs`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `recovery_run_messages` ADD CONSTRAINT `recovery_run_messages_message_id_messages_id_fk` FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `ix_snapshots_org` ON `coverage_snapshots` (`reason`,`origin`,`org_id`,`day`);--> statement-breakpoint
CREATE INDEX `ix_snapshots_run` ON `coverage_snapshots` (`run_id`,`reason`);--> statement-breakpoint
CREATE INDEX `ix_recipients_key` ON `message_recipients` (`recipient_key`,`message_id`);--> statement-breakpoint
CREATE INDEX `ix_run_messages_message` ON `recovery_run_messages` (`message_id`);--> statement-breakpoint
CREATE INDEX `ix_runs_hash` ON `recovery_runs` (`plan_hash`,`id`);--> statement-breakpoint
CREATE INDEX `ix_runs_state` ON `recovery_runs` (`state`,`id`);--> statement-breakpoint
CREATE INDEX `ix_differences_org` ON `differences` (`org_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `ix_foreign_recipient` ON `foreign_sends` (`recipient_key`,`sent_at`);--> statement-breakpoint
CREATE INDEX `ix_foreign_org` ON `foreign_sends` (`org_id`,`sent_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_message_logs_run` ON `message_logs` (`recovery_run_id`,`id`);--> statement-breakpoint
CREATE INDEX `ix_messages_gap` ON `messages` (`org_id`,`gap`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_messages_group` ON `messages` (`solapi_group_id`);--> statement-breakpoint
UPDATE `messages` SET `expected_count` = `recipient_count`, `listed_count` = `recipient_count`, `recorded_count` = `recipient_count` WHERE `origin` = 'new';--> statement-breakpoint
UPDATE `messages` m JOIN (
	SELECT l.`message_id`, count(*) AS n FROM `message_logs` l
	LEFT JOIN `message_logs` f ON f.`message_id` = l.`message_id` AND f.`recipient_key` = l.`recipient_key` AND f.`variant` = l.`variant` AND (f.`attempt_no` > l.`attempt_no` OR (f.`attempt_no` = l.`attempt_no` AND f.`leg` > l.`leg`))
	WHERE l.`status` IN ('delivered','failed') AND l.`provider_code` IS NOT NULL AND f.`id` IS NULL GROUP BY l.`message_id`
) c ON c.`message_id` = m.`id` SET m.`confirmed_count` = c.n;--> statement-breakpoint
INSERT INTO `coverage_rollups` (`org_id`,`day`,`origin`,`is_test`,`message_mode`,`status`,`messages`,`gaps`,`expected_count`,`listed_count`,`recorded_count`,`extra_count`,`confirmed_count`,`inferred_count`,`queued_count`,`sending_count`,`sent_count`,`delivered_count`,`failed_count`,`skipped_count`,`unknown_count`,`cancelled_count`)
	SELECT `org_id`, date(timestampadd(hour, 9, `created_at`)), `origin`, `is_test`, `message_mode`, `status`, count(*), 0, sum(`expected_count`), sum(`listed_count`), sum(`recorded_count`), 0, sum(`confirmed_count`), 0, sum(`queued_count`), sum(`sending_count`), sum(`sent_count`), sum(`delivered_count`), sum(`failed_count`), sum(`skipped_count`), sum(`unknown_count`), sum(`cancelled_count`)
	FROM `messages` GROUP BY 1, 2, 3, 4, 5, 6;
