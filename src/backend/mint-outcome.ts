import { AssistantCloudAuthError } from "../core/errors.ts";
import {
  isWireRefusal,
  ORIGIN_MISMATCH,
  readErrorReason,
  readRetryAfterMs,
  readTokenBody,
  USER_ID_HEADER_INVALID,
  WORKSPACE_ID_HEADER_INVALID,
} from "../core/protocol.ts";
import { decodeWorkspaceToken, type WorkspaceTokenClaims } from "../core/workspace-token.ts";
import type { TokenIdentity } from "./token-identity.ts";

/** A newly minted workspace token. */
export interface MintedToken {
  /** The JWT. Send it only to the browser of the user whom the token identifies. */
  token: string;
  /** The token's `exp` claim, on the API's clock. */
  expiresAt: Date;
}

/**
 * The result of one mint request. After a `transient` failure, the caller may retry when `retryAfterMs` milliseconds
 * have passed, or at any time if `retryAfterMs` is null.
 */
export type MintOutcome =
  | { ok: true; minted: MintedToken }
  | { ok: false; error: AssistantCloudAuthError; transient: boolean; retryAfterMs: number | null };

const CHECK_BASE_URL = "Check `baseUrl`: it must be the URL of the assistant-ui API, without the /v1 path.";

const permanentFailure = (error: AssistantCloudAuthError): MintOutcome => ({
  ok: false,
  error,
  transient: false,
  retryAfterMs: null,
});

/**
 * Converts the API's response to a mint request into a `MintOutcome`. Does not verify the new token's signature,
 * because resource servers verify it.
 */
export async function readMintOutcome(response: Response, identity: TokenIdentity): Promise<MintOutcome> {
  const body = await readJson(response);
  return response.ok ? readMinted(response.status, body, identity) : readRefusal(response, body);
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function readMinted(status: number, body: unknown, identity: TokenIdentity): MintOutcome {
  const token = readTokenBody(body);
  let claims: WorkspaceTokenClaims;
  try {
    claims = decodeWorkspaceToken(token, "The mint route");
  } catch (cause) {
    return permanentFailure(
      new AssistantCloudAuthError("exchange_failed", `The API responded with ${status} without a workspace token.`, {
        cause,
        retryable: false,
        remedy: CHECK_BASE_URL,
      }),
    );
  }
  if (token === null || claims.userId !== identity.userId || claims.workspaceId !== identity.workspaceId) {
    return permanentFailure(
      new AssistantCloudAuthError("identity_mismatch", "The API minted a token for another user or workspace.", {
        remedy: "Use ids of ASCII characters only: a proxy in front of the API decodes headers differently.",
      }),
    );
  }
  return { ok: true, minted: { token, expiresAt: new Date(claims.expiresAt * 1000) } };
}

function findRefusalRemedy(body: unknown): string {
  if (isWireRefusal(body, USER_ID_HEADER_INVALID) || isWireRefusal(body, WORKSPACE_ID_HEADER_INVALID)) {
    return "Use another id: the API accepted the key, but reserves this id for itself.";
  }
  if (isWireRefusal(body, ORIGIN_MISMATCH)) {
    return "Leave `baseUrl` out: the hosted cloud accepts API keys only at its own host, not at the browser's `baseUrl`.";
  }
  return "Check the API key: it may be revoked, expired, or belong to another project than `baseUrl`.";
}

function readRefusal(response: Response, body: unknown): MintOutcome {
  const { status } = response;
  const reason = readErrorReason(body);
  const suffix = reason === null ? "" : `: ${reason}`;
  if (status === 401 || status === 403) {
    return permanentFailure(
      new AssistantCloudAuthError("rejected", `The API refused the mint request with ${status}${suffix}.`, {
        remedy: findRefusalRemedy(body),
      }),
    );
  }
  const now = Date.now();
  const retryAfterMs = readRetryAfterMs(response.headers.get("Retry-After"), now);
  const retryAt = retryAfterMs === null ? null : new Date(now + retryAfterMs);
  if (status === 429) {
    const error = new AssistantCloudAuthError("rate_limited", `The API responded with 429${suffix}.`, {
      retryAfterMs,
      retryAt,
    });
    return { ok: false, error, transient: retryAfterMs !== null, retryAfterMs };
  }
  if (status >= 300 && status < 400) {
    return permanentFailure(
      new AssistantCloudAuthError(
        "configuration",
        `The API redirects (${status}); the key is not sent to the new URL.`,
        {
          remedy: "Set `baseUrl` to the URL that the API redirects to.",
        },
      ),
    );
  }
  const outage = status >= 500;
  const error = new AssistantCloudAuthError("exchange_failed", `The API responded with ${status}${suffix}.`, {
    retryable: outage,
    retryAfterMs,
    retryAt,
    remedy: outage ? "Retry later; if the failure persists, check the API's log." : CHECK_BASE_URL,
  });
  return { ok: false, error, transient: status === 502 || status === 503 || status === 504, retryAfterMs };
}
