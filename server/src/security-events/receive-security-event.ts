import { isSignedWith } from "../../../src/verify/jwt/check-signature.ts";
import { isSameAlgorithm } from "../../../src/verify/jwt/jws-scheme.ts";
import { TokenRefusal } from "../../../src/verify/jwt/token-refusal.ts";
import type { Revocations } from "../revocations/revocations.ts";
import type { AuthRule } from "../rules/auth-rule.ts";
import type { RuleIndex } from "../rules/rule-index.ts";
import type { RuleStore } from "../rules/rule-store.ts";
import { createDeliveredEvents, type DeliveredEventDependencies } from "./delivered-events.ts";
import { deliveryRefusal, readSecurityEvent, type SecurityEvent } from "./read-security-event.ts";
import { readSubject } from "./read-subject.ts";

/** The type of the security event that ends a user's sessions (OpenID CAEP 1.0 §3.1). */
export const SESSION_REVOKED = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";

/**
 * The tolerance for clock differences, in milliseconds. If an event's timestamp is at most one minute old, the event
 * revokes all tokens that were issued before the event's arrival.
 */
const MINUTE_MS = 60_000;
const MAX_AGE_MS = 86_400_000;
/**
 * How long the record of an applied event is kept, in milliseconds. After that time, every process rejects the event
 * because the event is too old. The extra hour allows for clock differences.
 */
const REFUSED_AFTER_MS = MAX_AGE_MS + 3_600_000;

export interface SecurityEventDependencies extends DeliveredEventDependencies {
  rules: Pick<RuleStore, "live">;
  revocations: Pick<Revocations, "add">;
  /** The authority's issuer. An event's `aud` may contain this issuer instead of an audience of the auth rule. */
  issuer: string;
}

/**
 * Receives one security event token in compact form. Throws `security_event_refused`. If the server cannot fetch
 * the issuer's keys at present, throws `jwks_unavailable` or `token_key_not_known_yet`.
 */
export type ReceiveSecurityEvent = (text: string) => Promise<void>;

/**
 * Creates the function that receives security events. The function accepts events from the issuers of the auth rules. A
 * `session-revoked` event signs out the event's user on all devices. Other events have no effect.
 *
 * An event that arrives within a minute of its timestamp revokes all tokens that were issued up to its arrival. An
 * event that arrives later revokes only tokens that were issued before its timestamp. Sessions that the user has
 * started after the timestamp continue. If any process has already applied an event, the function accepts the event
 * without effect.
 */
export function createSecurityEventReceiver({
  rules,
  revocations,
  issuer,
  ...dependencies
}: SecurityEventDependencies): ReceiveSecurityEvent {
  const { now } = dependencies;
  const delivered = createDeliveredEvents(dependencies, REFUSED_AFTER_MS);
  return async (text) => {
    const event = readSecurityEvent(text);
    const rule = await findTransmitter(event, await rules.live(), issuer);
    checkAge(event, now());
    if (!Object.hasOwn(event.events, SESSION_REVOKED)) return;
    const issuedBefore = new Date(readEventTime(event, now()));
    const subject = readSubject(event.jwt.payload["sub_id"], rule);
    const transmitter = String(event.jwt.payload["iss"]);
    await delivered.applyOnce(transmitter, event.id, (record) =>
      revocations.add({ kind: "user", subject, issuedBefore }, { actor: "program", id: rule.id }, record),
    );
  };
}

/**
 * Returns the auth rule that matches the event's issuer and audience, and whose keys verify the event's signature. For
 * each matching rule, checks the signature with only that rule's keys. If the search finds no rule, throws a refusal
 * with the reason.
 */
async function findTransmitter(
  { jwt, keyId, audiences }: SecurityEvent,
  rules: RuleIndex,
  issuer: string,
): Promise<AuthRule> {
  const ofIssuer = rules.ofIssuer(jwt.payload["iss"]);
  if (ofIssuer.length === 0) throw deliveryRefusal("invalid_issuer", "No auth rule in force has this iss.");
  const isAudience = (rule: AuthRule, name: unknown) =>
    name === issuer || (typeof name === "string" && rule.audiences.includes(name));
  const recipients = ofIssuer.filter(({ rule }) => audiences.some((name) => isAudience(rule, name)));
  if (recipients.length === 0) {
    throw deliveryRefusal("invalid_audience", `aud must be ${issuer}, or an audience of the auth rule.`);
  }
  let hasKey = false;
  let fetchFailure: TokenRefusal | null = null;
  for (const { rule, jwks } of recipients) {
    if (!rule.algorithms.some((name) => isSameAlgorithm(name, jwt.algorithm))) continue;
    try {
      for (const key of await jwks.find(keyId, jwt.algorithm)) {
        hasKey = true;
        if (await isSignedWith(jwt, key)) return rule;
      }
    } catch (error) {
      if (!(error instanceof TokenRefusal)) throw error;
      fetchFailure = error;
    }
  }
  if (fetchFailure !== null) throw fetchFailure;
  if (hasKey) throw deliveryRefusal("authentication_failed", "The signature is not the issuer's.");
  throw deliveryRefusal("invalid_key", "The issuer publishes no such key for an algorithm of the auth rule.");
}

function checkAge({ issuedAt, jwt }: SecurityEvent, nowMs: number): void {
  const age = nowMs - issuedAt * 1000;
  if (age < -MINUTE_MS) throw deliveryRefusal("invalid_request", "iat is in the future.");
  if (age > MAX_AGE_MS) throw deliveryRefusal("invalid_request", "iat is more than a day old.");
  const { exp, nbf } = jwt.payload;
  if (nbf !== undefined && !(typeof nbf === "number" && nbf * 1000 <= nowMs + MINUTE_MS)) {
    throw deliveryRefusal("invalid_request", "The token is not valid yet.");
  }
  if (exp !== undefined && !(typeof exp === "number" && exp * 1000 > nowMs - MINUTE_MS)) {
    throw deliveryRefusal("invalid_request", "The token has expired.");
  }
}

function readEventTime({ events, issuedAt }: SecurityEvent, nowMs: number): number {
  const { event_timestamp: given = issuedAt } = events[SESSION_REVOKED] ?? {};
  const moment = typeof given === "number" ? given * 1000 : Number.NaN;
  if (!(moment >= 0 && moment <= nowMs + MINUTE_MS)) {
    throw deliveryRefusal("invalid_request", "event_timestamp must be seconds since the epoch, and not in the future.");
  }
  return nowMs - moment <= MINUTE_MS ? nowMs : moment;
}
