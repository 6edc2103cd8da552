import { AssistantCloudAuthError } from "../../core/errors.ts";
import { forDeveloper } from "../../core/for-developer.ts";
import { ANONYMOUS_PATH, REFRESH_PATH } from "../../core/protocol.ts";
import type { TokenRequest, TokenSource } from "../../core/token-source.ts";
import { createDurableText, type TextStorage } from "../platform/durable-text.ts";
import { isServer } from "../platform/environment.ts";
import { errorFromResponse, isHtml, isTransient, readBody, send } from "../request.ts";
import { wrongType } from "../wrong-type.ts";

/** Options of {@link anonymousTokenSource}. */
export interface AnonymousTokenSourceOptions {
  /**
   * The storage of the visitor's refresh token, such as React Native's AsyncStorage. If the storage fails, the source
   * uses memory. Default: `localStorage`.
   */
  storage?: TextStorage;
}

/** Owns the visitors in memory of a browser page, so that a remounted provider continues as the same visitor. */
const page = {};

interface Visit {
  access_token: string;
  refresh_token?: unknown;
}

/** The storage key of earlier versions of the `assistant-cloud` client, which did not depend on the base URL. */
const LEGACY_SLOT = "aui:refresh_token";

/**
 * Returns a token source for anonymous visitors. The cloud creates an identity for each browser.
 *
 * The visitor's identity is a refresh token, not a workspace token. The source stores the refresh token under the
 * storage key that the `assistant-cloud` client uses, so the source and the client share a visitor. The source requests
 * a new identity only when the server refuses the refresh token (4xx other than 408, 425 and 429). After these
 * statuses, 5xx, an HTML page or a failed request, the identity does not change. If the server signs the visitor out
 * during the visit, the engine signs out too. The next forced refresh or page load then creates a new identity.
 *
 * @param options where to store the refresh token
 * @throws `configuration` if `storage` lacks one of its functions. `getToken` rejects with `rejected` when anonymous
 *   visitors are not allowed. It can also reject with `token_revoked`, `rate_limited`, `source_failed`,
 *   `invalid_token`, `network` or `offline`.
 */
export function anonymousTokenSource(options?: AnonymousTokenSourceOptions): TokenSource {
  const storage = options?.storage;
  if (storage && !isComplete(storage))
    throw wrongType(
      forDeveloper("storage"),
      forDeveloper("Pass an object with getItem, setItem and removeItem, such as AsyncStorage's default export."),
    );
  return {
    kind: "anonymous",
    key: "anonymous",
    async getToken(request) {
      const owner = storage || (isServer() ? request.fetch : page);
      const textAt = (slot: string) => createDurableText(owner, slot, storage && (() => storage));
      const legacy = textAt(LEGACY_SLOT);
      const stored = textAt(`${LEGACY_SLOT}:${request.baseUrl}`);
      const read = async () => readRefreshToken(await stored.read()) ?? readRefreshToken(await legacy.read());
      const refreshToken = await read();
      let visit = refreshToken === null ? null : await continueVisit(request, refreshToken);
      if (visit === null) {
        visit = await beginVisit(request);
        // Another tab may have stored its visitor during the request. The browser has one visitor, so use that one.
        const other = await read();
        if (other !== null && other !== refreshToken) visit = (await continueVisit(request, other)) ?? visit;
      }
      if (isRefreshToken(visit.refresh_token)) {
        stored.write(JSON.stringify(visit.refresh_token));
        legacy.remove();
      }
      return visit.access_token;
    },
  };
}

/** Returns whether a storage has all its functions. A module's namespace, such as that of AsyncStorage, has none. */
const isComplete = (storage: Partial<TextStorage>) => storage.getItem && storage.setItem && storage.removeItem;

async function continueVisit(request: TokenRequest, refreshToken: string): Promise<Visit | null> {
  const response = await post(request, REFRESH_PATH, {
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ refresh_token: refreshToken }),
  });
  if (response.ok) return readVisit(response, request);
  if (isTransient(response.status)) throw await failure(response);
  if (isHtml(response)) throw pageError();
  if (request.isRenewal && !request.forceRefresh) {
    const error = await failure(response);
    if (error.code === "token_revoked") throw error;
  }
  return null;
}

async function beginVisit(request: TokenRequest): Promise<Visit> {
  const response = await post(request, ANONYMOUS_PATH, {});
  if (!response.ok) throw await failure(response);
  return readVisit(response, request);
}

const post = ({ baseUrl, fetch, signal }: TokenRequest, path: string, init: RequestInit) =>
  send(fetch, baseUrl + path, { ...init, method: "POST", signal }, THE_CLOUD);

const THE_CLOUD = forDeveloper("The cloud");

const failure = (response: Response) =>
  errorFromResponse(response, forDeveloper("The anonymous sign-in"), "rejected", "source_failed");

const pageError = () =>
  new AssistantCloudAuthError("source_failed", forDeveloper("A page answered instead of the cloud."), {
    remedy: forDeveloper("Check `baseUrl`, and exclude the cloud's routes from middleware that redirects."),
  });

async function readVisit(response: Response, { signal }: TokenRequest): Promise<Visit> {
  const visit: Partial<Visit> | null | undefined = await readBody(() => response.json(), signal, THE_CLOUD);
  if (typeof visit?.access_token !== "string") {
    if (isHtml(response)) throw pageError();
    throw new AssistantCloudAuthError(
      "invalid_token",
      forDeveloper("The anonymous sign-in answered without an access token."),
    );
  }
  return visit as Visit;
}

const isText = (value: unknown) => typeof value === "string" && value !== "";

/** Returns whether a value is a refresh token that the `assistant-cloud` client also accepts. */
function isRefreshToken(value: unknown): boolean {
  const { token, expires_at } = { ...(value as { token?: unknown; expires_at?: unknown } | null | undefined) };
  return isText(token) && isText(expires_at);
}

function readRefreshToken(stored: string | null): string | null {
  try {
    const { token } = JSON.parse(stored ?? "null") ?? {};
    return isText(token) ? token : null;
  } catch {
    return null;
  }
}
