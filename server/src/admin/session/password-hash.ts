import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { createHashQueue } from "./hash-queue.ts";

/**
 * scrypt (RFC 7914) with N = 2^15, r = 8, p = 3: 32 MiB and some tenths of a second for each guess, one of the equal
 * settings of OWASP's Password Storage Cheat Sheet; chosen over the 128 MiB one for small containers.
 */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** One at a time, and so many in wait: guessing may not take the processor and memory from the token routes. */
const MAX_WAITING = 128;

/** A place in the queue; see {@link HashQueue}. */
export interface Turn {
  /** The lower, the sooner; 0 for callers who have shown that they are no strangers. */
  readonly rank: number;
  /** Of the request; a password is not hashed for a caller who has gone away. */
  readonly signal: AbortSignal | null;
}

/** Hashes passwords and compares them. Both return null when the caller was turned away, because too many wait. */
export interface PasswordHasher {
  hash(password: string, turn?: Turn): Promise<string | null>;
  /**
   * @param stored what `hash` returned; for an unknown account (null) it costs the same and returns false
   */
  matches(password: string, stored: string | null, turn?: Turn): Promise<boolean | null>;
}

const FIRST: Turn = { rank: 0, signal: null };

/** Makes a {@link PasswordHasher}. Passwords are compared in Unicode's form NFKC, so that every keyboard writes them alike. */
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
