import { createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import type { JWK } from "jose";
import { WORKSPACE_TOKEN_TYPE } from "../../../src/core/protocol.ts";
import { REVOCATION_LIST_TYPE } from "../../../src/verify/revocations/list-claims.ts";
import { createCachedValue } from "../base/cached-value.ts";
import { affectsKind } from "../changes/changed-row.ts";
import type { SettingsVersion } from "../changes/settings-version.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import { createJwsSigner, type JwsSigner } from "../jwt/create-jws-signer.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { createKeyRotation, type KeyRotation } from "./key-rotation.ts";
import { createKeyStore, type SigningKeyRow } from "./key-store.ts";
import { createKeyVault } from "./key-vault.ts";
import { planRotation } from "./plan-rotation.ts";

const RETRY_MS = 60_000;

/** The keys that sign and verify a project's tokens. */
export interface SigningKeySet {
  /** The key that signs new tokens. */
  readonly active: { kid: string; sign: JwsSigner; signRevocations: JwsSigner };
  /** The keys that verify workspace tokens: all published keys, keyed by key id. */
  readonly verifiers: ReadonlyMap<string, { algorithm: string; publicKey: KeyObject }>;
  /** The public JWKS (RFC 7517). */
  readonly jwks: { keys: JWK[] };
  /** When the next scheduled change of the keys is due, in milliseconds since the epoch. `Infinity` means never. */
  readonly dueAt: number;
}

/** A project's signing keys. */
export interface SigningKeys extends Omit<KeyRotation, "maintain"> {
  /**
   * Returns the current keys. Reads the database on the first call, and on the first call after a change of the keys.
   * Starts a scheduled change that is due, but does not wait for it.
   */
  get(): SigningKeySet | Promise<SigningKeySet>;
  /** Waits for the last scheduled change that `get` has started, if any. */
  settle(): Promise<void>;
}

/**
 * Creates the {@link SigningKeys} of a project. On the first use of an algorithm, the server creates the algorithm's
 * first key. If several processes start at once, only one of them creates the key.
 *
 * No timer runs the rotation schedule. Instead, if a scheduled change is due, the next request starts the change in the
 * background. That request uses the current keys and does not wait.
 */
export function createSigningKeys(
  storage: AuthorityStorage,
  settings: ProjectSettings,
  version: SettingsVersion,
): SigningKeys {
  const vault = createKeyVault(settings);
  const store = createKeyStore(storage, settings, vault);
  const { maintain, ...rotation } = createKeyRotation(store, vault, settings, version);
  const cache = createCachedValue(load);
  let retryAt = Number.NEGATIVE_INFINITY;
  let maintaining: Promise<void> | null = null;
  version.onChange((touched) => {
    if (affectsKind(touched, "signing_key")) cache.drop();
  });

  async function load(): Promise<SigningKeySet> {
    let rows = await store.read();
    let active = findActive(rows);
    if (active === undefined) {
      await maintain();
      rows = await store.read();
      active = findActive(rows);
    }
    if (active === undefined) throw new Error("The new signing key was not found.");
    const privateKey = vault.open(active);
    // `vault.open` has decrypted the key, so the request can continue. It does not wait until `reencrypt` has encrypted
    // the keys with the current secret.
    void store.reencrypt(rows).catch(settings.onFault);
    const verifiers = new Map<string, { algorithm: string; publicKey: KeyObject }>();
    for (const row of rows) {
      const publicKey = createPublicKey({ key: row.publicJwk as JsonWebKey, format: "jwk" });
      verifiers.set(row.kid, { algorithm: row.algorithm, publicKey });
    }
    const { kid, algorithm: alg } = active;
    const signerOf = (typ: string) => createJwsSigner({ typ, alg, kid }, privateKey);
    return {
      active: {
        kid,
        sign: signerOf(WORKSPACE_TOKEN_TYPE),
        signRevocations: signerOf(REVOCATION_LIST_TYPE),
      },
      verifiers,
      jwks: { keys: rows.map((row) => ({ ...row.publicJwk, use: "sig", alg: row.algorithm, kid: row.kid }) as JWK) },
      dueAt: planRotation(rows, settings.signingAlgorithm, settings.signingKeyRotation, settings.now()).dueAt,
    };
  }

  function findActive(rows: readonly SigningKeyRow[]): SigningKeyRow | undefined {
    return rows.find((row) => row.state === "active" && row.algorithm === settings.signingAlgorithm);
  }

  return {
    ...rotation,
    get() {
      const keys = cache.get();
      const now = settings.now();
      // A retry is set at most `RETRY_MS` ahead. A later retry time was set before the clock was moved back, so it is
      // ignored.
      const isEarly = now < retryAt && now >= retryAt - RETRY_MS;
      if (!(keys instanceof Promise) && now >= keys.dueAt && !isEarly) {
        retryAt = now + RETRY_MS;
        maintaining = maintain().catch(settings.onFault);
      }
      return keys;
    },
    async settle() {
      await maintaining;
    },
  };
}
