import { RateLimiterRes } from "rate-limiter-flexible";
import { to48Network } from "../../base/ip-address.ts";
import { Refusal } from "../../base/refusal.ts";
import { sha256 } from "../../base/sha256.ts";
import { createSharedLimiter, type Limiter } from "../../limits/shared-limiter.ts";
import type { AuthorityStorage } from "../../storage/authority-storage.ts";

const MINUTE = 60;
const HOUR = 3_600;
const ATTEMPTS = 5;
const ATTEMPTS_OF_NETWORK = 20;
const REFUSALS_OF_ACCOUNT = 50;
const AUDITED_REFUSALS = 10;

/** The caller who attempts to sign in. */
export interface Caller {
  /** The IPv4 address, or the /64 network of an IPv6 address; empty if the address is unknown. */
  readonly address: string;
  /** The name in the request, even if no admin has that name. Null if the attempt contains no name. */
  readonly name: string | null;
  /**
   * The id of the browser if the named admin has already signed in with it; otherwise null. For a password change by a
   * signed-in admin, the value contains the admin's name. The server counts the attempts for each id separately, and
   * checks the passwords of attempts that have an id before other passwords.
   */
  readonly knownDeviceId: string | null;
}

/** Limits attempts to guess passwords and set-up links. All processes on one PostgreSQL database share the counters. */
export interface LoginLimit {
  /**
   * Counts an attempt and returns its rank in the queue for password hashing. The rank is 0 for a known browser. A
   * browser is known if the admin has already signed in with it.
   *
   * Throws `rate_limited` if an attempt exceeds one of these limits:
   *
   * - 5 attempts in a minute from one known browser
   * - 5 attempts in a minute from the unknown browsers at one address
   * - 20 attempts in a minute from the unknown browsers in one IPv6 /48 network
   * - 50 rejected attempts in 10 minutes for one account, counted over all unknown browsers
   *
   * The last limit does not apply to a network from which no attempt was rejected in the last hour. An attacker
   * therefore cannot lock out the account's owner.
   */
  count(caller: Caller): Promise<number>;
  countRefusal(caller: Caller): Promise<void>;
  /**
   * Removes the caller's last attempt from the count of the browser or the address. Call this method for an attempt
   * that was not a guess. The count of the IPv6 /48 network does not change.
   */
  undoCount(caller: Caller): Promise<void>;
  /**
   * Resets the count of the caller's browser or address after a successful sign-in. The counts of the IPv6 /48 network
   * and of rejected attempts do not change.
   */
  resetCount(caller: Caller): Promise<void>;
  /**
   * Returns whether another rejected attempt may be written to the audit log. The limit is 10 per minute in total, so
   * an attack cannot fill the database.
   */
  mayAuditRefusal(): Promise<boolean>;
}

/** Creates the {@link LoginLimit} of a project. */
export function createLoginLimit(storage: Pick<AuthorityStorage, "query">, projectId: string): LoginLimit {
  const createLimiter = (name: string, points: number, duration: number) =>
    createSharedLimiter(storage, { keyPrefix: `${projectId}:${name}`, points, duration });
  const attempts = createLimiter("sign-in", ATTEMPTS, MINUTE);
  const attemptsOfNetwork = createLimiter("sign-in-site", ATTEMPTS_OF_NETWORK, MINUTE);
  const refused = createLimiter("sign-in-refused", 1_000_000, HOUR);
  const refusedOfAccount = createLimiter("sign-in-account", REFUSALS_OF_ACCOUNT, HOUR / 6);
  const auditedRefusals = createLimiter("sign-in-notes", AUDITED_REFUSALS, MINUTE);
  const keyOf = ({ address, knownDeviceId }: Caller) => (knownDeviceId === null ? address : `known:${knownDeviceId}`);
  // A user may have typed the password into the name field, so the name is hashed.
  const accountOf = ({ name }: Caller) => (name === null ? null : sha256(name));

  return {
    async count(caller) {
      const counted = await consume(attempts, keyOf(caller));
      if (caller.knownDeviceId !== null) return 0;
      const network = to48Network(caller.address);
      const ofNetwork = network === caller.address ? counted : await consume(attemptsOfNetwork, network);
      const refusedBefore = (await refused.get(network))?.consumedPoints ?? 0;
      const account = accountOf(caller);
      const ofAccount = account === null || refusedBefore === 0 ? null : await refusedOfAccount.get(account);
      if (ofAccount !== null && ofAccount.remainingPoints <= 0) throw rateLimitedRefusal(ofAccount);
      return refusedBefore + Math.max(counted.consumedPoints, ofNetwork.consumedPoints);
    },
    async countRefusal(caller) {
      if (caller.knownDeviceId !== null) return;
      await refused.penalty(to48Network(caller.address), 1);
      const account = accountOf(caller);
      if (account !== null) await refusedOfAccount.penalty(account, 1);
    },
    async undoCount(caller) {
      await attempts.reward(keyOf(caller));
    },
    async resetCount(caller) {
      await attempts.delete(keyOf(caller));
    },
    mayAuditRefusal: () =>
      auditedRefusals.consume("").then(
        () => true,
        () => false,
      ),
  };
}

async function consume(limiter: Limiter, key: string): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key);
  } catch (error) {
    throw error instanceof RateLimiterRes ? rateLimitedRefusal(error) : error;
  }
}

function rateLimitedRefusal({ msBeforeNext }: RateLimiterRes): Refusal<"rate_limited"> {
  const retryAfter = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return new Refusal("rate_limited", { retryAfter, limit: "sign_in" });
}
