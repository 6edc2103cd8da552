import { eq, sql } from "drizzle-orm";
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { AuthorityError } from "../authority-error.ts";
import type { AuthoritySettings, SigningAlgorithm } from "../authority-settings.ts";
import { createCachedValue } from "../cached-value.ts";
import type { SettingsWatch } from "../settings-watch.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { signingKeys } from "../storage/schema.ts";
import { deriveSealingKey, seal, unseal } from "./seal.ts";

/** The keys of one project, as the token path needs them. */
export interface SigningKeySet {
  /** The key that signs now. */
  readonly active: { kid: string; algorithm: SigningAlgorithm; privateKey: CryptoKey };
  /** Keys that tokens of this authority may be signed with, by key id. */
  readonly verifiers: ReadonlyMap<string, { algorithm: string; publicKey: CryptoKey }>;
  /** The public JWKS (RFC 7517). */
  readonly jwks: { keys: JWK[] };
}

/** Hands out the project's {@link SigningKeySet}, from memory unless settings have changed. */
export interface SigningKeys {
  get(): SigningKeySet | Promise<SigningKeySet>;
}

/** Makes {@link SigningKeys}; the first key of an algorithm is made on first need, once for all processes. */
export function createSigningKeys(
  storage: AuthorityStorage,
  settings: AuthoritySettings,
  watch: SettingsWatch,
): SigningKeys {
  const sealingKey = deriveSealingKey(settings.secret);
  const cache = createCachedValue(load);
  watch.onChange(cache.drop);
  return cache;

  async function load(): Promise<SigningKeySet> {
    const rows = await readKeys();
    const isActive = (row: (typeof rows)[number]) =>
      row.state === "active" && row.algorithm === settings.signingAlgorithm;
    let active = rows.find(isActive);
    if (active === undefined) {
      await createKey();
      rows.splice(0, rows.length, ...(await readKeys()));
      active = rows.find(isActive);
    }
    if (active === undefined) throw new Error("The new signing key was not found.");
    const verifiers = new Map<string, { algorithm: string; publicKey: CryptoKey }>();
    for (const row of rows) {
      verifiers.set(row.kid, { algorithm: row.algorithm, publicKey: await importKey(row.publicJwk, row.algorithm) });
    }
    return {
      active: {
        kid: active.kid,
        algorithm: settings.signingAlgorithm,
        privateKey: await importKey(openPrivateKey(active), active.algorithm),
      },
      verifiers,
      jwks: { keys: rows.map((row) => ({ ...row.publicJwk, use: "sig", alg: row.algorithm, kid: row.kid }) as JWK) },
    };
  }

  function readKeys() {
    return storage.run((database) =>
      database
        .select()
        .from(signingKeys)
        .where(eq(signingKeys.projectId, settings.projectId))
        .orderBy(signingKeys.createdAt, signingKeys.kid),
    );
  }

  async function createKey(): Promise<void> {
    const algorithm = settings.signingAlgorithm;
    const pair = await generateKeyPair(algorithm, { extractable: true, modulusLength: 2048 });
    const publicJwk = await exportJWK(pair.publicKey);
    const kid = await calculateJwkThumbprint(publicJwk);
    const sealedPrivateKey = seal(sealingKey, kid, JSON.stringify(await exportJWK(pair.privateKey)));
    const createdAt = new Date(settings.now());
    // Of several processes that start at once, the first one's key counts for all.
    await watch.change((database) =>
      database
        .insert(signingKeys)
        .values({
          kid,
          projectId: settings.projectId,
          algorithm,
          state: "active",
          publicJwk: { ...publicJwk },
          sealedPrivateKey,
          createdAt,
          activatedAt: createdAt,
        })
        .onConflictDoNothing({
          target: [signingKeys.projectId, signingKeys.algorithm],
          where: sql`${signingKeys.state} = 'active'`,
        }),
    );
  }

  function openPrivateKey(row: { kid: string; sealedPrivateKey: string }): JWK {
    try {
      return JSON.parse(unseal(sealingKey, row.kid, row.sealedPrivateKey)) as JWK;
    } catch (cause) {
      throw new AuthorityError(
        "secret_mismatch",
        "The private signing key cannot be opened with this secret.",
        "Start with the AUTHORITY_SECRET, or the secret.key file, that the database was first used with.",
        { cause },
      );
    }
  }
}

async function importKey(jwk: object, algorithm: string): Promise<CryptoKey> {
  const key = await importJWK(jwk as JWK, algorithm);
  if (key instanceof Uint8Array) throw new Error("A signing key must not be symmetric.");
  return key;
}
