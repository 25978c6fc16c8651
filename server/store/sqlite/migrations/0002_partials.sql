CREATE TABLE `counts` (
	`form_id` text PRIMARY KEY NOT NULL,
	`completed` integer NOT NULL,
	FOREIGN KEY (`form_id`) REFERENCES `forms`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
DROP INDEX `submissions_by_form`;--> statement-breakpoint
ALTER TABLE `submissions` ADD `abandoned_at` integer;--> statement-breakpoint
ALTER TABLE `submissions` ADD `told` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `submissions_by_time` ON `submissions` (`form_id`,`created_at`,`id`,`status`);--> statement-breakpoint
CREATE INDEX `submissions_abandoned` ON `submissions` (`abandoned_at`) WHERE abandoned_at IS NOT NULL;--> statement-breakpoint
INSERT INTO `counts` (`form_id`, `completed`) SELECT `form_id`, count(*) FROM `submissions` GROUP BY `form_id`;
