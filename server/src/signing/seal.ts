import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const VERSION = "v1";

/**
 * Returns the AES key that encrypts private signing keys. It is derived from the authority's secret (HKDF-SHA-256, RFC
 * 5869).
 */
export function deriveSealingKey(secret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", "assistant-cloud-server signing keys", 32));
}

/**
 * Encrypts a text with AES-256-GCM. The authentication tag also covers `label`, so a ciphertext cannot be decrypted
 * under another label.
 *
 * @param key 32 bytes
 * @param label the id of the signing key whose private key is `text`
 */
export function seal(key: Buffer, label: string, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(label));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return [VERSION, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"))].join(".");
}

/**
 * Decrypts the output of {@link seal}. Throws if the output was changed, or was encrypted with another key or label.
 */
export function unseal(key: Buffer, label: string, sealed: string): string {
  const [version, ...parts] = sealed.split(".");
  const [iv, tag, text] = parts.map((part) => Buffer.from(part, "base64url"));
  if (version !== VERSION || !iv || !text || tag?.length !== 16) throw new Error("Not a sealed text of a known form.");
  const decipher = createDecipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(label)).setAuthTag(tag);
  return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
}
