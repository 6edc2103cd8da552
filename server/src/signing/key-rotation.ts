import { settingRefusal } from "../base/setting-refusal.ts";
import type { Attribution, AuditNote } from "../changes/audit-entry.ts";
import type { SettingsVersion } from "../changes/settings-version.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import type { SigningAlgorithm } from "../config/signing-algorithm.ts";
import type { KeyStore, SigningKeyRow } from "./key-store.ts";
import type { KeyVault, SealedPair } from "./key-vault.ts";
import { planRotation } from "./plan-rotation.ts";

// The maximum number of steps in one run of `maintain`. A plan never needs that many, so the limit only stops an
// endless loop.
const MAX_STEPS = 20;
const BY_SCHEDULE: Attribution = { actor: "program" };

/** The public data of a signing key. */
export interface SigningKeyInfo {
  /** The RFC 7638 thumbprint of the public key. */
  kid: string;
  algorithm: SigningAlgorithm;
  /**
   * The key's role. A `next` key is published but does not sign yet. An `active` key signs. A `retired` key no longer
   * signs. It remains published, because tokens that it has signed may still be valid.
   */
  state: "next" | "active" | "retired";
  createdAt: Date;
  /** The time when the key started or will start to sign. */
  activatedAt: Date;
  retiredAt: Date | null;
  /** The time when the removal of a retired key from the JWKS is due; null for other keys. */
  removedAt: Date | null;
}

/** The options of `rotate`. */
export interface RotateOptions {
  /** The algorithm of the new key. Default: the value of the setting `signingAlgorithm`. */
  algorithm?: SigningAlgorithm;
  /** How long the new key is published before it signs, in seconds. Default: the value of the rotation schedule. */
  publishAheadSeconds?: number;
}

/** Lists and changes a project's signing keys. */
export interface KeyRotation {
  list(): Promise<SigningKeyInfo[]>;
  /** Runs all due steps of the rotation schedule. Also creates the first key. */
  maintain(): Promise<void>;
  /**
   * Publishes and returns a new key. The key starts to sign later, so that verifiers have time to fetch it. If a `next`
   * key of the algorithm is already published, returns that key instead. In this case, the published key may start to
   * sign earlier than planned.
   *
   * @throws `not_found` if no key of the algorithm is active, or if a concurrent call revokes the published key;
   *   `secret_mismatch` if the configured secrets do not decrypt the signing keys
   */
  rotate(options: RotateOptions, by: Attribution): Promise<SigningKeyInfo>;
  /**
   * Removes a key from the JWKS immediately. If the key was active, the `next` key of its algorithm becomes active. If
   * there is no `next` key, a new key becomes active instead. Throws `not_found` or `secret_mismatch`.
   */
  revoke(kid: string, by: Attribution): Promise<void>;
}

/**
 * Creates the {@link KeyRotation} of a project. A database lock prevents several processes from running the same step.
 */
