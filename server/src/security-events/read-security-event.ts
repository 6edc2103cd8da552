import { type ParsedJwt, parseJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import { TokenRefusal } from "../../../src/verify/jwt/token-refusal.ts";
import { Refusal } from "../base/refusal.ts";
import { isSecurityEventType } from "../jwt/security-event-type.ts";

/** The error codes in the response to a rejected security event (RFC 8935 §2.4). */
export type DeliveryError =
  | "invalid_request"
  | "invalid_key"
  | "invalid_issuer"
  | "invalid_audience"
  | "authentication_failed";

/** A parsed security event token (RFC 8417 §2.2). Its signature is not verified yet. */
export interface SecurityEvent {
  readonly jwt: ParsedJwt;
  readonly keyId: string;
  /** The `jti`, unique per issuer. */
  readonly id: string;
  readonly audiences: readonly unknown[];
  /** The `iat`, in seconds since the epoch. */
  readonly issuedAt: number;
  /** The events of the token, keyed by event type. */
  readonly events: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Creates the refusal of a security event. `problem` is a sentence for developers, without data from the event. */
export function deliveryRefusal(error: DeliveryError, problem: string): Refusal<"security_event_refused"> {
  return new Refusal("security_event_refused", { error, problem });
}

/**
 * Parses a security event token and checks the types of its claims. Does not verify the signature.
 *
 * @throws `security_event_refused`
 */
export function readSecurityEvent(text: string): SecurityEvent {
  const jwt = parse(text);
  const { typ, kid } = jwt.header;
  const { jti, iat, aud, events } = jwt.payload;
  if (!isSecurityEventType(typ)) throw deliveryRefusal("invalid_request", "The header's typ must be secevent+jwt.");
  if (typeof kid !== "string" || kid === "") throw deliveryRefusal("invalid_key", "The header must contain a kid.");
  if (typeof jti !== "string" || jti === "" || jti.length > 255) {
    throw deliveryRefusal("invalid_request", "jti must be a string of 1 to 255 characters.");
  }
  if (typeof iat !== "number" || !Number.isFinite(iat)) {
    throw deliveryRefusal("invalid_request", "iat must be a number of seconds.");
  }
  if (!isEvents(events) || Object.keys(events).length === 0) {
    throw deliveryRefusal("invalid_request", "events must contain at least one event, and each must be an object.");
  }
  return { jwt, keyId: kid, id: jti, audiences: [aud].flat(), issuedAt: iat, events };
}

function parse(text: string): ParsedJwt {
  try {
    return parseJwt(text.trim());
  } catch (error) {
    if (!(error instanceof TokenRefusal)) throw error;
    if (error.code === "token_algorithm") {
      throw deliveryRefusal("invalid_key", "The token must be signed with an asymmetric algorithm.");
    }
    throw deliveryRefusal(
      "invalid_request",
      "The body must be one signed JWT in compact form, without header parameters such as crit or jku.",
    );
  }
}

const isEvents = (value: unknown): value is SecurityEvent["events"] =>
  isObject(value) && Object.values(value).every(isObject);

/** Returns whether a value is a JSON object. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
