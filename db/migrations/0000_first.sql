CREATE TABLE `audit_log` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`at` datetime(3) NOT NULL,
	`actor_user_id` bigint unsigned,
	`actor_name` varchar(60) NOT NULL,
	`org_id` bigint unsigned,
	`action` varchar(60) character set ascii collate ascii_bin NOT NULL,
	`subject` varchar(80) character set ascii collate ascii_bin NOT NULL,
	`before` json,
	`after` json,
	`ip` varchar(45) character set ascii collate ascii_bin,
	`request_id` varchar(40) character set ascii collate ascii_bin,
	CONSTRAINT `audit_log_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `delivery_events` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`subject_kind` enum('room_log','batch','message_log') NOT NULL,
	`subject_id` bigint unsigned NOT NULL,
	`layer` enum('api','queue','worker','provider') NOT NULL,
	`event` varchar(60) character set ascii collate ascii_bin NOT NULL,
	`code` varchar(60) character set ascii collate ascii_bin,
	`detail` varchar(500),
	`http_status` smallint,
	`ms` int,
	`at` datetime(3) NOT NULL,
	CONSTRAINT `delivery_events_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `kb_schedule_log_parts` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`log_id` bigint unsigned NOT NULL,
	`seq` tinyint unsigned NOT NULL,
	`kind` enum('text','images_1','images_2') NOT NULL,
	`chunk` tinyint unsigned NOT NULL DEFAULT 0,
	`payload` json NOT NULL,
	`wait_after_ms` int NOT NULL DEFAULT 0,
	`status` enum('pending','sending','sent','failed','unknown','skipped') NOT NULL DEFAULT 'pending',
	`certainty` enum('accepted','handed_off','delivered'),
	`fence` int NOT NULL DEFAULT 0,
	`attempt` smallint NOT NULL DEFAULT 0,
	`provider_ref` varchar(100),
	`error_code` varchar(60) character set ascii collate ascii_bin,
	`detail` varchar(500),
	`started_at` datetime(3),
	`finished_at` datetime(3),
	CONSTRAINT `kb_schedule_log_parts_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_parts_log_kind_chunk` UNIQUE(`log_id`,`kind`,`chunk`),
	CONSTRAINT `uq_parts_log_seq` UNIQUE(`log_id`,`seq`)
);
--> statement-breakpoint
CREATE TABLE `kb_schedule_logs` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`schedule_id` bigint unsigned NOT NULL,
	`org_id` bigint unsigned NOT NULL,
	`room_ref` bigint unsigned NOT NULL,
	`bot_id` bigint unsigned NOT NULL,
	`target_room_id` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`kind` enum('schedule','manual','test') NOT NULL DEFAULT 'schedule',
	`priority` tinyint NOT NULL DEFAULT 5,
	`title` varchar(255) NOT NULL,
	`sent_message_text` text,
	`sent_images_1` json,
	`sent_images_2` json,
	`send_components` json,
	`status` enum('planned','sending','success','partial','failed','unknown','deferred','missed','skipped','expired','cancelled') NOT NULL DEFAULT 'planned',
	`certainty` enum('accepted','handed_off','delivered'),
	`reason_code` varchar(60) character set ascii collate ascii_bin,
	`error_message` varchar(500),
	`api_response` json,
	`is_catch_up` boolean NOT NULL DEFAULT false,
	`is_sandbox` boolean NOT NULL DEFAULT false,
	`attempt` smallint NOT NULL DEFAULT 0,
	`wait_ms` int NOT NULL DEFAULT 0,
	`missed_count` int,
	`missed_from` datetime(3),
	`requested_by` bigint unsigned,
	`decided_by` bigint unsigned,
	`decided_at` datetime(3),
	`scheduled_at` datetime(3) NOT NULL,
	`next_attempt_at` datetime(3),
	`expires_at` datetime(3),
	`started_at` datetime(3),
	`completed_at` datetime(3),
	`duration_ms` int,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `kb_schedule_logs_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_logs_occurrence` UNIQUE(`schedule_id`,`scheduled_at`,`kind`)
);
--> statement-breakpoint
CREATE TABLE `app_meta` (
	`key` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`value` varchar(255) NOT NULL,
	CONSTRAINT `app_meta_key` PRIMARY KEY(`key`)
);
--> statement-breakpoint
CREATE TABLE `lanes` (
	`lane_key` varchar(120) character set ascii collate ascii_bin NOT NULL,
	`ready_at` datetime(3),
	`lease_owner` varchar(80) character set ascii collate ascii_bin,
	`lease_token` varchar(40) character set ascii collate ascii_bin,
	`lease_until` datetime(3),
	`fence` int NOT NULL DEFAULT 0,
	`park_reason` varchar(60) character set ascii collate ascii_bin,
	`probe_at` datetime(3),
	CONSTRAINT `lanes_lane_key` PRIMARY KEY(`lane_key`)
);
--> statement-breakpoint
CREATE TABLE `room_pace` (
	`room_ref` bigint unsigned NOT NULL,
	`call_times` json NOT NULL,
	`run_times` json NOT NULL,
	`last_run_at` datetime(3),
	CONSTRAINT `room_pace_room_ref` PRIMARY KEY(`room_ref`)
);
--> statement-breakpoint
CREATE TABLE `ticks` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`execution_id` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`started_at` datetime(3) NOT NULL,
	`finished_at` datetime(3),
	`instance` varchar(80) character set ascii collate ascii_bin NOT NULL,
	`counts` json,
	`skew_ms` int,
	`error` varchar(500),
	CONSTRAINT `ticks_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_ticks_execution` UNIQUE(`execution_id`)
);
--> statement-breakpoint
CREATE TABLE `image_refs` (
	`image_id` bigint unsigned NOT NULL,
	`schedule_id` bigint unsigned NOT NULL,
	`grp` tinyint NOT NULL,
	`position` tinyint NOT NULL,
	CONSTRAINT `image_refs_schedule_id_grp_position_pk` PRIMARY KEY(`schedule_id`,`grp`,`position`)
);
--> statement-breakpoint
CREATE TABLE `images` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`org_id` bigint unsigned NOT NULL,
	`object_key` varchar(160) character set ascii collate ascii_bin NOT NULL,
	`sha256` binary(32),
	`mime` enum('image/jpeg','image/png','image/gif') NOT NULL,
	`bytes` int NOT NULL,
	`width` smallint unsigned,
	`height` smallint unsigned,
	`frames` smallint unsigned,
	`original_name` varchar(120) NOT NULL,
	`status` enum('pending','ready','quarantined') NOT NULL DEFAULT 'pending',
	`ver` int NOT NULL DEFAULT 1,
	`created_by` bigint unsigned,
	`created_at` datetime(3) NOT NULL,
	`unused_since` datetime(3),
	CONSTRAINT `images_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_images_key` UNIQUE(`object_key`)
);
--> statement-breakpoint
CREATE TABLE `log_image_refs` (
	`log_id` bigint unsigned NOT NULL,
	`image_id` bigint unsigned NOT NULL,
	CONSTRAINT `log_image_refs_log_id_image_id_pk` PRIMARY KEY(`log_id`,`image_id`)
);
--> statement-breakpoint
CREATE TABLE `orgs` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`level` enum('hq','distributor','agency','branch') NOT NULL,
	`code` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`name` varchar(100) NOT NULL,
	`parent_id` bigint unsigned,
	`path` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`status` enum('active','inactive') NOT NULL DEFAULT 'active',
	`limits` json,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `orgs_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_orgs_level_code` UNIQUE(`level`,`code`),
	CONSTRAINT `uq_orgs_path` UNIQUE(`path`)
);
--> statement-breakpoint
CREATE TABLE `kb_bots` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`bot_name` varchar(30) NOT NULL,
	`device_id` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`gateway` enum('iris_plain','iris_signed','domaeka_bridge') NOT NULL,
	`is_sandbox` boolean NOT NULL DEFAULT false,
	`endpoint` varchar(255) NOT NULL,
	`secret` varbinary(512),
	`status` enum('pending','approved','denied','revoked','blocked') NOT NULL DEFAULT 'pending',
	`min_gap_ms` int NOT NULL DEFAULT 1000,
	`last_seen_at` datetime(3),
	`last_health` json,
	`breaker_open_until` datetime(3),
	`version` int NOT NULL DEFAULT 1,
	`deleted_at` datetime(3),
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `kb_bots_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_kb_bots_name_device` UNIQUE(`bot_name`,`device_id`)
);
--> statement-breakpoint
CREATE TABLE `kb_rooms` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`room_id` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`bot_id` bigint unsigned NOT NULL,
	`name` varchar(100) NOT NULL,
	`room_type` enum('production','test') NOT NULL,
	`owner_org_id` bigint unsigned NOT NULL,
	`status` enum('active','inactive') NOT NULL DEFAULT 'active',
	`limits` json,
	`member_count` int,
	`last_run_at` datetime(3),
	`version` int NOT NULL DEFAULT 1,
	`deleted_at` datetime(3),
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `kb_rooms_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_kb_rooms_bot_room` UNIQUE(`bot_id`,`room_id`)
);
--> statement-breakpoint
CREATE TABLE `kb_schedule` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`title` varchar(255) NOT NULL,
	`description` text,
	`created_by_type` enum('hq','distributor','agency','branch') NOT NULL,
	`created_by_id` bigint unsigned NOT NULL,
	`created_by_mb_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`owner_org_id` bigint unsigned NOT NULL,
	`room_ref` bigint unsigned NOT NULL,
	`target_bot_name` varchar(30) NOT NULL,
	`target_room_id` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`message_text` text,
	`message_images_1` json NOT NULL,
	`message_images_2` json NOT NULL,
	`send_order` enum('text_first','images_first','images_only') NOT NULL DEFAULT 'text_first',
	`send_interval_seconds` int NOT NULL DEFAULT 1,
	`media_wait_time_1` int NOT NULL DEFAULT 0,
	`media_wait_time_2` int NOT NULL DEFAULT 0,
	`schedule_type` enum('once','weekly','daily') NOT NULL,
	`schedule_date` date,
	`schedule_time` time NOT NULL,
	`schedule_weekdays` set('monday','tuesday','wednesday','thursday','friday','saturday','sunday'),
	`timezone` varchar(40) character set ascii collate ascii_bin NOT NULL DEFAULT 'Asia/Seoul',
	`valid_from` datetime(3) NOT NULL,
	`valid_until` datetime(3) NOT NULL,
	`status` enum('active','inactive','completed','error') NOT NULL DEFAULT 'active',
	`priority` tinyint NOT NULL DEFAULT 5,
	`catch_up_minutes` int NOT NULL DEFAULT 5,
	`last_sent_at` datetime(3),
	`next_send_at` datetime(3),
	`send_count` int NOT NULL DEFAULT 0,
	`consecutive_failures` int NOT NULL DEFAULT 0,
	`version` int NOT NULL DEFAULT 1,
	`deleted_at` datetime(3),
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `kb_schedule_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `message_templates` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`org_id` bigint unsigned NOT NULL,
	`kind` enum('room','sms','alimtalk') NOT NULL,
	`name` varchar(80) NOT NULL,
	`body` text NOT NULL,
	`variables` json,
	`solapi_template_id` varchar(64),
	`solapi_status` varchar(20),
	`created_by` bigint unsigned,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `message_templates_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_templates_org_kind_name` UNIQUE(`org_id`,`kind`,`name`)
);
--> statement-breakpoint
CREATE TABLE `api_tokens` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`token_hash` binary(32) NOT NULL,
	`user_id` bigint unsigned NOT NULL,
	`name` varchar(60) NOT NULL,
	`scopes` json,
	`created_at` datetime(3) NOT NULL,
	`last_used_at` datetime(3),
	`expires_at` datetime(3),
	`revoked_at` datetime(3),
	CONSTRAINT `api_tokens_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_api_tokens_hash` UNIQUE(`token_hash`)
);
--> statement-breakpoint
CREATE TABLE `auth_throttle` (
	`key` binary(32) NOT NULL,
	`window_start` datetime(3) NOT NULL,
	`fails` int NOT NULL,
	`blocked_until` datetime(3),
	CONSTRAINT `auth_throttle_key` PRIMARY KEY(`key`)
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id_hash` binary(32) NOT NULL,
	`user_id` bigint unsigned NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`last_seen_at` datetime(3) NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	`revoked_at` datetime(3),
	`ip` varchar(45) character set ascii collate ascii_bin,
	`user_agent` varchar(255),
	CONSTRAINT `sessions_id_hash` PRIMARY KEY(`id_hash`)
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`mb_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`org_id` bigint unsigned NOT NULL,
	`name` varchar(60) NOT NULL,
	`password_hash` varchar(255) NOT NULL,
	`role` enum('admin','operator','viewer') NOT NULL,
	`status` enum('active','disabled') NOT NULL DEFAULT 'active',
	`totp` varbinary(512),
	`last_login_at` datetime(3),
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `users_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_users_mb_id` UNIQUE(`mb_id`)
);
--> statement-breakpoint
ALTER TABLE `kb_schedule_log_parts` ADD CONSTRAINT `kb_schedule_log_parts_log_id_kb_schedule_logs_id_fk` FOREIGN KEY (`log_id`) REFERENCES `kb_schedule_logs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `kb_schedule_logs` ADD CONSTRAINT `kb_schedule_logs_schedule_id_kb_schedule_id_fk` FOREIGN KEY (`schedule_id`) REFERENCES `kb_schedule`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `kb_schedule_logs` ADD CONSTRAINT `kb_schedule_logs_org_id_orgs_id_fk` FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `kb_schedule_logs` ADD CONSTRAINT `kb_schedule_logs_room_ref_kb_rooms_id_fk` FOREIGN KEY (`room_ref`) REFERENCES `kb_rooms`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `room_pace` ADD CONSTRAINT `room_pace_room_ref_kb_rooms_id_fk` FOREIGN KEY (`room_ref`) REFERENCES `kb_rooms`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `image_refs` ADD CONSTRAINT `image_refs_image_id_images_id_fk` FOREIGN KEY (`image_id`) REFERENCES `images`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `images` ADD CONSTRAINT `images_org_id_orgs_id_fk` FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `log_image_refs` ADD CONSTRAINT `log_image_refs_image_id_images_id_fk` FOREIGN KEY (`image_id`) REFERENCES `images`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `orgs` ADD CONSTRAINT `orgs_parent_id_orgs_id_fk` FOREIGN KEY (`parent_id`) REFERENCES `orgs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `kb_rooms` ADD CONSTRAINT `kb_rooms_bot_id_kb_bots_id_fk` FOREIGN KEY (`bot_id`) REFERENCES `kb_bots`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `kb_rooms` ADD CONSTRAINT `kb_rooms_owner_org_id_orgs_id_fk` FOREIGN KEY (`owner_org_id`) REFERENCES `orgs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `kb_schedule` ADD CONSTRAINT `kb_schedule_created_by_mb_id_users_mb_id_fk` FOREIGN KEY (`created_by_mb_id`) REFERENCES `users`(`mb_id`) ON DELETE restrict ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE `kb_schedule` ADD CONSTRAINT `kb_schedule_owner_org_id_orgs_id_fk` FOREIGN KEY (`owner_org_id`) REFERENCES `orgs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `kb_schedule` ADD CONSTRAINT `kb_schedule_room_ref_kb_rooms_id_fk` FOREIGN KEY (`room_ref`) REFERENCES `kb_rooms`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `message_templates` ADD CONSTRAINT `message_templates_org_id_orgs_id_fk` FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `api_tokens` ADD CONSTRAINT `api_tokens_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `sessions` ADD CONSTRAINT `sessions_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `users` ADD CONSTRAINT `users_org_id_orgs_id_fk` FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `ix_audit_org_at` ON `audit_log` (`org_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_audit_subject` ON `audit_log` (`subject`,`id`);--> statement-breakpoint
CREATE INDEX `ix_events_subject` ON `delivery_events` (`subject_kind`,`subject_id`,`at`);--> statement-breakpoint
CREATE INDEX `ix_logs_scheduled` ON `kb_schedule_logs` (`scheduled_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_logs_org` ON `kb_schedule_logs` (`org_id`,`scheduled_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_logs_org_status` ON `kb_schedule_logs` (`org_id`,`status`,`scheduled_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_logs_room_next` ON `kb_schedule_logs` (`room_ref`,`next_attempt_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_logs_bot_next` ON `kb_schedule_logs` (`bot_id`,`next_attempt_at`,`id`);--> statement-breakpoint
CREATE INDEX `idx_logs_room` ON `kb_schedule_logs` (`target_room_id`);--> statement-breakpoint
CREATE INDEX `idx_logs_status` ON `kb_schedule_logs` (`status`,`scheduled_at`);--> statement-breakpoint
CREATE INDEX `ix_lanes_ready` ON `lanes` (`ready_at`,`lane_key`);--> statement-breakpoint
CREATE INDEX `ix_ticks_started` ON `ticks` (`started_at`);--> statement-breakpoint
CREATE INDEX `ix_image_refs_image` ON `image_refs` (`image_id`);--> statement-breakpoint
CREATE INDEX `ix_images_status` ON `images` (`status`,`created_at`);--> statement-breakpoint
CREATE INDEX `ix_images_org` ON `images` (`org_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `ix_log_image_refs_image` ON `log_image_refs` (`image_id`);--> statement-breakpoint
CREATE INDEX `ix_orgs_parent` ON `orgs` (`parent_id`);--> statement-breakpoint
CREATE INDEX `ix_kb_bots_device` ON `kb_bots` (`device_id`);--> statement-breakpoint
CREATE INDEX `ix_kb_rooms_owner` ON `kb_rooms` (`owner_org_id`,`id`);--> statement-breakpoint
CREATE INDEX `idx_schedule_polling` ON `kb_schedule` (`status`,`next_send_at`,`valid_from`,`valid_until`);--> statement-breakpoint
CREATE INDEX `idx_schedule_due` ON `kb_schedule` (`next_send_at`,`id`);--> statement-breakpoint
CREATE INDEX `idx_schedule_created_by` ON `kb_schedule` (`created_by_type`,`created_by_id`);--> statement-breakpoint
CREATE INDEX `idx_schedule_target_room` ON `kb_schedule` (`target_room_id`);--> statement-breakpoint
CREATE INDEX `idx_schedule_target_bot` ON `kb_schedule` (`target_bot_name`);--> statement-breakpoint
CREATE INDEX `ix_schedule_owner` ON `kb_schedule` (`owner_org_id`,`deleted_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_schedule_room` ON `kb_schedule` (`room_ref`,`deleted_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_api_tokens_user` ON `api_tokens` (`user_id`);--> statement-breakpoint
CREATE INDEX `ix_sessions_user` ON `sessions` (`user_id`,`last_seen_at`);--> statement-breakpoint
CREATE INDEX `ix_users_org` ON `users` (`org_id`,`id`);