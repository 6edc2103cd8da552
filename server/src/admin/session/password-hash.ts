import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/**
 * scrypt (RFC 7914) with N = 2^15, r = 8, p = 3: 32 MiB and some tenths of a second for each guess, one of the equal
 * settings of OWASP's Password Storage Cheat Sheet; chosen over the 128 MiB one for small containers.
 */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** One at a time, and so many in wait: guessing may not take the processor and memory from the token routes. */
const MAX_WAITING = 8;

/** Hashes passwords and compares them. Both give null when too many are waiting already. */
export interface PasswordHasher {
  hash(password: string): Promise<string | null>;
  /**
   * @param stored what `hash` gave; with null, of nobody, it takes as long and is false
   */
  matches(password: string, stored: string | null): Promise<boolean | null>;
}

/** Makes a {@link PasswordHasher}. Passwords are compared in Unicode's form NFKC, so that every keyboard writes them alike. */
export function createPasswordHasher(): PasswordHasher {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  async function inTurn(password: string, salt: Buffer): Promise<Buffer | null> {
    if (waiting >= MAX_WAITING) return null;
    waiting++;
    const turn = last.then(() => derive(password, salt));
    last = turn.catch(() => {});
    return turn.finally(() => {
      waiting--;
    });
  }

  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      const hash = await inTurn(password, salt);
      return hash && ["scrypt", salt.toString("base64url"), hash.toString("base64url")].join("$");
    },
    async matches(password, stored) {
      const [, salt = "", expected = ""] = stored?.split("$") ?? [];
      const hash = await inTurn(password, salt === "" ? randomBytes(SALT_BYTES) : Buffer.from(salt, "base64url"));
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
