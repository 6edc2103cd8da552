import { createPrivateKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import { settingRefusal } from "../base/setting-refusal.ts";
import { type ProjectSettings, requireSecret } from "../config/project-settings.ts";
import type { SigningAlgorithm } from "../config/signing-algorithm.ts";
import { deriveSealingKey, seal, unseal } from "./seal.ts";

/** A new key pair with an encrypted private key. */
export interface SealedPair {
  /** The thumbprint of the public key (RFC 7638), unique per key. */
  kid: string;
  algorithm: SigningAlgorithm;
  publicJwk: Record<string, unknown>;
  sealedPrivateKey: string;
}

interface SealedKey {
  kid: string;
  sealedPrivateKey: string;
}

/** Creates key pairs. Encrypts and decrypts their private keys with the authority's secret. */
export interface KeyVault {
  createPair(algorithm: SigningAlgorithm): Promise<SealedPair>;
  /** Decrypts a private key. Throws `secret_mismatch` if neither the current nor the previous secret decrypts it. */
  open(row: SealedKey): KeyObject;
  /**
   * Encrypts the private key with the current secret and returns the result. Returns null if the key is already
   * encrypted with that secret, or if neither secret decrypts the key.
   */
  reencrypt(row: SealedKey): string | null;
}

/**
 * Creates a {@link KeyVault}.
 *
 * @param secret the current secret. If it is null, the vault's methods throw `invalid_setting`.
 * @param previousSecret the previous secret, which the vault also tries for decryption; null if there is no such secret
 */
export function createKeyVault({
  secret,
  previousSecret,
}: Pick<ProjectSettings, "secret" | "previousSecret">): KeyVault {
  let derived: Buffer | null = null;
  const sealingKey = () => (derived ??= deriveSealingKey(requireSecret(secret)));
  const previousKey = previousSecret === null ? null : deriveSealingKey(previousSecret);

  function unsealWith(key: Buffer | null, { kid, sealedPrivateKey }: SealedKey): string | Error {
    if (key === null) return new Error("No previous secret was given.");
    try {
      return unseal(key, kid, sealedPrivateKey);
    } catch (cause) {
      return cause instanceof Error ? cause : new Error("The sealed text cannot be opened.");
    }
  }

  return {
    async createPair(algorithm) {
      const { pair, publicJwk, kid } = await generatePair(algorithm);
      const sealedPrivateKey = seal(sealingKey(), kid, JSON.stringify(await exportJWK(pair.privateKey)));
      return { kid, algorithm, publicJwk, sealedPrivateKey };
    },
    open(row) {
      const unsealed = unsealWith(sealingKey(), row);
      const text = unsealed instanceof Error ? unsealWith(previousKey, row) : unsealed;
      if (!(text instanceof Error)) return createPrivateKey({ key: JSON.parse(text) as JsonWebKey, format: "jwk" });
      throw settingRefusal("secret_mismatch", null, { cause: unsealed });
    },
    reencrypt(row) {
      if (!(unsealWith(sealingKey(), row) instanceof Error)) return null;
      const text = unsealWith(previousKey, row);
      return text instanceof Error ? null : seal(sealingKey(), row.kid, text);
    },
  };
}

async function generatePair(algorithm: SigningAlgorithm) {
  for (;;) {
    const pair = await generateKeyPair(algorithm, { extractable: true, modulusLength: 2048 });
    const publicJwk = { ...(await exportJWK(pair.publicKey)) };
    const kid = await calculateJwkThumbprint(publicJwk);
    // A command line would parse a key id that starts with `-` as an option. About one pair in 64 has such an id and is
    // discarded.
    if (!kid.startsWith("-")) return { pair, publicJwk, kid };
  }
}
