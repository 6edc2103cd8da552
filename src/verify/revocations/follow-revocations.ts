import { AssistantCloudAuthError } from "../../core/errors.ts";
import { REVOCATION_LIST_PATH } from "../../core/protocol.ts";
import { readBounded } from "../jwks/read-bounded.ts";
import { type ParsedJwt, parseJwt } from "../jwt/parse-jwt.ts";
import { TokenVerificationError } from "../token-verification-error.ts";
import type { VerifiedWorkspace } from "../verified-workspace.ts";
import { createKnownRevocations } from "./known-revocations.ts";
import { REVOCATION_LIST_TYPE, type RevocationListClaims } from "./list-claims.ts";
import { createListPoll } from "./poll-list.ts";

const TIMEOUT_MS = 2000;
const MAX_BYTES = 4 * 1024 * 1024;

/** How a verifier follows sign-outs. */
export interface RevocationOptions {
  /** Where the authority publishes its signed list. Default: `<issuer>/v1/auth/revocations/list`. */
  url?: string;
  /** How old the list may be when a token is judged, in milliseconds, from 250 to 60,000. Default: 1000. */
  pollIntervalMs?: number;
  /**
   * What becomes of sound tokens while the list cannot be fetched. `accept`: they are accepted, so that a sign-out takes effect
   * when they expire, after 5 minutes. `refuse`: from ten intervals on they are refused with 503 `revocations_unavailable`.
   * Default: `accept`.
   */
  whenUnavailable?: "accept" | "refuse";
}

/** Refuses the tokens of users who were signed out. */
export interface RevocationFollower {
  /** Throws `token_revoked` and `revocations_unavailable`. */
  check(token: VerifiedWorkspace): Promise<void>;
  /** Takes a list that was pushed; throws `invalid_token`. */
  apply(list: string): Promise<void>;
}

/** What a follower shares with its verifier. */
export interface FollowerParts {
  options: RevocationOptions;
  issuer: string;
  /** Lists of other projects are refused; undefined for any. */
  projectId: string | undefined;
  isSignedByIssuer(jwt: ParsedJwt, kid: string): Promise<boolean>;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  now: () => number;
}

/** Creates a follower; throws `configuration` when an option is wrong. */
export function followRevocations(parts: FollowerParts): RevocationFollower {
  const { options, issuer, projectId, isSignedByIssuer, fetch, now } = parts;
  const { url = issuer + REVOCATION_LIST_PATH, pollIntervalMs = 1000, whenUnavailable = "accept" } = options;
  if (!URL.canParse(url)) throw configuration("`revocations.url` must be an absolute URL.");
  if (!(pollIntervalMs >= 250 && pollIntervalMs <= 60_000)) {
    throw configuration("`revocations.pollIntervalMs` must be from 250 to 60000.");
  }
  const known = createKnownRevocations(now);
  let etag: string | null = null;
  const poll = createListPoll({ load, intervalMs: pollIntervalMs, failsOpen: whenUnavailable === "accept", now });

  async function load(): Promise<void> {
    const response = await fetch(url, {
      headers: { accept: "application/json", ...(etag === null ? {} : { "If-None-Match": etag }) },
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status === 304 && etag !== null) return;
    if (!response.ok || response.body === null) throw new Error(`The list of revocations answered ${response.status}.`);
    const bytes = await readBounded(response.body, MAX_BYTES);
    if (bytes === null) throw new Error("The list of revocations is too large.");
    const { revocations } = JSON.parse(bytes.toString("utf8")) as { revocations?: unknown };
    await take(revocations);
    etag = response.headers.get("ETag");
  }

  async function take(list: unknown): Promise<void> {
    if (typeof list !== "string") throw refuse("is not a JWT");
    const jwt = parseJwt(list, MAX_BYTES);
    const { kid, typ } = jwt.header;
    const claims = jwt.payload as unknown as RevocationListClaims;
    if (typ !== REVOCATION_LIST_TYPE || typeof kid !== "string") throw refuse("is not a list of revocations");
    if (claims.iss !== issuer) throw refuse("is of another issuer");
    if (projectId !== undefined && claims.project_id !== projectId) throw refuse("is of another project");
    if (!isNumbers(claims.users) || !isNumbers(claims.workspaces) || typeof claims.project_id !== "string") {
      throw refuse("is malformed");
    }
    if (!(await isSignedByIssuer(jwt, kid))) throw refuse("is not signed by its issuer");
    known.add(claims);
  }

  return {
    async check(token) {
      if (!(await poll.untilYoung())) {
        throw new TokenVerificationError("revocations_unavailable", "The list of revoked tokens cannot be fetched.");
      }
      if (known.isRevoked(token)) throw new TokenVerificationError("token_revoked", "The token has been revoked.");
    },
    async apply(list) {
      try {
        await take(list);
      } catch (error) {
        throw error instanceof TokenVerificationError ? error : refuse("is not a sound JWT", error);
      }
      poll.noteFresh();
    },
  };
}

const isNumbers = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.values(value).every((each) => typeof each === "number");

const refuse = (problem: string, cause?: unknown) =>
  new TokenVerificationError(
    "invalid_token",
    `The list of revocations ${problem}.`,
    cause === undefined ? {} : { cause },
  );

const configuration = (message: string) =>
  new AssistantCloudAuthError("configuration", message, { remedy: "Correct the option of the verifier." });
