CREATE TABLE `uploads` (
	`id` text PRIMARY KEY NOT NULL,
	`form_id` text NOT NULL,
	`submission_id` text,
	`workspace_id` text NOT NULL,
	`field` text NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`size` integer NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `uploads_by_form` ON `uploads` (`form_id`);--> statement-breakpoint
CREATE INDEX `uploads_by_submission` ON `uploads` (`submission_id`) WHERE submission_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `uploads_waiting` ON `uploads` (`created_at`,`form_id`,`size`) WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX `uploads_condemned` ON `uploads` (`id`) WHERE state = 'condemned';