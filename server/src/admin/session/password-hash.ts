import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { createHashQueue } from "./hash-queue.ts";

/**
 * The scrypt parameters (RFC 7914). A guess costs 32 MiB and some tenths of a second. OWASP's Password Storage Cheat
 * Sheet lists parameters of equal strength that need up to 128 MiB, which small containers cannot spare.
 */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/**
 * The maximum number of waiting hashes. Only one hash runs at a time, so that the CPU can also handle token requests.
 */
const MAX_WAITING = 128;

/** The position of a hash in the queue; see {@link HashQueue}. */
export interface QueuePosition {
  /** Hashes with a lower rank run first. The rank is 0 for a browser in which the admin has already signed in. */
  readonly rank: number;
  /**
   * The abort signal of the request. If the caller disconnects, the queue drops the waiting hash. If the signal is
   * null, a disconnect does not drop the hash.
   */
  readonly signal: AbortSignal | null;
}

/** Hashes and compares passwords in a {@link HashQueue}. Both methods return null if the queue drops the task. */
export interface PasswordHasher {
  hash(password: string, position?: QueuePosition): Promise<string | null>;
  /**
   * Returns whether a password matches a stored hash.
   *
   * @param stored the result of `hash`; null for an unknown account. For null, the method returns false, and takes as
   *   long as with a hash.
   */
  matches(password: string, stored: string | null, position?: QueuePosition): Promise<boolean | null>;
}

const FRONT_OF_QUEUE: QueuePosition = { rank: 0, signal: null };

/**
 * Creates a {@link PasswordHasher}. It normalizes passwords to NFKC, because keyboards encode the same characters
 * differently.
 */
export function createPasswordHasher(): PasswordHasher {
  const queue = createHashQueue(MAX_WAITING);
  const hashInQueue = (password: string, salt: Buffer, { rank, signal }: QueuePosition) =>
    queue.run(rank, signal, () => derive(password, salt));

  return {
    async hash(password, position = FRONT_OF_QUEUE) {
      const salt = randomBytes(SALT_BYTES);
      const hash = await hashInQueue(password, salt, position);
      return hash && ["scrypt", salt.toString("base64url"), hash.toString("base64url")].join("$");
    },
    async matches(password, stored, position = FRONT_OF_QUEUE) {
      const [, salt = "", expected = ""] = stored?.split("$") ?? [];
      const bytes = salt === "" ? randomBytes(SALT_BYTES) : Buffer.from(salt, "base64url");
      const hash = await hashInQueue(password, bytes, position);
      if (hash === null) return null;
      const expectedHash = Buffer.from(expected, "base64url");
      return expectedHash.length === hash.length && timingSafeEqual(expectedHash, hash);
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
