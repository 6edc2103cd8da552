import { and, asc, eq, gt, isNull, or } from "drizzle-orm";
import type { AuthorityError } from "../base/authority-error.ts";
import { randomText } from "../base/random-text.ts";
import { Refusal } from "../base/refusal.ts";
import { settingRefusal } from "../base/setting-refusal.ts";
import { sha256 } from "../base/sha256.ts";
import { isUnsafeText, UNSAFE_TEXT_PROBLEM } from "../base/unsafe-text.ts";
import type { Attribution } from "../changes/audit-entry.ts";
import type { SettingsVersion } from "../changes/settings-version.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { type Page, type PageOptions, readPage } from "../storage/keyset-page.ts";
import { apiKeys } from "../storage/schema.ts";
import { createApiKey, readApiKeyProject } from "./api-key-format.ts";
import { createKeyLookup, type KnownKey } from "./key-lookup.ts";
import { createKeyUsage } from "./key-usage.ts";

const DAY_SECONDS = 86_400;
const MAX_OVERLAP_SECONDS = 30 * DAY_SECONDS;

/** An API key without its secret. */
export interface ApiKeyInfo {
  id: string;
  name: string;
  /** The last four characters of the key, from its checksum. They help an admin to distinguish keys. */
  suffix: string;
  status: "active" | "expired" | "revoked";
  createdAt: Date;
  expiresAt: Date | null;
  /**
   * The time of the last request with the key; null for an unused key. The server updates this time in the background
   * at most once a minute. The stored time may therefore be up to a minute out of date.
   */
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  /** The id of the key that replaced this key in a rotation; null if this key was not rotated. */
  replacedBy: string | null;
}

/** A new API key. Its secret is in `key` and cannot be read later, because the database stores only a hash. */
export interface CreatedApiKey extends ApiKeyInfo {
  key: string;
}

/** The input of `keys.create`. */
export interface ApiKeyInput {
  /** The display name, 1 to 255 characters. */
  name: string;
  /** When the key expires. Default: never. */
  expiresAt?: Date;
}

/** The options of `keys.rotate`. */
export interface RotateOptions {
  /** How long the old key stays valid, in seconds, 0 to 2,592,000 (30 days). Default: 86,400 (24 hours). */
  overlapSeconds?: number;
  /**
   * When the new key expires. By default, the new key has the same lifetime as the old key, from creation to expiry. If
   * the old key never expires, the default is never.
   */
  expiresAt?: Date;
}

/** Manages the API keys of a project. */
export interface ApiKeys {
  create(input: ApiKeyInput, by: Attribution): Promise<CreatedApiKey>;
  /** Returns all keys, oldest first, including revoked ones. */
  list(): Promise<ApiKeyInfo[]>;
  /**
   * Returns one page of the list of keys, newest first. The list includes revoked keys. Throws `invalid_setting` if an
   * option is out of range or the cursor is malformed.
   */
  page(options?: PageOptions): Promise<Page<ApiKeyInfo>>;
  /**
   * Creates a key that replaces the key with this id. The old key stays valid for `overlapSeconds`, but at most until
   * its own expiry. Throws `not_found` if no active key has this id. Throws `invalid_key` for an invalid option, or if
   * the old key was already rotated.
   */
  rotate(id: string, options: RotateOptions, by: Attribution): Promise<CreatedApiKey>;
  /** Revokes a key and returns it. Throws `not_found` if the id is unknown or the key is already revoked. */
  revoke(id: string, by: Attribution): Promise<ApiKeyInfo>;
  /**
   * Returns the id of an active key from the cache, without a database query. Returns null for a key that is not in
   * the cache, and for an expired or revoked key. If the result is null, the caller must call `check`.
   */
  getCached(key: string): string | null;
  /**
   * Checks a key and returns its id. Throws `api_key_malformed` for a wrong format or checksum. Throws
   * `api_key_unknown` for an unknown, revoked or expired key, and for a key of another project.
   */
  check(key: string): Promise<string>;
  /** Waits for pending writes of `lastUsedAt`. */
  settle(): Promise<void>;
}

