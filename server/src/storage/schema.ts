import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  varchar,
} from "drizzle-orm/pg-core";

/**
 * Data about an admin who signed in with an OpenID provider. At each request, the server uses the data to check whether
 * the current settings still admit the admin.
 */
export interface AdmittedPerson {
  readonly issuer: string;
  /** The `sub` of the ID token. */
  readonly subject: string;
  /** The admin's name in the audit log and the dashboard. */
  readonly name: string;
  /**
   * The SHA-256 hash of the verified email address; null if the list of admitted addresses does not contain the
   * address.
   */
  readonly emailHash: string | null;
  /** The claim that the settings required at the time of the sign-in; null if they required no claim. */
  readonly claim: { readonly name: string; readonly value: string } | null;
}

const timestampColumn = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/**
 * The version number of each project's settings. Every change of settings, such as a new rule or API key, increments
 * the number. A cache compares version numbers to detect a change.
 */
export const settingsVersions = pgTable("settings_versions", {
  projectId: text("project_id").primaryKey(),
  version: bigint("version", { mode: "number" }).notNull(),
});

/** The projects of an authority. Each project has separate keys, rules, origins and visitors. */
export const projects = pgTable(
  "projects",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    /**
     * The origins whose pages may call the project from a browser, in addition to the origins in the authority's
     * options. If both lists of origins are empty, every origin is allowed.
     */
    allowedOrigins: jsonb("allowed_origins").$type<string[]>().notNull().default([]),
    createdAt: timestampColumn("created_at").notNull(),
  },
  (table) => [index("projects_order").on(table.createdAt, table.id)],
);

/** The keys that sign workspace tokens. Private keys are encrypted (AES-256-GCM). */
export const signingKeys = pgTable(
  "signing_keys",
  {
    kid: text("kid").primaryKey(),
    projectId: text("project_id").notNull(),
    algorithm: text("algorithm").notNull(),
    state: text("state", { enum: ["next", "active", "retired"] }).notNull(),
    publicJwk: jsonb("public_jwk").$type<Record<string, unknown>>().notNull(),
    sealedPrivateKey: text("sealed_private_key").notNull(),
    createdAt: timestampColumn("created_at").notNull(),
    activatedAt: timestampColumn("activated_at"),
    retiredAt: timestampColumn("retired_at"),
  },
  (table) => [
    uniqueIndex("signing_keys_one_active").on(table.projectId, table.algorithm).where(sql`${table.state} = 'active'`),
  ],
);

/** The auth rules. The rules decide which provider tokens are exchanged for workspace tokens. */
export const authRules = pgTable(
  "auth_rules",
  {
    id: text("id").primaryKey(),
    projectId: text("project_id").notNull(),
    name: text("name").notNull(),
    /** The auth provider whose preset created the rule; null if the rule has no preset. */
    provider: text("provider"),
    issuers: jsonb("issuers").$type<string[]>().notNull(),
    jwksUrl: text("jwks_url").notNull(),
    audiences: jsonb("audiences").$type<string[]>().notNull(),
    anyAudience: boolean("any_audience").notNull(),
    algorithms: jsonb("algorithms").$type<string[]>().notNull(),
    workspace: text("workspace").notNull(),
    userClaim: text("user_claim").notNull(),
    /** The claim that contains the audience; some providers do not use `aud`. */
    audienceClaim: text("audience_claim").notNull(),
    requiredClaims: jsonb("required_claims").$type<Record<string, string | number | boolean>>().notNull(),
    enabled: boolean("enabled").notNull(),
    /** A number that every change of the rule increments. The server rejects an edit of an older revision. */
    revision: integer("revision").notNull(),
    createdAt: timestampColumn("created_at").notNull(),
    updatedAt: timestampColumn("updated_at"),
  },
  (table) => [index("auth_rules_order").on(table.projectId, table.createdAt, table.id)],
);

/** API keys, stored as SHA-256 hashes. The table also contains revoked keys. */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    projectId: text("project_id").notNull(),
    name: text("name").notNull(),
    hash: text("hash").notNull(),
    suffix: text("suffix").notNull(),
    createdAt: timestampColumn("created_at").notNull(),
    expiresAt: timestampColumn("expires_at"),
    lastUsedAt: timestampColumn("last_used_at"),
    revokedAt: timestampColumn("revoked_at"),
    /** The id of the key that replaced this key in a rotation. */
    replacedBy: text("replaced_by"),
  },
  (table) => [
    uniqueIndex("api_keys_hash").on(table.hash),
    index("api_keys_order").on(table.projectId, table.createdAt, table.id),
  ],
);

