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

/** A user whom the team's OpenID provider signed in, and the reasons for the admission. */
export interface AdmittedPerson {
  readonly issuer: string;
  /** The `sub` of the ID token. */
  readonly subject: string;
  /** The name in the audit log. */
  readonly name: string;
  /** SHA-256 of the verified email address, if a list of addresses admits users; otherwise null. */
  readonly emailHash: string | null;
  /** The required claim that was present; null if none was required. */
  readonly claim: { readonly name: string; readonly value: string } | null;
}

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** One row per project, incremented by every change of rules, API keys and signing keys; caches compare it. */
export const settingsVersions = pgTable("settings_versions", {
  projectId: text("project_id").primaryKey(),
  version: bigint("version", { mode: "number" }).notNull(),
});

/** The projects of an authority; each has separate keys, rules, origins and visitors. */
export const projects = pgTable(
  "projects",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    /** The origins whose pages may call from a browser; empty for every page. */
    allowedOrigins: jsonb("allowed_origins").$type<string[]>().notNull().default([]),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [index("projects_order").on(table.createdAt, table.id)],
);

/** The keys that sign workspace tokens; the private key is encrypted (AES-256-GCM). */
export const signingKeys = pgTable(
  "signing_keys",
  {
    kid: text("kid").primaryKey(),
    projectId: text("project_id").notNull(),
    algorithm: text("algorithm").notNull(),
    state: text("state", { enum: ["next", "active", "retired"] }).notNull(),
    publicJwk: jsonb("public_jwk").$type<Record<string, unknown>>().notNull(),
    sealedPrivateKey: text("sealed_private_key").notNull(),
    createdAt: moment("created_at").notNull(),
    activatedAt: moment("activated_at"),
    retiredAt: moment("retired_at"),
  },
  (table) => [
    uniqueIndex("signing_keys_one_active").on(table.projectId, table.algorithm).where(sql`${table.state} = 'active'`),
  ],
);

/** The auth rules: which issuers' tokens are exchanged for workspace tokens. */
export const authRules = pgTable(
  "auth_rules",
  {
    id: text("id").primaryKey(),
    projectId: text("project_id").notNull(),
    name: text("name").notNull(),
    /** The preset that the rule was created from. */
    provider: text("provider"),
    issuers: jsonb("issuers").$type<string[]>().notNull(),
    jwksUrl: text("jwks_url").notNull(),
    audiences: jsonb("audiences").$type<string[]>().notNull(),
    anyAudience: boolean("any_audience").notNull(),
    algorithms: jsonb("algorithms").$type<string[]>().notNull(),
    workspace: text("workspace").notNull(),
    userClaim: text("user_claim").notNull(),
    /** The claim with the audience; some providers use another one than `aud`. */
    audienceClaim: text("audience_claim").notNull(),
    requiredClaims: jsonb("required_claims").$type<Record<string, string | number | boolean>>().notNull(),
    enabled: boolean("enabled").notNull(),
    /** Incremented by every change, so that concurrent edits of one rule conflict. */
    revision: integer("revision").notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at"),
  },
  (table) => [index("auth_rules_order").on(table.projectId, table.createdAt, table.id)],
);

/** API keys by their SHA-256. The row of a revoked key stays for the record. */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    projectId: text("project_id").notNull(),
    name: text("name").notNull(),
    hash: text("hash").notNull(),
    suffix: text("suffix").notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at"),
    lastUsedAt: moment("last_used_at"),
    revokedAt: moment("revoked_at"),
    /** The key that replaces this one after a rotation. */
    replacedBy: text("replaced_by"),
  },
  (table) => [
    uniqueIndex("api_keys_hash").on(table.hash),
    index("api_keys_order").on(table.projectId, table.createdAt, table.id),
  ],
);

/** Refresh tokens of anonymous visitors by their SHA-256. A family contains the tokens of one visitor. */
export const refreshTokens = pgTable(
  "refresh_tokens",
  {
    hash: text("hash").primaryKey(),
    projectId: text("project_id").notNull(),
    familyId: text("family_id").notNull(),
    userId: text("user_id").notNull(),
    workspaceId: text("workspace_id").notNull(),
    parentHash: text("parent_hash"),
    /** When the visitor first came, for the maximum lifetime; null in rows of earlier versions. */
    familyStartedAt: moment("family_started_at"),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    /** When the successor was first used; soon after, this token becomes invalid. */
    replacedAt: moment("replaced_at"),
    revokedAt: moment("revoked_at"),
  },
  (table) => [
    index("refresh_tokens_family").on(table.projectId, table.familyId),
    index("refresh_tokens_expiry").on(table.expiresAt),
  ],
);

/** Revocations: tokens issued before a time are rejected. One row per subject; its time only moves forward. */
export const revocations = pgTable(
  "revocations",
  {
    id: text("id").primaryKey(),
    projectId: text("project_id").notNull(),
    kind: text("kind", { enum: ["user", "workspace", "project"] }).notNull(),
    /** Empty for the whole project. */
    subject: text("subject").notNull(),
    issuedBefore: moment("issued_before").notNull(),
    /** The API key or auth rule that created it, otherwise the kind of actor. */
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull(),
    /** When all tokens issued before `issued_before` have expired. */
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [uniqueIndex("revocations_subject").on(table.projectId, table.kind, table.subject)],
);

/** Security events that had an effect, so that a repeated delivery, to any process, changes nothing. */
export const securityEvents = pgTable(
  "security_events",
  {
    projectId: text("project_id").notNull(),
    /** SHA-256 of the issuer and `jti`. */
    hash: text("hash").notNull(),
    /** When the event is too old to be accepted, so that the row may be deleted. */
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.hash] }),
    index("security_events_expiry").on(table.projectId, table.expiresAt),
  ],
);

/** Counts of requests by project and address, in the form that rate-limiter-flexible reads and writes. */
export const rateLimits = pgTable("rate_limits", {
  key: varchar("key", { length: 255 }).primaryKey(),
  points: integer("points").notNull().default(0),
  expire: bigint("expire", { mode: "number" }),
});

/** Who changed what of the settings; never holds a secret. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    projectId: text("project_id").notNull(),
    at: moment("at").notNull(),
    actor: text("actor").notNull(),
    /** The name of the signed-in admin; null for other actors. */
    admin: text("admin"),
    action: text("action").notNull(),
    target: text("target").notNull(),
    details: jsonb("details").$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [index("audit_log_project").on(table.projectId, table.id)],
);

/** Admins of the dashboard who sign in with a password; the id is the name. */
export const admins = pgTable("admins", {
  id: text("id").primaryKey(),
  passwordHash: text("password_hash").notNull(),
  createdAt: moment("created_at").notNull(),
});

/** Sessions of the dashboard and one-time set-up links, by their SHA-256. */
export const adminSessions = pgTable("admin_sessions", {
  hash: text("hash").primaryKey(),
  /** The password admin's name; null for an OpenID admin, and for a link that sets up the first admin. */
  adminId: text("admin_id"),
  /** The OpenID admin, and on which grounds the provider's word admitted them. */
  openId: jsonb("openid").$type<AdmittedPerson>(),
  kind: text("kind", { enum: ["session", "setup"] }).notNull(),
  createdAt: moment("created_at").notNull(),
  expiresAt: moment("expires_at").notNull(),
});
