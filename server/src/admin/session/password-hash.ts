import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { createHashQueue } from "./hash-queue.ts";

/**
 * scrypt (RFC 7914) with N = 2^15, r = 8, p = 3: 32 MiB and some tenths of a second per guess. This is one of the
 * equivalent settings of OWASP's Password Storage Cheat Sheet, preferred to 128 MiB for small containers.
 */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** The queue's capacity. One hash runs at a time, so that guesses do not starve the token routes. */
const MAX_WAITING = 128;

/** A position in the queue; see {@link HashQueue}. */
export interface Turn {
  /** Lower ranks run first; 0 for known callers. */
  readonly rank: number;
  /** The signal of the request; no password is hashed for a caller who has disconnected. */
  readonly signal: AbortSignal | null;
}

/** Hashes and compares passwords. Both methods return null if the queue is full. */
export interface PasswordHasher {
  hash(password: string, turn?: Turn): Promise<string | null>;
  /**
   * @param stored what `hash` returned; for an unknown account (null) it costs the same and returns false
   */
  matches(password: string, stored: string | null, turn?: Turn): Promise<boolean | null>;
}

const FIRST: Turn = { rank: 0, signal: null };

/** Creates a {@link PasswordHasher}. It normalizes passwords to NFKC, so that all keyboards produce the same text. */
export function createPasswordHasher(): PasswordHasher {
  const queue = createHashQueue(MAX_WAITING);
  const inTurn = (password: string, salt: Buffer, { rank, signal }: Turn) =>
    queue.run(rank, signal, () => derive(password, salt));

  return {
    async hash(password, turn = FIRST) {
      const salt = randomBytes(SALT_BYTES);
      const hash = await inTurn(password, salt, turn);
      return hash && ["scrypt", salt.toString("base64url"), hash.toString("base64url")].join("$");
    },
    async matches(password, stored, turn = FIRST) {
      const [, salt = "", expected = ""] = stored?.split("$") ?? [];
      const bytes = salt === "" ? randomBytes(SALT_BYTES) : Buffer.from(salt, "base64url");
      const hash = await inTurn(password, bytes, turn);
      if (hash === null) return null;
      const known = Buffer.from(expected, "base64url");
      return known.length === hash.length && timingSafeEqual(known, hash);
    },
  };
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, HASH_BYTES, COST, (error, hash) =>
      error ? reject(error) : resolve(hash),
    );
  });
}