export function createKeyRotation(
  store: KeyStore,
  vault: KeyVault,
  settings: ProjectSettings,
  version: SettingsVersion,
): KeyRotation {
  const schedule = settings.signingKeyRotation;
  const planOf = (rows: readonly SigningKeyRow[]) =>
    planRotation(rows, settings.signingAlgorithm, schedule, settings.now());

  function toInfo({ kid, algorithm, state, createdAt, activatedAt, retiredAt }: SigningKeyRow): SigningKeyInfo {
    const removedAt = retiredAt && new Date(retiredAt.getTime() + schedule.retainSeconds * 1000);
    return {
      kid,
      algorithm: algorithm as SigningAlgorithm,
      state,
      createdAt,
      activatedAt: activatedAt ?? createdAt,
      retiredAt,
      removedAt,
    };
  }

  /**
   * Throws `secret_mismatch` if neither the current nor the previous secret decrypts the signing keys. Without this
   * check, a process with a wrong secret would create a key that the other processes cannot decrypt.
   */
  function assertSecret(rows: readonly SigningKeyRow[]): void {
    const signing = rows.find(({ state }) => state !== "retired");
    if (signing !== undefined) vault.open(signing);
  }

  /**
   * Runs one due step of {@link planRotation}. Does not repeat a step that another process has run in the meantime.
   * Returns false if no step was due at the start of the call.
   */
  async function applyStep(rows: readonly SigningKeyRow[]): Promise<boolean> {
    const planned = planOf(rows).step;
    if (planned === null) return false;
    if (planned.kind === "create") assertSecret(rows);
    const pair = planned.kind === "create" ? await vault.createPair(settings.signingAlgorithm) : null;
    await version.change<AuditNote | null>(
      async (database) => {
        const locked = await store.lockAndRead(database);
        const { step } = planOf(locked);
        switch (step?.kind) {
          case "create":
            if (pair === null) return null;
            await store.insert(database, pair, step.state, step.beginsAt);
            return noteOf(BY_SCHEDULE, "signing_key.create", pair, { state: step.state });
          case "activate":
            await store.activate(database, step.kid, step.algorithm);
            return noteOf(BY_SCHEDULE, "signing_key.rotate", step);
          case "correct":
            await store.correctTimestamp(database, step.kid, step.field, step.to);
            return null;
          case "delete":
            await store.remove(database, step.kid);
            return null;
          default:
            return null;
        }
      },
      (note) => note,
    );
    return true;
  }

  return {
    list: async () => (await store.read()).map(toInfo),
    async maintain() {
      for (let count = 0; count < MAX_STEPS; count++) if (!(await applyStep(await store.read()))) return;
    },
    async rotate({ algorithm = settings.signingAlgorithm, publishAheadSeconds = schedule.publishAheadSeconds }, by) {
      assertSecret(await store.read());
      const pair = await vault.createPair(algorithm);
      const beginsAfter = publishAheadSeconds * 1000;
      const kid = await version.change(
        async (database) => {
          const rows = (await store.lockAndRead(database)).filter((row) => row.algorithm === algorithm);
          if (!rows.some(({ state }) => state === "active"))
            throw settingRefusal("no_active_signing_key", { algorithm });
          const waiting = rows.find(({ state }) => state === "next");
          if (waiting === undefined) {
            await store.insert(database, pair, "next", settings.now() + beginsAfter);
            return pair.kid;
          }
          const earliest = Math.max(settings.now(), waiting.createdAt.getTime() + beginsAfter);
          if (earliest < (waiting.activatedAt?.getTime() ?? 0)) await store.reschedule(database, waiting.kid, earliest);
          return waiting.kid;
        },
        (target) => noteOf(by, "signing_key.create", { kid: target, algorithm }, { state: "next" }),
      );
      const row = (await store.read()).find((each) => each.kid === kid);
      if (row === undefined) throw settingRefusal("signing_key_revoked");
      return toInfo(row);
    },
    async revoke(kid, by) {
      const before = await store.read();
      const target = before.find((row) => row.kid === kid);
      if (target === undefined) throw settingRefusal("signing_key_not_found");
      assertSecret(before);
      const algorithm = target.algorithm as SigningAlgorithm;
      const pair = target.state === "retired" ? null : await vault.createPair(algorithm);
      await version.change(
        async (database) => {
          const rows = await store.lockAndRead(database);
          const row = rows.find((each) => each.kid === kid);
          if (row === undefined) throw settingRefusal("signing_key_not_found");
          await store.remove(database, kid);
          if (row.state !== "active") return;
          const waiting = rows.find((each) => each.state === "next" && each.algorithm === algorithm);
          if (waiting !== undefined) await store.activate(database, waiting.kid, algorithm);
          else if (pair !== null) await store.insert(database, pair, "active", settings.now());
        },
        noteOf(by, "signing_key.revoke", target, { state: target.state }),
      );
    },
  };
}

function noteOf(
  by: Attribution,
  action: AuditNote["action"],
  { kid, algorithm }: Pick<SealedPair, "kid"> & { algorithm: string },
  details: AuditNote["details"] = {},
): AuditNote {
  return { ...by, action, target: kid, details: { algorithm, ...details } };
}
