ALTER TABLE `messages` ADD `provider_image_account` binary(32);--> statement-breakpoint
ALTER TABLE `send_batches` ADD `provider_account` varchar(40) character set ascii collate ascii_bin;--> statement-breakpoint
ALTER TABLE `send_batches` ADD `lost_builds` smallint DEFAULT 0 NOT NULL;