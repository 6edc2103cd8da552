import { AssistantCloudAuthError } from "../../core/errors.ts";
import { forDeveloper } from "../../core/for-developer.ts";
import { ANONYMOUS_PATH, REFRESH_PATH } from "../../core/protocol.ts";
import type { TokenRequest, TokenSource } from "../../core/token-source.ts";
import { createDurableText, type TextStorage } from "../platform/durable-text.ts";
import { errorFromResponse, readJson, send } from "../request.ts";

/** Options of {@link anonymousTokenSource}. */
export interface AnonymousTokenSourceOptions {
  /**
   * The storage of the visitor's refresh token. If the storage fails, the source uses memory. Default: `localStorage`.
   */
  storage?: TextStorage;
}

interface Visit {
  access_token: string;
  refresh_token?: { token: string; expires_at: string };
}

/**
 * Returns a token source for anonymous visitors. The cloud creates an identity for each browser.
 *
 * The visitor's identity is a refresh token, not a workspace token. The source stores the refresh token under the
 * storage key that the `assistant-cloud` client uses, so the source and the client share a visitor. The source requests
 * a new identity only when the server refuses the refresh token (4xx other than 429). After 429, 5xx or a failed
 * request, the identity does not change. If the server signs the visitor out during the visit, the engine signs out
 * too. The next forced refresh or page load then creates a new identity.
 *
 * @param options where to store the refresh token
 * @throws `getToken` rejects with `rejected` when anonymous visitors are not allowed. It can also reject with
 *   `token_revoked`, `rate_limited`, `source_failed`, `invalid_token`, `network` or `offline`.
 */
export function anonymousTokenSource(options: AnonymousTokenSourceOptions = {}): TokenSource {
  return {
    kind: "anonymous",
    key: "anonymous",
    async getToken(request) {
      const { storage } = options;
      const slot = `aui:refresh_token:${request.baseUrl}`;
      const stored = createDurableText(request.fetch, slot, storage && (() => storage));
      const refreshToken = readRefreshToken(stored.read());
      const visit =
        (refreshToken === null ? null : await continueVisit(request, refreshToken)) ?? (await beginVisit(request));
      if (visit.refresh_token) stored.write(JSON.stringify(visit.refresh_token));
      return visit.access_token;
    },
  };
}

async function continueVisit(request: TokenRequest, refreshToken: string): Promise<Visit | null> {
  const response = await post(request, REFRESH_PATH, {
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ refresh_token: refreshToken }),
  });
  if (response.ok) return readVisit(await readJson(response));
  if (response.status === 429 || response.status >= 500) throw await failure(response);
  if (request.isRenewal && !request.forceRefresh) {
    const error = await failure(response);
    if (error.code === "token_revoked") throw error;
  }
  return null;
}

async function beginVisit(request: TokenRequest): Promise<Visit> {
  const response = await post(request, ANONYMOUS_PATH, {});
  if (!response.ok) throw await failure(response);
  return readVisit(await readJson(response));
}

const post = ({ baseUrl, fetch, signal }: TokenRequest, path: string, init: RequestInit) =>
  send(fetch, baseUrl + path, { ...init, method: "POST", signal }, forDeveloper("The cloud"));

const failure = (response: Response) =>
  errorFromResponse(response, forDeveloper("The anonymous sign-in"), "rejected", "source_failed");

function readVisit(body: unknown): Visit {
  const visit = body as Partial<Visit> | undefined;
  if (typeof visit?.access_token !== "string") {
    throw new AssistantCloudAuthError(
      "invalid_token",
      forDeveloper("The anonymous sign-in answered without an access token."),
    );
  }
  return visit as Visit;
}

function readRefreshToken(stored: string | null): string | null {
  try {
    const { token } = JSON.parse(stored ?? "null") ?? {};
    return typeof token === "string" && token !== "" ? token : null;
  } catch {
    return null;
  }
}
