CREATE TABLE `probe_slots` (
	`probe_key` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`slot_at` datetime(3) NOT NULL,
	`good` smallint unsigned NOT NULL DEFAULT 0,
	`bad` smallint unsigned NOT NULL DEFAULT 0,
	CONSTRAINT `probe_slots_probe_key_slot_at_pk` PRIMARY KEY(`probe_key`,`slot_at`)
);
--> statement-breakpoint
CREATE TABLE `probe_states` (
	`probe_key` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`ok` boolean NOT NULL,
	`cause` varchar(40) character set ascii collate ascii_bin,
	`figures` json NOT NULL,
	`ms` int NOT NULL,
	`changed_at` datetime(3) NOT NULL,
	`last_good_at` datetime(3),
	`checked_at` datetime(3) NOT NULL,
	CONSTRAINT `probe_states_probe_key` PRIMARY KEY(`probe_key`)
);
--> statement-breakpoint
CREATE INDEX `ix_probe_slots_at` ON `probe_slots` (`slot_at`);