ALTER TABLE `messages` DROP INDEX `uq_messages_idempotency`;--> statement-breakpoint
ALTER TABLE `messages` ADD CONSTRAINT `uq_messages_idempotency` UNIQUE(`tenant_id`,`org_id`,`idempotency_key`);