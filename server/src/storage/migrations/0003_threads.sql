CREATE TABLE "messages" (
	"project_id" text collate "C" NOT NULL,
	"workspace_id" text collate "C" NOT NULL,
	"thread_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"user_id" text collate "C" NOT NULL,
	"external_id" text collate "C",
	"parent_id" text collate "C",
	"height" integer NOT NULL,
	"role" text,
	"format" text NOT NULL,
	"content" text NOT NULL,
	"lease_id" text collate "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "messages_project_id_workspace_id_thread_id_id_pk" PRIMARY KEY("project_id","workspace_id","thread_id","id")
);
--> statement-breakpoint
CREATE TABLE "run_leases" (
	"project_id" text collate "C" NOT NULL,
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"thread_id" text collate "C" NOT NULL,
	"message_id" text collate "C" NOT NULL,
	"beat_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"reason" text,
	CONSTRAINT "run_leases_project_id_workspace_id_id_pk" PRIMARY KEY("project_id","workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "run_reports" (
	"project_id" text collate "C" NOT NULL,
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"thread_id" text collate "C" NOT NULL,
	"message_id" text collate "C",
	"user_id" text collate "C" NOT NULL,
	"trace_id" text collate "C",
	"status" text NOT NULL,
	"report" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "run_reports_project_id_workspace_id_id_pk" PRIMARY KEY("project_id","workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "scores" (
	"project_id" text collate "C" NOT NULL,
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"target" text collate "C" NOT NULL,
	"thread_id" text collate "C" NOT NULL,
	"message_id" text collate "C",
	"user_id" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"data_type" text NOT NULL,
	"value" double precision,
	"string_value" text,
	"comment" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "scores_project_id_workspace_id_id_pk" PRIMARY KEY("project_id","workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "thread_keys" (
	"project_id" text collate "C" NOT NULL,
	"workspace_id" text collate "C" NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"thread_id" text collate "C" NOT NULL,
	CONSTRAINT "thread_keys_project_id_workspace_id_external_id_pk" PRIMARY KEY("project_id","workspace_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "threads" (
	"project_id" text collate "C" NOT NULL,
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"user_id" text collate "C" NOT NULL,
	"external_id" text collate "C",
	"title" text,
	"metadata" text,
	"is_archived" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"last_message_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "threads_project_id_workspace_id_id_pk" PRIMARY KEY("project_id","workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_thread" FOREIGN KEY ("project_id","workspace_id","thread_id") REFERENCES "public"."threads"("project_id","workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_leases" ADD CONSTRAINT "run_leases_message_of" FOREIGN KEY ("project_id","workspace_id","thread_id","message_id") REFERENCES "public"."messages"("project_id","workspace_id","thread_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_reports" ADD CONSTRAINT "run_reports_thread_of" FOREIGN KEY ("project_id","workspace_id","thread_id") REFERENCES "public"."threads"("project_id","workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scores" ADD CONSTRAINT "scores_thread_of" FOREIGN KEY ("project_id","workspace_id","thread_id") REFERENCES "public"."threads"("project_id","workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scores" ADD CONSTRAINT "scores_message_of" FOREIGN KEY ("project_id","workspace_id","thread_id","message_id") REFERENCES "public"."messages"("project_id","workspace_id","thread_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "messages_external" ON "messages" USING btree ("project_id","workspace_id","thread_id","external_id");--> statement-breakpoint
CREATE INDEX "messages_list" ON "messages" USING btree ("project_id","workspace_id","thread_id","height","created_at","id");--> statement-breakpoint
CREATE INDEX "messages_parent" ON "messages" USING btree ("project_id","workspace_id","thread_id","parent_id");--> statement-breakpoint
CREATE INDEX "messages_user" ON "messages" USING btree ("project_id","user_id");--> statement-breakpoint
CREATE INDEX "run_leases_message" ON "run_leases" USING btree ("project_id","workspace_id","thread_id","message_id");--> statement-breakpoint
CREATE UNIQUE INDEX "run_reports_trace" ON "run_reports" USING btree ("project_id","workspace_id","trace_id");--> statement-breakpoint
CREATE INDEX "run_reports_thread" ON "run_reports" USING btree ("project_id","workspace_id","thread_id");--> statement-breakpoint
CREATE INDEX "run_reports_user" ON "run_reports" USING btree ("project_id","user_id");--> statement-breakpoint
CREATE INDEX "run_reports_age" ON "run_reports" USING btree ("project_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "scores_one" ON "scores" USING btree ("project_id","workspace_id","target","name","user_id");--> statement-breakpoint
CREATE INDEX "scores_thread" ON "scores" USING btree ("project_id","workspace_id","thread_id","message_id");--> statement-breakpoint
CREATE INDEX "scores_user" ON "scores" USING btree ("project_id","user_id");--> statement-breakpoint
CREATE INDEX "threads_list" ON "threads" USING btree ("project_id","workspace_id","is_archived","last_message_at","id");--> statement-breakpoint
CREATE INDEX "threads_external" ON "threads" USING btree ("project_id","external_id","workspace_id");--> statement-breakpoint
CREATE INDEX "threads_id" ON "threads" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "threads_project" ON "threads" USING btree ("project_id","is_archived","last_message_at","id");--> statement-breakpoint
CREATE INDEX "threads_user" ON "threads" USING btree ("project_id","user_id");