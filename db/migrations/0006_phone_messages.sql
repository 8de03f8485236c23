CREATE TABLE `customer_list_members` (
	`list_id` bigint unsigned NOT NULL,
	`customer_id` bigint unsigned NOT NULL,
	CONSTRAINT `customer_list_members_list_id_customer_id_pk` PRIMARY KEY(`list_id`,`customer_id`)
);
--> statement-breakpoint
CREATE TABLE `customer_lists` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`org_id` bigint unsigned NOT NULL,
	`name` varchar(60) NOT NULL,
	`size` int NOT NULL DEFAULT 0,
	`created_by` bigint unsigned,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `customer_lists_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_lists_org_name` UNIQUE(`org_id`,`name`)
);
--> statement-breakpoint
CREATE TABLE `customers` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`org_id` bigint unsigned NOT NULL,
	`code` varchar(60) character set ascii collate ascii_bin NOT NULL,
	`name` varchar(60) NOT NULL,
	`phone_key` binary(32),
	`phone` varbinary(512),
	`phone_last4` char(4),
	`memo` varchar(200),
	`ad_consent` boolean NOT NULL DEFAULT false,
	`ad_consent_at` datetime(3),
	`ad_consent_via` varchar(60),
	`night_consent` boolean NOT NULL DEFAULT false,
	`night_consent_at` datetime(3),
	`image_count_verified` int,
	`image_checked_at` datetime(3),
	`version` int NOT NULL DEFAULT 1,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	`deleted_at` datetime(3),
	CONSTRAINT `customers_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_customers_org_code` UNIQUE(`org_id`,`code`)
);
--> statement-breakpoint
CREATE TABLE `opt_outs` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`tenant_id` bigint unsigned NOT NULL,
	`phone_key` binary(32) NOT NULL,
	`phone` varbinary(512) NOT NULL,
	`phone_last4` char(4) NOT NULL,
	`source` enum('manual','import','provider','recipient') NOT NULL,
	`note` varchar(200),
	`created_by` bigint unsigned,
	`created_at` datetime(3) NOT NULL,
	`lifted_at` datetime(3),
	`lifted_by` bigint unsigned,
	CONSTRAINT `opt_outs_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_opt_outs_tenant_phone` UNIQUE(`tenant_id`,`phone_key`)
);
--> statement-breakpoint
CREATE TABLE `api_budgets` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`account_key` binary(32) NOT NULL,
	`kind` varchar(10) character set ascii collate ascii_bin NOT NULL,
	`full_at_ms` bigint unsigned NOT NULL,
	CONSTRAINT `api_budgets_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_budgets_account_kind` UNIQUE(`account_key`,`kind`)
);
--> statement-breakpoint
CREATE TABLE `message_logs` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`message_id` bigint unsigned NOT NULL,
	`tenant_id` bigint unsigned NOT NULL,
	`batch_id` bigint unsigned,
	`customer_id` bigint unsigned,
	`recipient_key` binary(32) NOT NULL,
	`variant` tinyint unsigned NOT NULL DEFAULT 0,
	`leg` tinyint unsigned NOT NULL DEFAULT 0,
	`attempt_no` tinyint unsigned NOT NULL DEFAULT 0,
	`ordinal` int NOT NULL DEFAULT 0,
	`name` varchar(60),
	`phone` varbinary(512),
	`phone_last4` char(4),
	`channel` enum('sms','lms','mms','alimtalk') NOT NULL,
	`sender` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`variables` json,
	`status` enum('queued','sending','sent','delivered','failed','skipped','unknown','cancelled') NOT NULL DEFAULT 'queued',
	`reason_code` varchar(60) character set ascii collate ascii_bin,
	`failure_reason` varchar(500),
	`provider_code` varchar(20) character set ascii collate ascii_bin,
	`amount` decimal(14,2) NOT NULL DEFAULT '0.00',
	`reserved_amount` decimal(14,2) NOT NULL DEFAULT '0.00',
	`source` enum('send','recovery','reconcile','import') NOT NULL DEFAULT 'send',
	`is_inferred` boolean NOT NULL DEFAULT false,
	`recovery_run_id` bigint unsigned,
	`solapi_message_id` varchar(40) character set ascii collate ascii_bin,
	`retry_of` bigint unsigned,
	`created_at` datetime(3) NOT NULL,
	`sent_at` datetime(3),
	`final_at` datetime(3),
	CONSTRAINT `message_logs_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_message_logs_recipient` UNIQUE(`message_id`,`recipient_key`,`variant`,`leg`,`attempt_no`),
	CONSTRAINT `uq_message_logs_solapi` UNIQUE(`solapi_message_id`)
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`tenant_id` bigint unsigned NOT NULL,
	`org_id` bigint unsigned NOT NULL,
	`message_mode` enum('sms','lms','mms','alimtalk','both') NOT NULL,
	`purpose` enum('info','ad') NOT NULL DEFAULT 'info',
	`subject` varchar(80),
	`raw_body` text NOT NULL,
	`template_id` bigint unsigned,
	`provider_template_id` varchar(64),
	`kakao_pf_id` varchar(64) character set ascii collate ascii_bin,
	`sender` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`image_key` varchar(200) character set ascii collate ascii_bin,
	`provider_image_id` varchar(64),
	`recipient_numbers` longblob,
	`recipient_count` int NOT NULL,
	`duplicate_count` int NOT NULL DEFAULT 0,
	`queued_count` int NOT NULL DEFAULT 0,
	`sending_count` int NOT NULL DEFAULT 0,
	`sent_count` int NOT NULL DEFAULT 0,
	`delivered_count` int NOT NULL DEFAULT 0,
	`failed_count` int NOT NULL DEFAULT 0,
	`skipped_count` int NOT NULL DEFAULT 0,
	`unknown_count` int NOT NULL DEFAULT 0,
	`cancelled_count` int NOT NULL DEFAULT 0,
	`status` enum('draft','queued','sending','sent','partial','failed','cancelled') NOT NULL,
	`reason_code` varchar(60) character set ascii collate ascii_bin,
	`is_test` boolean NOT NULL DEFAULT false,
	`is_sandbox` boolean NOT NULL DEFAULT false,
	`origin` enum('new','imported') NOT NULL DEFAULT 'new',
	`import_source` varchar(60) character set ascii collate ascii_bin,
	`legacy_id` varchar(60) character set ascii collate ascii_bin,
	`imported_sent_count` int,
	`solapi_group_id` varchar(40) character set ascii collate ascii_bin,
	`idempotency_key` varchar(100) character set ascii collate ascii_bin,
	`request_hash` binary(32),
	`answer` json,
	`send_at` datetime(3),
	`requested_by` bigint unsigned,
	`created_at` datetime(3) NOT NULL,
	`sent_at` datetime(3),
	`completed_at` datetime(3),
	CONSTRAINT `messages_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_messages_idempotency` UNIQUE(`tenant_id`,`idempotency_key`),
	CONSTRAINT `uq_messages_legacy` UNIQUE(`import_source`,`legacy_id`)
);
--> statement-breakpoint
CREATE TABLE `send_batches` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`message_id` bigint unsigned NOT NULL,
	`tenant_id` bigint unsigned NOT NULL,
	`channel` enum('sms','lms','mms','alimtalk') NOT NULL,
	`variant` tinyint unsigned NOT NULL DEFAULT 0,
	`leg` tinyint unsigned NOT NULL DEFAULT 0,
	`size` int NOT NULL,
	`phase` enum('new','committed','sent','done','held','expired','cancelled') NOT NULL DEFAULT 'new',
	`group_id` varchar(40) character set ascii collate ascii_bin,
	`available_at` datetime(3),
	`attempt` smallint NOT NULL DEFAULT 0,
	`send_before` datetime(3),
	`lease_owner` varchar(80) character set ascii collate ascii_bin,
	`lease_token` varchar(40) character set ascii collate ascii_bin,
	`lease_until` datetime(3),
	`held_reason` varchar(60) character set ascii collate ascii_bin,
	`detail` varchar(500),
	`reserved_amount` decimal(14,2) NOT NULL DEFAULT '0.00',
	`settled_amount` decimal(14,2) NOT NULL DEFAULT '0.00',
	`released_amount` decimal(14,2) NOT NULL DEFAULT '0.00',
	`credit_seq` int NOT NULL DEFAULT 0,
	`provider_price` decimal(14,2),
	`published_at` datetime(3),
	`poll_at` datetime(3),
	`polls` smallint NOT NULL DEFAULT 0,
	`created_at` datetime(3) NOT NULL,
	`committed_at` datetime(3),
	`sent_at` datetime(3),
	`done_at` datetime(3),
	CONSTRAINT `send_batches_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_batches_group` UNIQUE(`group_id`)
);
--> statement-breakpoint
CREATE TABLE `solapi_events` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`event_key` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`payload` json NOT NULL,
	`received_at` datetime(3) NOT NULL,
	`processed_at` datetime(3),
	CONSTRAINT `solapi_events_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_solapi_events_key` UNIQUE(`event_key`)
);
--> statement-breakpoint
CREATE TABLE `solapi_sync` (
	`account_key` binary(32) NOT NULL,
	`watermark` datetime(3) NOT NULL,
	`lease_token` varchar(40) character set ascii collate ascii_bin,
	`lease_until` datetime(3),
	`last_ok_at` datetime(3),
	`last_error` varchar(200),
	CONSTRAINT `solapi_sync_account_key` PRIMARY KEY(`account_key`)
);
--> statement-breakpoint
CREATE TABLE `credit_ledger` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`tenant_id` bigint unsigned NOT NULL,
	`kind` enum('charge','reserve','settle','release','adjust') NOT NULL,
	`amount` decimal(14,2) NOT NULL,
	`balance_after` decimal(14,2) NOT NULL,
	`reserved_after` decimal(14,2) NOT NULL,
	`message_id` bigint unsigned,
	`batch_id` bigint unsigned,
	`actor_user_id` bigint unsigned,
	`note` varchar(200),
	`entry_key` varchar(80) character set ascii collate ascii_bin NOT NULL,
	`at` datetime(3) NOT NULL,
	CONSTRAINT `credit_ledger_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_ledger_entry` UNIQUE(`entry_key`)
);
--> statement-breakpoint
CREATE TABLE `tenant_senders` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`tenant_id` bigint unsigned NOT NULL,
	`number` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`label` varchar(40),
	`status` enum('pending','verified','rejected','revoked','expired') NOT NULL DEFAULT 'pending',
	`reason` varchar(200),
	`requested_by` bigint unsigned,
	`decided_by` bigint unsigned,
	`verified_at` datetime(3),
	`expires_at` datetime(3),
	`provider_status` varchar(20) character set ascii collate ascii_bin,
	`provider_checked_at` datetime(3),
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `tenant_senders_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_senders_tenant_number` UNIQUE(`tenant_id`,`number`)
);
--> statement-breakpoint
CREATE TABLE `tenants` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`org_id` bigint unsigned NOT NULL,
	`code` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`messaging_sender` varchar(20) character set ascii collate ascii_bin,
	`credit_balance` decimal(14,2) NOT NULL DEFAULT '0.00',
	`credit_reserved` decimal(14,2) NOT NULL DEFAULT '0.00',
	`base_price` decimal(14,2),
	`price_lms` decimal(14,2),
	`price_mms` decimal(14,2),
	`price_alimtalk` decimal(14,2),
	`messaging_is_active` boolean NOT NULL DEFAULT true,
	`kakao_pf_id` varchar(64) character set ascii collate ascii_bin,
	`ad_sender_name` varchar(40),
	`opt_out_number` varchar(20) character set ascii collate ascii_bin,
	`solapi_key` varbinary(512),
	`solapi_key_hint` varchar(8) character set ascii collate ascii_bin,
	`version` int NOT NULL DEFAULT 1,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `tenants_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_tenants_org` UNIQUE(`org_id`),
	CONSTRAINT `uq_tenants_code` UNIQUE(`code`),
	CONSTRAINT `ck_tenants_reserved` CHECK(credit_reserved >= 0 and credit_reserved <= credit_balance)
);
--> statement-breakpoint
ALTER TABLE `message_templates` ADD `solapi_reason` varchar(500);--> statement-breakpoint
ALTER TABLE `message_templates` ADD `solapi_checked_at` datetime(3);--> statement-breakpoint
ALTER TABLE `customer_list_members` ADD CONSTRAINT `customer_list_members_list_id_customer_lists_id_fk` FOREIGN KEY (`list_id`) REFERENCES `customer_lists`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `customer_list_members` ADD CONSTRAINT `customer_list_members_customer_id_customers_id_fk` FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `customer_lists` ADD CONSTRAINT `customer_lists_org_id_orgs_id_fk` FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `customers` ADD CONSTRAINT `customers_org_id_orgs_id_fk` FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `opt_outs` ADD CONSTRAINT `opt_outs_tenant_id_tenants_id_fk` FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `message_logs` ADD CONSTRAINT `message_logs_message_id_messages_id_fk` FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `message_logs` ADD CONSTRAINT `message_logs_tenant_id_tenants_id_fk` FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `message_logs` ADD CONSTRAINT `message_logs_batch_id_send_batches_id_fk` FOREIGN KEY (`batch_id`) REFERENCES `send_batches`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `messages` ADD CONSTRAINT `messages_tenant_id_tenants_id_fk` FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `messages` ADD CONSTRAINT `messages_org_id_orgs_id_fk` FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `messages` ADD CONSTRAINT `messages_template_id_message_templates_id_fk` FOREIGN KEY (`template_id`) REFERENCES `message_templates`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `send_batches` ADD CONSTRAINT `send_batches_message_id_messages_id_fk` FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `send_batches` ADD CONSTRAINT `send_batches_tenant_id_tenants_id_fk` FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `credit_ledger` ADD CONSTRAINT `credit_ledger_tenant_id_tenants_id_fk` FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `tenant_senders` ADD CONSTRAINT `tenant_senders_tenant_id_tenants_id_fk` FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `tenants` ADD CONSTRAINT `tenants_org_id_orgs_id_fk` FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `ix_members_customer` ON `customer_list_members` (`customer_id`);--> statement-breakpoint
CREATE INDEX `ix_customers_phone` ON `customers` (`phone_key`);--> statement-breakpoint
CREATE INDEX `ix_customers_org_name` ON `customers` (`org_id`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `ix_customers_org_updated` ON `customers` (`org_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_opt_outs_tenant` ON `opt_outs` (`tenant_id`,`id`);--> statement-breakpoint
CREATE INDEX `ix_message_logs_recipient` ON `message_logs` (`recipient_key`,`created_at`);--> statement-breakpoint
CREATE INDEX `ix_message_logs_tenant` ON `message_logs` (`tenant_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_message_logs_tenant_status` ON `message_logs` (`tenant_id`,`status`,`created_at`);--> statement-breakpoint
CREATE INDEX `ix_message_logs_batch` ON `message_logs` (`batch_id`,`status`);--> statement-breakpoint
CREATE INDEX `ix_message_logs_message` ON `message_logs` (`message_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `ix_message_logs_message_id` ON `message_logs` (`message_id`,`id`);--> statement-breakpoint
CREATE INDEX `ix_message_logs_customer` ON `message_logs` (`customer_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `ix_messages_org` ON `messages` (`org_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_messages_org_status` ON `messages` (`org_id`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_messages_tenant` ON `messages` (`tenant_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_messages_image` ON `messages` (`image_key`);--> statement-breakpoint
CREATE INDEX `ix_batches_available` ON `send_batches` (`available_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_batches_poll` ON `send_batches` (`poll_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_batches_phase` ON `send_batches` (`phase`,`available_at`);--> statement-breakpoint
CREATE INDEX `ix_batches_message` ON `send_batches` (`message_id`,`id`);--> statement-breakpoint
CREATE INDEX `ix_batches_tenant` ON `send_batches` (`tenant_id`,`phase`,`id`);--> statement-breakpoint
CREATE INDEX `ix_solapi_events_open` ON `solapi_events` (`processed_at`,`id`);--> statement-breakpoint
CREATE INDEX `ix_ledger_tenant` ON `credit_ledger` (`tenant_id`,`id`);--> statement-breakpoint
CREATE INDEX `ix_ledger_batch` ON `credit_ledger` (`batch_id`);