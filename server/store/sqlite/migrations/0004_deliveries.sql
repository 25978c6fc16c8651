CREATE TABLE `notices` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`form_id` text NOT NULL,
	`webhook_id` text NOT NULL,
	`reason` text NOT NULL,
	`created_at` integer NOT NULL,
	`dismissed_at` integer,
	`mail_due_at` integer,
	`mail_attempts` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`webhook_id`) REFERENCES `webhooks`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `notices_by_workspace` ON `notices` (`workspace_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `notices_to_mail` ON `notices` (`mail_due_at`) WHERE mail_due_at IS NOT NULL;--> statement-breakpoint
ALTER TABLE `webhooks` ADD `paused_at` integer;--> statement-breakpoint
ALTER TABLE `webhooks` ADD `last_success_at` integer;--> statement-breakpoint
ALTER TABLE `webhooks` ADD `listen` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `webhooks` ADD `listened_until` integer;--> statement-breakpoint
ALTER TABLE `webhooks` ADD `probe` text;--> statement-breakpoint
ALTER TABLE `webhooks` ADD `probed_at` integer;--> statement-breakpoint
CREATE INDEX `deliveries_stopped` ON `deliveries` (`webhook_id`,`state`,`id`) WHERE state IN ('failed', 'discarded', 'cancelled');--> statement-breakpoint
-- That a delivery is parked follows from its webhook from now on.
UPDATE `deliveries` SET `state` = 'pending', `due_at` = coalesce(`due_at`, `created_at`) WHERE `state` = 'parked';--> statement-breakpoint
UPDATE `webhooks` SET `paused_at` = `updated_at` WHERE `paused` IS NOT NULL;--> statement-breakpoint
UPDATE `webhooks` SET `settings` = json_insert(`settings`, '$.condition', json('null'), '$.listen', json('false'));
