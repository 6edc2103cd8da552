import type { WorkspaceTokenClaims } from "../core/workspace-token.ts";
import { elapsedBetween, type Instant } from "./clock.ts";
import { type Margins, marginsFor } from "./schedule.ts";
import { estimateServerNow, observeIssue, type ServerTime } from "./server-time.ts";

/** A workspace token in the engine's memory, with what is known of its age. */
export interface HeldToken {
  readonly token: string;
  /** The same token as a settled promise, so that a cached read allocates nothing. */
  readonly promise: Promise<string>;
  readonly claims: WorkspaceTokenClaims;
  readonly received: Instant;
  /** Milliseconds from issue to expiry; from receipt, when the issue is unknown. */
  readonly lifetime: number;
  /** Milliseconds of life left when it was received. */
  readonly life: number;
  readonly margins: Margins;
  /** When it is due for a refresh, on the wall clock as it was. */
  readonly dueAt: number;
}

/**
 * Ages a token that has just arrived.
 *
 * @param age how old it is in milliseconds, if that is known; null to find out
 * @returns the token to hold, null when it is dead on arrival; and the evidence on the server's clock
 */
export function holdToken(
  token: string,
  claims: WorkspaceTokenClaims,
  received: Instant,
  known: ServerTime,
  random: number,
  age: number | null,
): { held: HeldToken | null; serverTime: ServerTime } {
  const { lifetime, life, serverTime } = measureLife(claims, received, known, age);
  const margins = marginsFor(lifetime, random);
  if (life <= margins.floor) return { held: null, serverTime };
  const dueAt = received.wall + life - margins.lead;
  const promise = Promise.resolve(token);
  return { held: { token, promise, claims, received, lifetime, life, margins, dueAt }, serverTime };
}

/** Milliseconds of life left. */
export function remainingLife(held: HeldToken, now: Instant): number {
  return held.life - elapsedBetween(held.received, now);
}

/** Milliseconds until a refresh is due; 0 or less when it is, or when there is no token. */
export function untilDue(held: HeldToken | null, now: Instant): number {
  return held === null ? 0 : remainingLife(held, now) - held.margins.lead;
}

/** Milliseconds until the token must not be sent any more; 0 or less when it must not, or when there is none. */
export function usableFor(held: HeldToken | null, now: Instant): number {
  return held === null ? 0 : remainingLife(held, now) - held.margins.floor;
}

/** Without `iat` only `exp` is left, held against the best guess at the server's clock. */
function measureLife(claims: WorkspaceTokenClaims, received: Instant, known: ServerTime, knownAge: number | null) {
  const expiresAt = claims.expiresAt * 1000;
  if (claims.issuedAt === null) {
    const life = expiresAt - estimateServerNow(known, received);
    return { lifetime: life, life, serverTime: known };
  }
  const lifetime = expiresAt - claims.issuedAt * 1000;
  const { age, serverTime } = observeIssue(known, claims.issuedAt * 1000, lifetime, received);
  return { lifetime, life: lifetime - (knownAge ?? age), serverTime };
}
