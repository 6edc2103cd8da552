import { and, eq } from "drizzle-orm";
import { calculateJwkThumbprint } from "jose";
import { AuthorityError } from "../base/authority-error.ts";
import type { KeyVault } from "../signing/key-vault.ts";
import type { Database } from "../storage/authority-storage.ts";
import { apiKeys, signingKeys } from "../storage/schema.ts";
import type { ApiKeyDocument, SigningKeyDocument } from "./settings-document.ts";

/**
 * The result of importing a key. `skipped` means that the database does not contain the key and that the document lacks
 * the key's hash or private key.
 */
export type KeyChange = "added" | "updated" | "unchanged" | "skipped";

const toDate = (text: string | null): Date | null => (text === null ? null : new Date(text));

/**
 * Adds an API key. If the database already contains the key, the import can revoke the stored key, but never reactivate
 * it. Throws `conflict` if another project has the key, or if another key has the same hash.
 */
export async function importApiKey(database: Database, projectId: string, key: ApiKeyDocument): Promise<KeyChange> {
  const [stored] = await database.select().from(apiKeys).where(eq(apiKeys.id, key.id)).for("update");
  if (stored !== undefined) {
    if (stored.projectId !== projectId) throw foreign(`The API key ${key.id}`);
    if (key.revokedAt === null || stored.revokedAt !== null) return "unchanged";
    await database
      .update(apiKeys)
      .set({ revokedAt: toDate(key.revokedAt) })
      .where(eq(apiKeys.id, key.id));
    return "updated";
  }
  const { hash, createdAt, expiresAt, revokedAt, ...rest } = key;
  if (hash === undefined) return "skipped";
  const added = await database
    .insert(apiKeys)
    .values({
      ...rest,
      hash,
      projectId,
      createdAt: new Date(createdAt),
      expiresAt: toDate(expiresAt),
      revokedAt: toDate(revokedAt),
      lastUsedAt: null,
    })
    .onConflictDoNothing()
    .returning();
  if (added.length === 0) throw foreign(`The secret of the API key ${key.id}`);
  return "added";
}

/**
 * Adds a signing key in the state that the document contains. Does not change a stored key.
 *
 * @throws `conflict` if another project has the key. Also throws `conflict` for a `next` or `active` key if the project
 *   already has a key with this algorithm and state.
 * @throws `invalid_setting` if the public key does not match the key's id, or contains the private key
 * @throws `secret_mismatch` if `vault` cannot decrypt a `next` or `active` key
 */
export async function importSigningKey(
  database: Database,
  projectId: string,
  key: SigningKeyDocument,
  vault: Pick<KeyVault, "open">,
): Promise<KeyChange> {
  const { kid, algorithm, state, publicJwk, sealedPrivateKey } = key;
  const [stored] = await database.select().from(signingKeys).where(eq(signingKeys.kid, kid));
  if (stored !== undefined) {
    if (stored.projectId !== projectId) throw foreign(`The signing key ${kid}`);
    return "unchanged";
  }
  if (sealedPrivateKey === undefined) return "skipped";
  if ("d" in publicJwk || (await calculateJwkThumbprint(publicJwk).catch(() => "")) !== kid) {
    throw new AuthorityError(
      "invalid_setting",
      `The public key of the signing key ${kid} does not match its id.`,
      "Export the settings again; keys cannot be edited.",
    );
  }
  if (state !== "retired") {
    // A key that the authority's secret does not decrypt could never sign. In that case, `open` throws
    // `secret_mismatch`.
    vault.open({ kid, sealedPrivateKey });
    const [rival] = await database
      .select()
      .from(signingKeys)
      .where(
        and(eq(signingKeys.projectId, projectId), eq(signingKeys.algorithm, algorithm), eq(signingKeys.state, state)),
      );
    if (rival !== undefined) {
      throw new AuthorityError(
        "conflict",
        `The project ${projectId} already has an ${algorithm} key in state ${state}.`,
        "Import signing keys before you first start the server on that database, or export without --include-secrets.",
      );
    }
  }
  await database.insert(signingKeys).values({
    kid,
    projectId,
    algorithm,
    state,
    publicJwk,
    sealedPrivateKey: state === "retired" ? "" : sealedPrivateKey,
    createdAt: new Date(key.createdAt),
    activatedAt: toDate(key.activatedAt),
    retiredAt: toDate(key.retiredAt),
  });
  return "added";
}

function foreign(what: string): AuthorityError {
  return new AuthorityError(
    "conflict",
    `${what} belongs to another project or key.`,
    "Import into a separate database, or correct the document.",
  );
}
