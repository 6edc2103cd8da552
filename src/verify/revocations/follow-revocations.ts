import { AssistantCloudAuthError } from "../../core/errors.ts";
import { REVOCATION_LIST_PATH } from "../../core/protocol.ts";
import { unlessAborted } from "../../core/unless-aborted.ts";
import { readBounded } from "../jwks/read-bounded.ts";
import { type ParsedJwt, parseJwt } from "../jwt/parse-jwt.ts";
import { TokenRefusal } from "../jwt/token-refusal.ts";
import { TokenVerificationError } from "../token-verification-error.ts";
import type { VerifiedWorkspace } from "../verified-workspace.ts";
import { createKnownRevocations } from "./known-revocations.ts";
import { REVOCATION_LIST_TYPE, type RevocationListClaims } from "./list-claims.ts";
import { createListPoll } from "./poll-list.ts";

const TIMEOUT_MS = 2000;
const MAX_BYTES = 4 * 1024 * 1024;
/** The allowed difference between the clocks of the authority and the verifier, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 60;
/**
 * The maximum age of a list of revocations, in seconds. The authority returns the same signed list for at most a
 * minute.
 */
const MAX_AGE_SECONDS = 60 + CLOCK_TOLERANCE_SECONDS;

/** Settings of a verifier that refuses revoked tokens. */
export interface RevocationOptions {
  /** The URL of the authority's signed list. Default: `<issuer>/v1/auth/revocations/list`. */
  url?: string;
  /**
   * The maximum time since the last fetch of the list of revocations, in milliseconds, from 250 to 60,000. If more time
   * has passed, the verifier fetches the list before it checks a token. Default: 1000.
   */
  pollIntervalMs?: number;
  /**
   * What to do with valid tokens while the list of revocations cannot be fetched. `accept` accepts them until they
   * expire. `refuse` refuses them with 503 `revocations_unavailable` if no list has arrived yet, or if the last list
   * arrived more than ten poll intervals ago. Default: `accept`.
   */
  whenUnavailable?: "accept" | "refuse";
}

/** Fetches or receives lists of revocations, and refuses revoked tokens. */
export interface RevocationFollower {
  /**
   * Throws `token_revoked` if the token is revoked, or `revocations_unavailable` if the list is too old and
   * `whenUnavailable` is `refuse`.
   */
  check(token: VerifiedWorkspace): Promise<void>;
  /**
   * Applies a list that the app has received. Throws `invalid_token` if the list is malformed, belongs to another
   * project, or is not signed by the issuer. Throws `keys_unavailable` if the issuer's keys cannot be fetched.
   */
  apply(list: string): Promise<void>;
}

export interface FollowerDependencies {
  options: RevocationOptions;
  issuer: string;
  /** The project whose lists are accepted; undefined accepts the lists of any project. */
  projectId: string | undefined;
  isSignedByIssuer(jwt: ParsedJwt, kid: string): Promise<boolean>;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  now: () => number;
}