/** Creates the {@link ApiKeys} of a project. */
export function createApiKeys(storage: AuthorityStorage, settings: ProjectSettings, version: SettingsVersion): ApiKeys {
  const ofProject = eq(apiKeys.projectId, settings.projectId);
  const lookup = createKeyLookup(storage, settings.projectId, version);
  const usage = createKeyUsage(storage, settings);

  const toInfo = ({ projectId: _, hash: __, ...row }: typeof apiKeys.$inferSelect): ApiKeyInfo => ({
    ...row,
    status: row.revokedAt ? "revoked" : isPast(row.expiresAt?.getTime() ?? null) ? "expired" : "active",
  });
  const isPast = (moment: number | null) => moment !== null && moment <= settings.now();

  function acceptKey(key: KnownKey | undefined): string | null {
    if (!key || isPast(key.expiresAt)) return null;
    usage.recordUse(key.id);
    return key.id;
  }

  function readExpiry(expiresAt: Date | undefined): Date | null {
    if (expiresAt === undefined) return null;
    if (expiresAt instanceof Date && expiresAt.getTime() > settings.now()) return expiresAt;
    throw invalid(
      "expiresAt",
      "must be a date in the future",
      "Pass a later date, or none for a key that never expires.",
    );
  }

  function makeRow(name: string, expiresAt: Date | null, createdAt = new Date(settings.now())) {
    const key = createApiKey(settings.projectId);
    const row = {
      id: `key_0${randomText(24)}`,
      projectId: settings.projectId,
      name,
      hash: sha256(key),
      suffix: key.slice(-4),
      createdAt,
      expiresAt,
      lastUsedAt: null,
      revokedAt: null,
      replacedBy: null,
    };
    return { key, row };
  }

  return {
    async create(input, by) {
      const { key, row } = makeRow(readName(input.name), readExpiry(input.expiresAt));
      const note = { ...by, action: "api_key.create", target: row.id, details: { name: row.name } } as const;
      await version.change((database) => database.insert(apiKeys).values(row), note);
      return { ...toInfo(row), key };
    },
    async list() {
      const rows = await storage.run((database) =>
        database.select().from(apiKeys).where(ofProject).orderBy(asc(apiKeys.createdAt), asc(apiKeys.id)),
      );
      return rows.map(toInfo);
    },
    page: (options = {}) =>
      readPage(options, { ...apiKeys, direction: "newest first" }, async ({ where, orderBy, limit }) => {
        const rows = await storage.run((database) =>
          database
            .select()
            .from(apiKeys)
            .where(and(ofProject, where))
            .orderBy(...orderBy)
            .limit(limit),
        );
        return rows.map(toInfo);
      }),
    async rotate(id, { overlapSeconds = DAY_SECONDS, expiresAt }, by) {
      if (!Number.isInteger(overlapSeconds) || overlapSeconds < 0 || overlapSeconds > MAX_OVERLAP_SECONDS) {
        throw invalid("overlapSeconds", "must be a whole number from 0 to 2592000", "Use 86400 (24 hours) if unsure.");
      }
      const chosenExpiry = readExpiry(expiresAt);
      const now = new Date(settings.now());
      const isValidKey = and(
        ofProject,
        eq(apiKeys.id, id),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
      );
      return version.change(
        async (database) => {
          // The row is locked, so only one of two concurrent rotations creates a key.
          const [old] = await database.select().from(apiKeys).where(isValidKey).for("update");
          if (old === undefined) throw settingRefusal("api_key_not_found");
          if (old.replacedBy !== null) throw settingRefusal("api_key_rotated");
          const lifetimeMs = old.expiresAt && old.expiresAt.getTime() - old.createdAt.getTime();
          const { key, row } = makeRow(
            old.name,
            chosenExpiry ?? (lifetimeMs === null ? null : new Date(now.getTime() + lifetimeMs)),
            now,
          );
          await database.insert(apiKeys).values(row);
          const overlapEnd = now.getTime() + overlapSeconds * 1000;
          await database
            .update(apiKeys)
            .set({
              expiresAt: new Date(Math.min(overlapEnd, old.expiresAt?.getTime() ?? overlapEnd)),
              replacedBy: row.id,
            })
            .where(eq(apiKeys.id, old.id));
          return { ...toInfo(row), key };
        },
        (created) => ({
          ...by,
          action: "api_key.rotate",
          target: id,
          details: { replacedBy: created.id, overlapSeconds },
        }),
      );
    },
    revoke: (id, by) =>
      version.change(
        async (database) => {
          const [revoked] = await database
            .update(apiKeys)
            .set({ revokedAt: new Date(settings.now()) })
            .where(and(ofProject, eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
            .returning();
          if (revoked === undefined) throw settingRefusal("api_key_not_found");
          return toInfo(revoked);
        },
        { ...by, action: "api_key.revoke", target: id },
      ),
    getCached: (key) => acceptKey(lookup.getCached(sha256(key))),
    async check(key) {
      if (readApiKeyProject(key) === null) throw new Refusal("api_key_malformed");
      const id = acceptKey(await lookup.find(sha256(key)));
      if (id === null) throw new Refusal("api_key_unknown");
      return id;
    },
    settle: usage.settle,
  };
}

function readName(name: unknown): string {
  if (typeof name === "string" && isUnsafeText(name)) throw invalid("name", UNSAFE_TEXT_PROBLEM, "Use plain text.");
  const isValid = typeof name === "string" && name.trim() !== "" && name.length <= 255;
  if (!isValid)
    throw invalid(
      "name",
      "must have 1 to 255 characters",
      "Enter a name for the API key, such as the app that uses it.",
    );
  return name;
}

function invalid(field: string, problem: string, remedy: string): AuthorityError {
  return settingRefusal("api_key_invalid", { field, problem, remedy });
}