/** Refresh tokens of anonymous visitors, stored as SHA-256 hashes. A family contains the tokens of one visitor. */
export const refreshTokens = pgTable(
  "refresh_tokens",
  {
    hash: text("hash").primaryKey(),
    projectId: text("project_id").notNull(),
    familyId: text("family_id").notNull(),
    userId: text("user_id").notNull(),
    workspaceId: text("workspace_id").notNull(),
    parentHash: text("parent_hash"),
    /**
     * The start of the family's lifetime, which is the time of the visitor's first visit. Null in rows that an earlier
     * version of the server stored.
     */
    familyStartedAt: timestampColumn("family_started_at"),
    createdAt: timestampColumn("created_at").notNull(),
    expiresAt: timestampColumn("expires_at").notNull(),
    /** The time when the successor of this token was first used. One minute later, this token becomes invalid. */
    replacedAt: timestampColumn("replaced_at"),
    revokedAt: timestampColumn("revoked_at"),
  },
  (table) => [
    index("refresh_tokens_family").on(table.projectId, table.familyId),
    index("refresh_tokens_expiry").on(table.expiresAt),
  ],
);

/**
 * The revocations. A token is rejected if it was issued before the revocation time of its user, workspace or project.
 * The table has one row per revoked user, workspace or project. A second revocation of the same user, workspace or
 * project can only move the time in that row later.
 */
export const revocations = pgTable(
  "revocations",
  {
    id: text("id").primaryKey(),
    projectId: text("project_id").notNull(),
    kind: text("kind", { enum: ["user", "workspace", "project"] }).notNull(),
    /** The id of the user or workspace; empty for the whole project. */
    subject: text("subject").notNull(),
    issuedBefore: timestampColumn("issued_before").notNull(),
    /**
     * The actor of the latest revocation in this row: the id of an API key or auth rule, or the name of an admin. An
     * actor without an id or name is stored as `admin`, `cli` or `program`.
     */
    createdBy: text("created_by").notNull(),
    createdAt: timestampColumn("created_at").notNull(),
    /** The latest possible expiry of a token that was issued before `issued_before`. */
    expiresAt: timestampColumn("expires_at").notNull(),
  },
  (table) => [uniqueIndex("revocations_subject").on(table.projectId, table.kind, table.subject)],
);

/**
 * The security events that identity providers sent and the server applied. If a provider sends an event again, the
 * server ignores the event. All server processes share this table.
 */
export const securityEvents = pgTable(
  "security_events",
  {
    projectId: text("project_id").notNull(),
    /** The SHA-256 hash of the event's `iss` and `jti`. */
    hash: text("hash").notNull(),
    /** The time when the event becomes too old for the server to accept. After this time, the row may be deleted. */
    expiresAt: timestampColumn("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.hash] }),
    index("security_events_expiry").on(table.projectId, table.expiresAt),
  ],
);

/** The counters of the rate limits, in the table format of rate-limiter-flexible. */
export const rateLimits = pgTable("rate_limits", {
  key: varchar("key", { length: 255 }).primaryKey(),
  points: integer("points").notNull().default(0),
  expire: bigint("expire", { mode: "number" }),
});

/**
 * The audit log. Records changes of settings, changes of admins, revocations, and operations on threads. Also records
 * the sign-ins and sign-outs of admins, including rejected sign-ins. Contains no secrets.
 */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    projectId: text("project_id").notNull(),
    at: timestampColumn("at").notNull(),
    actor: text("actor").notNull(),
    /** The name of the signed-in admin; null if the actor is not `admin`, or if no admin was signed in. */
    admin: text("admin"),
    action: text("action").notNull(),
    target: text("target").notNull(),
    details: jsonb("details").$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [index("audit_log_project").on(table.projectId, table.id)],
);

/** Admins of the dashboard who sign in with a password. The id is the admin's name. */
export const admins = pgTable("admins", {
  id: text("id").primaryKey(),
  passwordHash: text("password_hash").notNull(),
  createdAt: timestampColumn("created_at").notNull(),
});

/** The dashboard's sessions and one-time set-up links. Their tokens are stored as SHA-256 hashes. */
export const adminSessions = pgTable("admin_sessions", {
  hash: text("hash").primaryKey(),
  /** The name of a password admin; null for an OpenID admin, and for a link that creates the first admin. */
  adminId: text("admin_id"),
  /** The admin who signed in with the OpenID provider; null for a password admin and for a set-up link. */
  openId: jsonb("openid").$type<AdmittedPerson>(),
  kind: text("kind", { enum: ["session", "setup"] }).notNull(),
  createdAt: timestampColumn("created_at").notNull(),
  expiresAt: timestampColumn("expires_at").notNull(),
});
