import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  customType,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";

/** The column type of ids. Ids are compared by bytes, so their order does not depend on the database's locale. */
const id = customType<{ data: string }>({ dataType: () => 'text collate "C"' });
const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });
/** A column of timestamps with millisecond precision, as in the API. */
const timestampColumn = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/**
 * The first two columns of each primary key. An id alone therefore cannot select a row of another workspace, and the
 * tables can be sharded by workspace.
 */
const scope = () => ({ projectId: id("project_id").notNull(), workspaceId: id("workspace_id").notNull() });

/** The threads (conversations). */
export const threads = pgTable(
  "threads",
  {
    ...scope(),
    id: id("id").notNull(),
    /** The user who created the thread. */
    userId: id("user_id").notNull(),
    externalId: id("external_id"),
    title: text("title"),
    /** The metadata as JSON text. The type `jsonb` would reorder keys and reject `\u0000`. */
    metadata: text("metadata"),
    isArchived: boolean("is_archived").notNull().default(false),
    createdAt: timestampColumn("created_at").notNull(),
    updatedAt: timestampColumn("updated_at").notNull(),
    lastMessageAt: timestampColumn("last_message_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.workspaceId, table.id] }),
    index("threads_list").on(table.projectId, table.workspaceId, table.isArchived, table.lastMessageAt, table.id),
    // The next three indexes also serve reads across the whole project.
    index("threads_external").on(table.projectId, table.externalId, table.workspaceId),
    index("threads_id").on(table.projectId, table.id),
    index("threads_project").on(table.projectId, table.isArchived, table.lastMessageAt, table.id),
    index("threads_user").on(table.projectId, table.userId),
  ],
);

/**
 * Maps each external id to the oldest thread that has this external id. Concurrent upserts of one external id wait for
 * each other, because they insert the same primary key.
 */
export const threadKeys = pgTable(
  "thread_keys",
  {
    ...scope(),
    externalId: id("external_id").notNull(),
    threadId: id("thread_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.workspaceId, table.externalId] })],
);

/** The messages. In each thread, they form one or more trees, because a thread can have several root messages. */
export const messages = pgTable(
  "messages",
  {
    ...scope(),
    threadId: id("thread_id").notNull(),
    id: id("id").notNull(),
    /** The user who created the message. */
    userId: id("user_id").notNull(),
    externalId: id("external_id"),
    parentId: id("parent_id"),
    /** The number of the message's ancestors; 0 for a root. */
    height: integer("height").notNull(),
    /**
     * The `role` in the message's content, such as `user`. Null if the role is missing or is not text that PostgreSQL
     * can store.
     */
    role: text("role"),
    format: text("format").notNull(),
    /** The content as JSON text. */
    content: text("content").notNull(),
    /**
     * The id of the message's latest run lease. A run lease allows one run to write the message. A new lease ends all
     * earlier leases of the message.
     */
    leaseId: id("lease_id"),
    createdAt: timestampColumn("created_at").notNull(),
    updatedAt: timestampColumn("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.workspaceId, table.threadId, table.id] }),
    uniqueIndex("messages_external").on(table.projectId, table.workspaceId, table.threadId, table.externalId),
    index("messages_list").on(
      table.projectId,
      table.workspaceId,
      table.threadId,
      table.height,
      table.createdAt,
      table.id,
    ),
    index("messages_parent").on(table.projectId, table.workspaceId, table.threadId, table.parentId),
    index("messages_user").on(table.projectId, table.userId),
    foreignKey({
      name: "messages_thread",
      columns: [table.projectId, table.workspaceId, table.threadId],
      foreignColumns: [threads.projectId, threads.workspaceId, threads.id],
    }).onDelete("cascade"),
  ],
);

/**
 * The run leases. A run lease allows one run to write a message. The lease is valid until its holder ends it, or until
 * the message has a newer lease.
 */
export const runLeases = pgTable(
  "run_leases",
  {
    ...scope(),
    id: id("id").notNull(),
    threadId: id("thread_id").notNull(),
    messageId: id("message_id").notNull(),
    beatAt: timestampColumn("beat_at").notNull(),
    endedAt: timestampColumn("ended_at"),
    reason: text("reason"),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.workspaceId, table.id] }),
    index("run_leases_message").on(table.projectId, table.workspaceId, table.threadId, table.messageId),
    foreignKey({
      name: "run_leases_message_of",
      columns: [table.projectId, table.workspaceId, table.threadId, table.messageId],
      foreignColumns: [messages.projectId, messages.workspaceId, messages.threadId, messages.id],
    }).onDelete("cascade"),
  ],
);

/**
 * The reports that clients send about finished runs. The server deletes a report at the end of the retention period.
 */
export const runReports = pgTable(
  "run_reports",
  {
    ...scope(),
    id: id("id").notNull(),
    threadId: id("thread_id").notNull(),
    messageId: id("message_id"),
    userId: id("user_id").notNull(),
    /**
     * The trace id of the run, 32 hexadecimal digits. The server stores one report per trace id. Null if the client
     * sent no trace id.
     */
    traceId: id("trace_id"),
    status: text("status").notNull(),
    /** The report as JSON. Unknown fields are stored as `attributes`. */
    report: text("report").notNull(),
    createdAt: timestampColumn("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.workspaceId, table.id] }),
    uniqueIndex("run_reports_trace").on(table.projectId, table.workspaceId, table.traceId),
    index("run_reports_thread").on(table.projectId, table.workspaceId, table.threadId),
    index("run_reports_user").on(table.projectId, table.userId),
    index("run_reports_age").on(table.projectId, table.createdAt),
    foreignKey({
      name: "run_reports_thread_of",
      columns: [table.projectId, table.workspaceId, table.threadId],
      foreignColumns: [threads.projectId, threads.workspaceId, threads.id],
    }).onDelete("cascade"),
  ],
);

/**
 * The scores of messages, runs and threads: one per target, name and author. A user's feedback on a message is the
 * score `feedback`.
 */
export const scores = pgTable(
  "scores",
  {
    ...scope(),
    id: id("id").notNull(),
    /** The scored object: `thread:…`, `message:…` or `run:…`. */
    target: id("target").notNull(),
    threadId: id("thread_id").notNull(),
    messageId: id("message_id"),
    userId: id("user_id").notNull(),
    name: id("name").notNull(),
    dataType: text("data_type", { enum: ["numeric", "categorical", "boolean"] }).notNull(),
    value: doublePrecision("value"),
    stringValue: text("string_value"),
    comment: text("comment"),
    createdAt: timestampColumn("created_at").notNull(),
    updatedAt: timestampColumn("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.workspaceId, table.id] }),
    uniqueIndex("scores_one").on(table.projectId, table.workspaceId, table.target, table.name, table.userId),
    index("scores_thread").on(table.projectId, table.workspaceId, table.threadId, table.messageId),
    index("scores_user").on(table.projectId, table.userId),
    foreignKey({
      name: "scores_thread_of",
      columns: [table.projectId, table.workspaceId, table.threadId],
      foreignColumns: [threads.projectId, threads.workspaceId, threads.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "scores_message_of",
      columns: [table.projectId, table.workspaceId, table.threadId, table.messageId],
      foreignColumns: [messages.projectId, messages.workspaceId, messages.threadId, messages.id],
    }).onDelete("cascade"),
  ],
);

/**
 * The uploaded files. A row is created when the server signs the upload URL. A file
 * whose bytes are in `file_chunks` can be read only after `uploaded_at` is set.
 */
export const files = pgTable(
  "files",
  {
    ...scope(),
    /** The key: `attachments/<project>/<uuid>[.<extension>]`. */
    key: id("key").notNull(),
    /** The user who requested the upload URL. */
    userId: id("user_id").notNull(),
    filename: text("filename").notNull(),
    contentType: text("content_type"),
    /** The maximum size of the file, in bytes. */
    maxBytes: integer("max_bytes").notNull(),
    /**
     * The number of the file's bytes that count toward the workspace's quota. For an upload to this server, these are
     * the bytes stored so far. For a bucket upload, these are first the reserved bytes, and later the size that the
     * server has recorded. The recorded size is final when `uploaded_at` is set.
     */
    size: integer("size").notNull(),
    /** Whether the bytes are in the bucket instead of `file_chunks`. */
    inBucket: boolean("in_bucket").notNull(),
    /**
     * The id of the latest upload that locked the file. Null before the first upload, after a canceled upload, and for
     * a bucket upload. If a chunk has a different upload id, a failed upload stored the chunk.
     */
    uploadId: id("upload_id"),
    createdAt: timestampColumn("created_at").notNull(),
    /** The time when the upload last stored a chunk. */
    touchedAt: timestampColumn("touched_at"),
    /**
     * The time when the upload was complete. For a bucket upload, the time when the server recorded the file's final
     * size.
     */
    uploadedAt: timestampColumn("uploaded_at"),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.workspaceId, table.key] }),
    index("files_user").on(table.projectId, table.userId),
    index("files_unfinished").on(table.projectId, table.createdAt).where(sql`${table.uploadedAt} is null`),
  ],
);

/** The bytes of files, in chunks of equal size. The last chunk of a file may be smaller. */
export const fileChunks = pgTable(
  "file_chunks",
  {
    ...scope(),
    key: id("key").notNull(),
    uploadId: id("upload_id").notNull(),
    seq: integer("seq").notNull(),
    bytes: bytes("bytes").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.workspaceId, table.key, table.uploadId, table.seq] }),
    foreignKey({
      name: "file_chunks_file",
      columns: [table.projectId, table.workspaceId, table.key],
      foreignColumns: [files.projectId, files.workspaceId, files.key],
    })
      .onDelete("cascade")
      .onUpdate("cascade"),
  ],
);

/** The used quota of each workspace: the sizes of its files, plus a fixed cost per file. */
export const fileUsage = pgTable(
  "file_usage",
  { ...scope(), bytes: bigint("bytes", { mode: "number" }).notNull() },
  (table) => [primaryKey({ columns: [table.projectId, table.workspaceId] })],
);
