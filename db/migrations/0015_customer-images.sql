CREATE TABLE `customer_image_refs` (
	`image_id` bigint unsigned NOT NULL,
	`kind` enum('cover','schedule','message') NOT NULL,
	`ref_id` bigint unsigned NOT NULL,
	CONSTRAINT `customer_image_refs_image_id_kind_ref_id_pk` PRIMARY KEY(`image_id`,`kind`,`ref_id`)
);
--> statement-breakpoint
CREATE TABLE `customer_images` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`customer_id` bigint unsigned NOT NULL,
	`filename` varchar(255) NOT NULL,
	`name_key` varbinary(1024) NOT NULL,
	`file_path` varchar(1024) NOT NULL,
	`path_key` varbinary(1024) NOT NULL,
	`bytes` int unsigned,
	`sha256` binary(32),
	`mime` varchar(60) character set ascii collate ascii_bin,
	`width` smallint unsigned,
	`height` smallint unsigned,
	`status` enum('pending','ready','missing') NOT NULL DEFAULT 'ready',
	`origin` enum('new','imported') NOT NULL DEFAULT 'new',
	`import_source` varchar(60) character set ascii collate ascii_bin,
	`legacy_id` varchar(60) character set ascii collate ascii_bin,
	`ver` int NOT NULL DEFAULT 1,
	`created_by` bigint unsigned,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	`deleted_at` datetime(3),
	`set_aside_at` datetime(3),
	CONSTRAINT `customer_images_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_customer_images_legacy` UNIQUE(`import_source`,`legacy_id`)
);
--> statement-breakpoint
CREATE TABLE `sync_backups` (
	`run_id` bigint unsigned NOT NULL,
	`seq` int NOT NULL,
	`tbl` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`pk` bigint unsigned NOT NULL,
	`row_json` longtext NOT NULL,
	`row_sha` binary(32) NOT NULL,
	`ver_after` int,
	`is_restored` boolean NOT NULL DEFAULT false,
	CONSTRAINT `sync_backups_run_id_seq_tbl_pk_pk` PRIMARY KEY(`run_id`,`seq`,`tbl`,`pk`)
);
--> statement-breakpoint
CREATE TABLE `sync_findings` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`run_id` bigint unsigned NOT NULL,
	`seq` int NOT NULL,
	`verdict` enum('ghost','mispath','duplicate_key','duplicate_content','same_name','expired_pending','thumbnail','thumbnail_only','orphan','corrupt') NOT NULL,
	`certainty` enum('certain','doubtful') NOT NULL,
	`doubt` varchar(40) character set ascii collate ascii_bin,
	`action` enum('delete_row','mark_missing','repoint_row','set_aside','delete_and_set_aside','report') NOT NULL,
	`customer_id` bigint unsigned,
	`image_id` bigint unsigned,
	`keep_image_id` bigint unsigned,
	`ver` int,
	`file_path` varchar(1024) NOT NULL,
	`path_key` varbinary(1024) NOT NULL,
	`to_path` varchar(1024),
	`bytes` int unsigned,
	`sha256` binary(32),
	`evidence` json NOT NULL,
	`decision` enum('open','approved','kept') NOT NULL DEFAULT 'open',
	`decided_by` bigint unsigned,
	`decided_at` datetime(3),
	CONSTRAINT `sync_findings_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_sync_findings_seq` UNIQUE(`run_id`,`seq`)
);
--> statement-breakpoint
CREATE TABLE `sync_ops` (
	`run_id` bigint unsigned NOT NULL,
	`seq` int NOT NULL,
	`finding_id` bigint unsigned NOT NULL,
	`stage` tinyint NOT NULL,
	`batch` int NOT NULL DEFAULT 0,
	`customer_id` bigint unsigned,
	`act` enum('delete_row','mark_missing','repoint_row','set_aside') NOT NULL,
	`image_id` bigint unsigned,
	`ver` int,
	`file_path` varchar(1024) NOT NULL,
	`to_path` varchar(1024),
	`place` varchar(1100),
	`bytes` int unsigned,
	`sha256` binary(32),
	`state` enum('planned','intent','done','skipped','failed','undoing','undone','conflict','purged') NOT NULL DEFAULT 'planned',
	`why` varchar(40) character set ascii collate ascii_bin,
	`attempts` smallint NOT NULL DEFAULT 0,
	`started_at` datetime(3),
	`finished_at` datetime(3),
	`undone_at` datetime(3),
	CONSTRAINT `sync_ops_run_id_seq_pk` PRIMARY KEY(`run_id`,`seq`)
);
--> statement-breakpoint
CREATE TABLE `sync_runs` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`state` enum('scanning','planned','approved','executing','paused','verifying','stage_done','done','aborted','undoing','undone','purging','purged') NOT NULL DEFAULT 'scanning',
	`reason` enum('manual','nightly','verify') NOT NULL DEFAULT 'manual',
	`parent_id` bigint unsigned,
	`scope` json NOT NULL,
	`prefix` varchar(200) NOT NULL,
	`phase` enum('preflight','walk','duplicates','finish') NOT NULL DEFAULT 'preflight',
	`checkpoint` json,
	`next_seq` int NOT NULL DEFAULT 0,
	`counts` json,
	`caps` json NOT NULL,
	`batch_size` tinyint NOT NULL DEFAULT 10,
	`stage` tinyint NOT NULL DEFAULT 0,
	`plan_hash` binary(32),
	`paused_from` enum('scanning','planned','approved','executing','paused','verifying','stage_done','done','aborted','undoing','undone','purging','purged'),
	`error` varchar(60) character set ascii collate ascii_bin,
	`error_detail` varchar(300),
	`lease_owner` varchar(80) character set ascii collate ascii_bin,
	`fence` int NOT NULL DEFAULT 0,
	`lease_until` datetime(3),
	`org_id` bigint unsigned NOT NULL,
	`created_by` bigint unsigned,
	`started_at` datetime(3) NOT NULL,
	`cutoff_at` datetime(3) NOT NULL,
	`scanned_at` datetime(3),
	`finished_at` datetime(3),
	`undone_at` datetime(3),
	`purge_after` datetime(3),
	`ops_planned` int NOT NULL DEFAULT 0,
	`ops_done` int NOT NULL DEFAULT 0,
	`ops_skipped` int NOT NULL DEFAULT 0,
	`ops_failed` int NOT NULL DEFAULT 0,
	`ops_undone` int NOT NULL DEFAULT 0,
	`conflicts` int NOT NULL DEFAULT 0,
	CONSTRAINT `sync_runs_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `sync_stages` (
	`run_id` bigint unsigned NOT NULL,
	`stage` tinyint NOT NULL,
	`state` enum('locked','open','approved','executing','verifying','passed','failed') NOT NULL DEFAULT 'locked',
	`customers` int NOT NULL,
	`ops` int NOT NULL,
	`approved_by` bigint unsigned,
	`approved_at` datetime(3),
	`plan_hash` binary(32),
	`started_at` datetime(3),
	`finished_at` datetime(3),
	`verify_run_id` bigint unsigned,
	`leftover` int,
	`verified_at` datetime(3),
	CONSTRAINT `sync_stages_run_id_stage_pk` PRIMARY KEY(`run_id`,`stage`)
);
--> statement-breakpoint
ALTER TABLE `customer_image_refs` ADD CONSTRAINT `customer_image_refs_image_id_customer_images_id_fk` FOREIGN KEY (`image_id`) REFERENCES `customer_images`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `customer_images` ADD CONSTRAINT `customer_images_customer_id_customers_id_fk` FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `sync_backups` ADD CONSTRAINT `sync_backups_run_id_sync_runs_id_fk` FOREIGN KEY (`run_id`) REFERENCES `sync_runs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `sync_findings` ADD CONSTRAINT `sync_findings_run_id_sync_runs_id_fk` FOREIGN KEY (`run_id`) REFERENCES `sync_runs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `sync_ops` ADD CONSTRAINT `sync_ops_run_id_sync_runs_id_fk` FOREIGN KEY (`run_id`) REFERENCES `sync_runs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `sync_stages` ADD CONSTRAINT `sync_stages_run_id_sync_runs_id_fk` FOREIGN KEY (`run_id`) REFERENCES `sync_runs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `ix_customer_image_refs_of` ON `customer_image_refs` (`kind`,`ref_id`);--> statement-breakpoint
CREATE INDEX `ix_customer_images_path` ON `customer_images` (`path_key`);--> statement-breakpoint
CREATE INDEX `ix_customer_images_name` ON `customer_images` (`customer_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `ix_customer_images_deleted` ON `customer_images` (`set_aside_at`,`deleted_at`);--> statement-breakpoint
CREATE INDEX `ix_sync_findings_customer` ON `sync_findings` (`run_id`,`customer_id`,`seq`);--> statement-breakpoint
CREATE INDEX `ix_sync_findings_verdict` ON `sync_findings` (`run_id`,`verdict`,`seq`);--> statement-breakpoint
CREATE INDEX `ix_sync_findings_image` ON `sync_findings` (`image_id`,`run_id`);--> statement-breakpoint
CREATE INDEX `ix_sync_ops_state` ON `sync_ops` (`run_id`,`state`,`seq`);--> statement-breakpoint
CREATE INDEX `ix_sync_ops_stage` ON `sync_ops` (`run_id`,`stage`,`seq`);--> statement-breakpoint
CREATE INDEX `ix_sync_ops_image` ON `sync_ops` (`image_id`);--> statement-breakpoint
CREATE INDEX `ix_sync_runs_state` ON `sync_runs` (`state`,`id`);--> statement-breakpoint
CREATE INDEX `ix_sync_runs_parent` ON `sync_runs` (`parent_id`,`id`);