import { and, eq, sql } from "drizzle-orm";
import type { ProjectSettings } from "../config/project-settings.ts";
import type { AuthorityStorage, Database } from "../storage/authority-storage.ts";
import { signingKeys } from "../storage/schema.ts";
import type { KeyVault, SealedPair } from "./key-vault.ts";

export type SigningKeyRow = typeof signingKeys.$inferSelect;

// The first id of the advisory lock. The number is arbitrary, but must be the same in every process. The second id is
// the hash of the project's id.
const LOCK = 721_550;

/** The queries on a project's signing keys. Methods with a `database` parameter run in the caller's transaction. */
export interface KeyStore {
  read(): Promise<SigningKeyRow[]>;
  /** Reads the project's keys, and locks them against other processes until the transaction ends. */
  lockAndRead(database: Database): Promise<SigningKeyRow[]>;
  insert(database: Database, pair: SealedPair, state: "active" | "next", beginsAt: number): Promise<void>;
  /** Activates a `next` key and retires the active key of the same algorithm. */
  activate(database: Database, kid: string, algorithm: string): Promise<void>;
  reschedule(database: Database, kid: string, beginsAt: number): Promise<void>;
  /** Corrects a time that a process with a wrong clock has written. */
  correctTimestamp(database: Database, kid: string, field: "activatedAt" | "retiredAt", to: number): Promise<void>;
  remove(database: Database, kid: string): Promise<void>;
  /** Encrypts the private keys with the current secret if they are still encrypted with the previous one. */
  reencrypt(rows: readonly SigningKeyRow[]): Promise<void>;
}

/** Creates the {@link KeyStore} of a project. */
export function createKeyStore(storage: AuthorityStorage, settings: ProjectSettings, vault: KeyVault): KeyStore {
  const { projectId } = settings;
  const ofProject = eq(signingKeys.projectId, projectId);
  const withKid = (kid: string) => and(ofProject, eq(signingKeys.kid, kid));
  const readFrom = (database: Database) =>
    database.select().from(signingKeys).where(ofProject).orderBy(signingKeys.createdAt, signingKeys.kid);

  return {
    read: () => storage.run(readFrom),
    async lockAndRead(database) {
      // PostgreSQL releases this lock at the end of the transaction, not of the session. So it also works behind
      // PgBouncer in transaction mode.
      await database.execute(sql`select pg_advisory_xact_lock(${sql.raw(String(LOCK))}, hashtext(${projectId}))`);
      return readFrom(database);
    },
    async insert(database, pair, state, beginsAt) {
      const createdAt = new Date(settings.now());
      await database
        .insert(signingKeys)
        .values({ ...pair, projectId, state, createdAt, activatedAt: new Date(beginsAt) });
    },
    async activate(database, kid, algorithm) {
      const now = new Date(settings.now());
      await database
        .update(signingKeys)
        // A retired key does not sign, so its private key is deleted.
        .set({ state: "retired", retiredAt: now, sealedPrivateKey: "" })
        .where(and(ofProject, eq(signingKeys.algorithm, algorithm), eq(signingKeys.state, "active")));
      await database.update(signingKeys).set({ state: "active", activatedAt: now }).where(withKid(kid));
    },
    async reschedule(database, kid, beginsAt) {
      await database
        .update(signingKeys)
        .set({ activatedAt: new Date(beginsAt) })
        .where(and(withKid(kid), eq(signingKeys.state, "next")));
    },
    async correctTimestamp(database, kid, field, to) {
      await database
        .update(signingKeys)
        .set({ [field]: new Date(to) })
        .where(withKid(kid));
    },
    async remove(database, kid) {
      await database.delete(signingKeys).where(withKid(kid));
    },
    async reencrypt(rows) {
      for (const row of rows) {
        const sealedPrivateKey = row.state === "retired" ? null : vault.reencrypt(row);
        if (sealedPrivateKey === null) continue;
        // Only the encryption changes, not the key. So caches stay valid, and no change notice is sent.
        await storage.run((database) =>
          database
            .update(signingKeys)
            .set({ sealedPrivateKey })
            .where(and(withKid(row.kid), eq(signingKeys.sealedPrivateKey, row.sealedPrivateKey))),
        );
      }
    },
  };
}