/** Creates a {@link RevocationFollower}; throws `configuration` for an invalid option. */
export function followRevocations(dependencies: FollowerDependencies): RevocationFollower {
  const { options, issuer, projectId, isSignedByIssuer, fetch, now } = dependencies;
  const { url = issuer + REVOCATION_LIST_PATH, pollIntervalMs = 1000, whenUnavailable = "accept" } = options;
  if (!URL.canParse(url)) throw configuration("`revocations.url` must be an absolute URL.");
  if (!(pollIntervalMs >= 250 && pollIntervalMs <= 60_000)) {
    throw configuration("`revocations.pollIntervalMs` must be from 250 to 60000.");
  }
  if (!["accept", "refuse"].includes(whenUnavailable)) {
    throw configuration('`revocations.whenUnavailable` must be "accept" or "refuse".');
  }
  const known = createKnownRevocations(now);
  let etag: string | null = null;
  let issuedAt = 0;
  const poll = createListPoll({ load, intervalMs: pollIntervalMs, failsOpen: whenUnavailable === "accept", now });

  async function load(): Promise<void> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const { response, bytes } = await unlessAborted(signal, async () => {
      const response = await fetch(url, {
        headers: { accept: "application/json", ...(etag === null ? {} : { "If-None-Match": etag }) },
        redirect: "manual",
        signal,
      });
      return { response, bytes: response.ok && response.body ? await readBounded(response.body, MAX_BYTES) : null };
    });
    if (response.status === 304 && etag !== null) return checkAge();
    if (bytes === null)
      throw new Error(`No list of revocations of at most 4 MB came with the status ${response.status}.`);
    const { revocations } = JSON.parse(bytes.toString("utf8")) as { revocations?: unknown };
    await applyList(revocations);
    checkAge();
    etag = response.headers.get("ETag");
  }

  /**
   * Returns whether the latest list is recent enough. A cache or an attacker may serve an older list, which lacks later
   * sign-outs.
   */
  const isRecent = () => issuedAt >= now() / 1000 - MAX_AGE_SECONDS;
  function checkAge(): void {
    if (!isRecent()) throw refuse("is out of date");
  }

  async function applyList(list: unknown): Promise<void> {
    if (typeof list !== "string") throw refuse("is not a JWT");
    const jwt = parseJwt(list, MAX_BYTES);
    const { kid, typ } = jwt.header;
    const claims = jwt.payload as unknown as RevocationListClaims;
    if (typ !== REVOCATION_LIST_TYPE || typeof kid !== "string") throw refuse("is not a list of revocations");
    if (claims.iss !== issuer) throw refuse("comes from another issuer");
    if (projectId !== undefined && claims.project_id !== projectId) throw refuse("belongs to another project");
    const { users, workspaces, project_id, iat } = claims;
    if (
      !hasOnlyNumbers(users) ||
      !hasOnlyNumbers(workspaces) ||
      typeof project_id !== "string" ||
      typeof iat !== "number"
    ) {
      throw refuse("is malformed");
    }
    if (!(await isSignedByIssuer(jwt, kid))) throw refuse("is not signed by its issuer");
    known.add(claims);
    // The list of a clock that is far ahead would stay recent for too long. Its revocations count, its `iat` does not.
    if (iat <= now() / 1000 + CLOCK_TOLERANCE_SECONDS) issuedAt = Math.max(issuedAt, iat);
  }

  return {
    async check(token) {
      if (!(await poll.waitUntilFresh())) {
        throw new TokenVerificationError("revocations_unavailable", "The list of revoked tokens cannot be fetched.");
      }
      if (known.isRevoked(token)) throw new TokenVerificationError("token_revoked", "The token has been revoked.");
    },
    async apply(list) {
      try {
        await applyList(list);
      } catch (error) {
        throw error instanceof TokenVerificationError ? error : toListError(error);
      }
      if (isRecent()) poll.markFresh();
    },
  };
}

const hasOnlyNumbers = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.values(value).every((each) => typeof each === "number");

const refuse = (problem: string, cause?: unknown) =>
  new TokenVerificationError(
    "invalid_token",
    `The list of revocations ${problem}.`,
    cause === undefined ? {} : { cause },
  );

/**
 * Returns the error to throw when a list cannot be verified. If the issuer's keys are missing, the list may be valid,
 * and the caller may apply the list again later.
 */
function toListError(error: unknown): TokenVerificationError {
  const isKeyMissing =
    error instanceof TokenRefusal && (error.code === "jwks_unavailable" || error.code === "token_key_not_known_yet");
  if (!isKeyMissing) return refuse("is not a valid JWT", error);
  return new TokenVerificationError("keys_unavailable", "The issuer's keys cannot be fetched.", { cause: error });
}

const configuration = (message: string) =>
  new AssistantCloudAuthError("configuration", message, { remedy: "Fix the option of the verifier." });
