import { and, asc, eq, isNull } from "drizzle-orm";
import { AuthorityError } from "../authority-error.ts";
import type { AuthoritySettings } from "../authority-settings.ts";
import { faults } from "../http/http-fault.ts";
import { randomText } from "../random-text.ts";
import type { SettingsWatch } from "../settings-watch.ts";
import { sha256 } from "../sha256.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { apiKeys } from "../storage/schema.ts";
import { makeApiKey, readApiKeyProject } from "./api-key-format.ts";

const MAX_CACHED = 10_000;
const LAST_USED_STEP_MS = 60_000;

/** An API key without its secret. */
export interface ApiKeyInfo {
  id: string;
  name: string;
  /** The last four characters, to tell keys apart. */
  suffix: string;
  status: "active" | "expired" | "revoked";
  createdAt: Date;
  expiresAt: Date | null;
  /** To the minute; written after the request, never on its way. */
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** A new API key; `key` can never be read again. */
export interface CreatedApiKey extends ApiKeyInfo {
  key: string;
}

/** The input of `keys.create`. */
export interface ApiKeyInput {
  /** 1 to 255 characters, for people. */
  name: string;
  /** From when on the key is refused. Default: never. */
  expiresAt?: Date;
}

/** The project's API keys. */
export interface KeyRing {
  create(input: ApiKeyInput): Promise<CreatedApiKey>;
  list(): Promise<ApiKeyInfo[]>;
  revoke(id: string): Promise<void>;
  /** Checks a key and gives its id; throws the same 403 for one that is unknown, revoked, expired or of another project. */
  check(key: string): Promise<string>;
  /** Waits for the writing of `lastUsedAt`. */
  settle(): Promise<void>;
}

type Known = { id: string; expiresAt: number | null } | null;

/** Makes the {@link KeyRing} of a project. */
export function createKeyRing(storage: AuthorityStorage, settings: AuthoritySettings, watch: SettingsWatch): KeyRing {
  const ofProject = eq(apiKeys.projectId, settings.projectId);
  const writes = new Set<Promise<unknown>>();
  const usedAt = new Map<string, number>();
  // Valid and unknown keys apart: a flood of made-up keys must not push out the real ones.
  let valid = new Map<string, Known>();
  let unknown = new Map<string, Known>();
  watch.onChange(() => {
    valid = new Map();
    unknown = new Map();
  });

  async function find(hash: string): Promise<Known> {
    const cached = valid.get(hash) ?? unknown.get(hash);
    if (cached !== undefined) return cached;
    // What was read before a change must not be kept after it.
    const [keptValid, keptUnknown] = [valid, unknown];
    const [row] = await storage.run((database) =>
      database
        .select({ id: apiKeys.id, expiresAt: apiKeys.expiresAt })
        .from(apiKeys)
        .where(and(eq(apiKeys.hash, hash), ofProject, isNull(apiKeys.revokedAt))),
    );
    const known = row ? { id: row.id, expiresAt: row.expiresAt?.getTime() ?? null } : null;
    const kept = known ? keptValid : keptUnknown;
    if (kept.size >= MAX_CACHED) kept.clear();
    kept.set(hash, known);
    return known;
  }

  function noteUse(id: string): void {
    const now = settings.now();
    if (now - (usedAt.get(id) ?? Number.NEGATIVE_INFINITY) < LAST_USED_STEP_MS) return;
    usedAt.set(id, now);
    const write = storage
      .run((database) =>
        database
          .update(apiKeys)
          .set({ lastUsedAt: new Date(now) })
          .where(and(ofProject, eq(apiKeys.id, id))),
      )
      .catch(settings.onFault)
      .finally(() => writes.delete(write));
    writes.add(write);
  }

  const toInfo = ({ projectId: _, hash: __, ...row }: typeof apiKeys.$inferSelect): ApiKeyInfo => ({
    ...row,
    status: row.revokedAt ? "revoked" : isPast(row.expiresAt?.getTime() ?? null) ? "expired" : "active",
  });
  const isPast = (moment: number | null) => moment !== null && moment <= settings.now();

  return {
    async create(input) {
      const name = readName(input.name);
      const expiresAt = input.expiresAt ?? null;
      if (expiresAt !== null && !(expiresAt instanceof Date && expiresAt.getTime() > settings.now())) {
        throw invalid("`expiresAt` must be a date in the future.", "Pass a later date, or none for a key without end.");
      }
      const key = makeApiKey(settings.projectId);
      const row = {
        id: `key_0${randomText(24)}`,
        projectId: settings.projectId,
        name,
        hash: sha256(key),
        suffix: key.slice(-4),
        createdAt: new Date(settings.now()),
        expiresAt,
        lastUsedAt: null,
        revokedAt: null,
        replacedBy: null,
      };
      await watch.change((database) => database.insert(apiKeys).values(row));
      return { ...toInfo(row), key };
    },
    async list() {
      const rows = await storage.run((database) =>
        database.select().from(apiKeys).where(ofProject).orderBy(asc(apiKeys.createdAt), asc(apiKeys.id)),
      );
      return rows.map(toInfo);
    },
    async revoke(id) {
      const revoked = await watch.change((database) =>
        database
          .update(apiKeys)
          .set({ revokedAt: new Date(settings.now()) })
          .where(and(ofProject, eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
          .returning({ id: apiKeys.id }),
      );
      if (revoked.length === 0) {
        throw new AuthorityError(
          "not_found",
          "There is no API key in force with that id.",
          "List the keys for their ids.",
        );
      }
    },
    async check(key) {
      const projectId = readApiKeyProject(key);
      if (projectId === null) throw faults.apiKeyMalformed();
      const known = await find(sha256(key));
      if (known === null || isPast(known.expiresAt)) throw faults.apiKeyUnknown();
      noteUse(known.id);
      return known.id;
    },
    async settle() {
      await Promise.all(writes);
    },
  };
}

function readName(name: unknown): string {
  const isSound = typeof name === "string" && name.trim() !== "" && name.length <= 255 && !/\p{Cc}/u.test(name);
  if (!isSound) throw invalid("`name` must have 1 to 255 characters.", "Name the key after where it is used.");
  return name;
}

function invalid(message: string, remedy: string): AuthorityError {
  return new AuthorityError("invalid_key", `The API key was not made: ${message}`, remedy);
}
