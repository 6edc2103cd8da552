/** The migration files, embedded in the code so that the built package contains them. A test writes this file. */
export const migrations: readonly { name: string; sql: string }[] = [
  {
    name: "0000_init",
    sql: `CREATE TABLE "admin_sessions" (
	"hash" text PRIMARY KEY NOT NULL,
	"admin_id" text,
	"openid" jsonb,
	"kind" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "admins" (
	"id" text PRIMARY KEY NOT NULL,
	"password_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"suffix" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"replaced_by" text
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"admin" text,
	"action" text NOT NULL,
	"target" text NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"name" text NOT NULL,
	"provider" text,
	"issuers" jsonb NOT NULL,
	"jwks_url" text NOT NULL,
	"audiences" jsonb NOT NULL,
	"any_audience" boolean NOT NULL,
	"algorithms" jsonb NOT NULL,
	"workspace" text NOT NULL,
	"user_claim" text NOT NULL,
	"audience_claim" text NOT NULL,
	"required_claims" jsonb NOT NULL,
	"enabled" boolean NOT NULL,
	"revision" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"allowed_origins" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" varchar(255) PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "refresh_tokens" (
	"hash" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"family_id" text NOT NULL,
	"user_id" text NOT NULL,
	"workspace_id" text NOT NULL,
	"parent_hash" text,
	"family_started_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"replaced_at" timestamp with time zone,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "revocations" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"issued_before" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "security_events" (
	"project_id" text NOT NULL,
	"hash" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "security_events_project_id_hash_pk" PRIMARY KEY("project_id","hash")
);
--> statement-breakpoint
CREATE TABLE "settings_versions" (
	"project_id" text PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"algorithm" text NOT NULL,
	"state" text NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"sealed_private_key" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"activated_at" timestamp with time zone,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "file_chunks" (
	"project_id" text collate "C" NOT NULL,
	"workspace_id" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"upload_id" text collate "C" NOT NULL,
	"seq" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "file_chunks_project_id_workspace_id_key_upload_id_seq_pk" PRIMARY KEY("project_id","workspace_id","key","upload_id","seq")
);
--> statement-breakpoint
CREATE TABLE "file_usage" (
	"project_id" text collate "C" NOT NULL,
	"workspace_id" text collate "C" NOT NULL,
	"bytes" bigint NOT NULL,
	CONSTRAINT "file_usage_project_id_workspace_id_pk" PRIMARY KEY("project_id","workspace_id")
);
--> statement-breakpoint
CREATE TABLE "files" (
	"project_id" text collate "C" NOT NULL,
	"workspace_id" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"user_id" text collate "C" NOT NULL,
	"filename" text NOT NULL,
	"content_type" text,
	"max_bytes" integer NOT NULL,
	"size" integer NOT NULL,
	"in_bucket" boolean NOT NULL,
	"upload_id" text collate "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	"touched_at" timestamp (3) with time zone,
	"uploaded_at" timestamp (3) with time zone,
	CONSTRAINT "files_project_id_workspace_id_key_pk" PRIMARY KEY("project_id","workspace_id","key")
);
--> statement-breakpoint
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
ALTER TABLE "file_chunks" ADD CONSTRAINT "file_chunks_file" FOREIGN KEY ("project_id","workspace_id","key") REFERENCES "public"."files"("project_id","workspace_id","key") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_thread" FOREIGN KEY ("project_id","workspace_id","thread_id") REFERENCES "public"."threads"("project_id","workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_leases" ADD CONSTRAINT "run_leases_message_of" FOREIGN KEY ("project_id","workspace_id","thread_id","message_id") REFERENCES "public"."messages"("project_id","workspace_id","thread_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_reports" ADD CONSTRAINT "run_reports_thread_of" FOREIGN KEY ("project_id","workspace_id","thread_id") REFERENCES "public"."threads"("project_id","workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scores" ADD CONSTRAINT "scores_thread_of" FOREIGN KEY ("project_id","workspace_id","thread_id") REFERENCES "public"."threads"("project_id","workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scores" ADD CONSTRAINT "scores_message_of" FOREIGN KEY ("project_id","workspace_id","thread_id","message_id") REFERENCES "public"."messages"("project_id","workspace_id","thread_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_hash" ON "api_keys" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "api_keys_order" ON "api_keys" USING btree ("project_id","created_at","id");--> statement-breakpoint
CREATE INDEX "audit_log_project" ON "audit_log" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "auth_rules_order" ON "auth_rules" USING btree ("project_id","created_at","id");--> statement-breakpoint
CREATE INDEX "projects_order" ON "projects" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "refresh_tokens_family" ON "refresh_tokens" USING btree ("project_id","family_id");--> statement-breakpoint
CREATE INDEX "refresh_tokens_expiry" ON "refresh_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "revocations_subject" ON "revocations" USING btree ("project_id","kind","subject");--> statement-breakpoint
CREATE INDEX "security_events_expiry" ON "security_events" USING btree ("project_id","expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "signing_keys_one_active" ON "signing_keys" USING btree ("project_id","algorithm") WHERE "signing_keys"."state" = 'active';--> statement-breakpoint
CREATE INDEX "files_user" ON "files" USING btree ("project_id","user_id");--> statement-breakpoint
CREATE INDEX "files_unfinished" ON "files" USING btree ("project_id","created_at") WHERE "files"."uploaded_at" is null;--> statement-breakpoint
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
CREATE INDEX "threads_user" ON "threads" USING btree ("project_id","user_id");`,
  },
];
