import { sql } from "drizzle-orm";
import { bigint, boolean, index, jsonb, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** One row per project, raised by every change of rules, API keys and signing keys: caches compare it. */
export const settingsVersions = pgTable("settings_versions", {
  projectId: text("project_id").primaryKey(),
  version: bigint("version", { mode: "number" }).notNull(),
});

/** Keys that sign workspace tokens; the private part is sealed (AES-256-GCM). */
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

/** Which issuers' tokens are exchanged for workspace tokens. */
export const authRules = pgTable(
  "auth_rules",
  {
    id: text("id").primaryKey(),
    projectId: text("project_id").notNull(),
    name: text("name").notNull(),
    issuers: jsonb("issuers").$type<string[]>().notNull(),
    jwksUrl: text("jwks_url").notNull(),
    audiences: jsonb("audiences").$type<string[]>().notNull(),
    anyAudience: boolean("any_audience").notNull(),
    algorithms: jsonb("algorithms").$type<string[]>().notNull(),
    userClaim: text("user_claim").notNull(),
    workspace: text("workspace").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [index("auth_rules_project").on(table.projectId)],
);

/** API keys by their SHA-256; a revoked key's row stays for the record. */
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
  },
  (table) => [uniqueIndex("api_keys_hash").on(table.hash), index("api_keys_project").on(table.projectId)],
);

/** Anonymous visitors' refresh tokens by their SHA-256; a family is one visitor's line of tokens. */
export const refreshTokens = pgTable(
  "refresh_tokens",
  {
    hash: text("hash").primaryKey(),
    projectId: text("project_id").notNull(),
    familyId: text("family_id").notNull(),
    userId: text("user_id").notNull(),
    workspaceId: text("workspace_id").notNull(),
    parentHash: text("parent_hash"),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    replacedAt: moment("replaced_at"),
    revokedAt: moment("revoked_at"),
  },
  (table) => [index("refresh_tokens_family").on(table.projectId, table.familyId)],
);
