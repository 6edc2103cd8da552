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

/** A workspace token fresh from the API. */
export interface MintedToken {
  /** The JWT, to be handed to this user's browser and to nobody else. */
  token: string;
  /** The token's `exp` claim, on the API's clock. */
  expiresAt: Date;
}

/** What one attempt came to. `transient` failures may be tried again, not before `retryAfterMs`. */
export type MintOutcome =
  | { ok: true; minted: MintedToken }
  | { ok: false; error: AssistantCloudAuthError; transient: boolean; retryAfterMs: number | null };

const CHECK_BASE_URL = "Check `baseUrl`: it must be the assistant-ui API, without the /v1 path.";

const final = (error: AssistantCloudAuthError): MintOutcome => ({
  ok: false,
  error,
  transient: false,
  retryAfterMs: null,
});

/** Judges the API's answer to a mint request. The token's signature is not checked: its verifier does that. */
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
    return final(
      new AssistantCloudAuthError("exchange_failed", `The API answered ${status} without a workspace token.`, {
        cause,
        retryable: false,
        remedy: CHECK_BASE_URL,
      }),
    );
  }
  if (token === null || claims.userId !== identity.userId || claims.workspaceId !== identity.workspaceId) {
    return final(
      new AssistantCloudAuthError("identity_mismatch", "The API minted a token for another user or workspace.", {
        remedy: "Use ids of ASCII characters only: something on the way to the API decodes headers differently.",
      }),
    );
  }
  return { ok: true, minted: { token, expiresAt: new Date(claims.expiresAt * 1000) } };
}

function findRefusalRemedy(body: unknown): string {
  if (isWireRefusal(body, USER_ID_HEADER_INVALID) || isWireRefusal(body, WORKSPACE_ID_HEADER_INVALID)) {
    return "The key was accepted, an id was not: ids that the API keeps for itself cannot be minted for.";
  }
  if (isWireRefusal(body, ORIGIN_MISMATCH)) {
    return "API keys have a host of their own: leave `baseUrl` out for the hosted cloud's, whatever the browser uses.";
  }
  return "Check the API key: it may be revoked, expired or of another project than `baseUrl`.";
}

function readRefusal(response: Response, body: unknown): MintOutcome {
  const { status } = response;
  const reason = readErrorReason(body);
  const said = reason === null ? "" : `: ${reason}`;
  if (status === 401 || status === 403) {
    return final(
      new AssistantCloudAuthError("rejected", `The API refused the mint request with ${status}${said}.`, {
        remedy: findRefusalRemedy(body),
      }),
    );
  }
  const now = Date.now();
  const retryAfterMs = readRetryAfterMs(response.headers.get("Retry-After"), now);
  const retryAt = retryAfterMs === null ? null : new Date(now + retryAfterMs);
  if (status === 429) {
    const error = new AssistantCloudAuthError("rate_limited", `The API answered 429${said}.`, {
      retryAfterMs,
      retryAt,
    });
    return { ok: false, error, transient: retryAfterMs !== null, retryAfterMs };
  }
  if (status >= 300 && status < 400) {
    return final(
      new AssistantCloudAuthError("configuration", `The API redirects (${status}), and a key is not sent on.`, {
        remedy: "Set `baseUrl` to the address that it redirects to.",
      }),
    );
  }
  const outage = status >= 500;
  const error = new AssistantCloudAuthError("exchange_failed", `The API answered ${status}${said}.`, {
    retryable: outage,
    retryAfterMs,
    retryAt,
    remedy: outage ? "Try again later; if it stays, look at the API's log." : CHECK_BASE_URL,
  });
  return { ok: false, error, transient: status === 502 || status === 503 || status === 504, retryAfterMs };
}
