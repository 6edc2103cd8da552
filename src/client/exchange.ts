import { decodeJwtPart } from "../core/decode-jwt-part.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import {
  EXCHANGE_PATH,
  PROBE_PATH,
  readBearer,
  readMember,
  readTokenBody,
  SUBJECT_TOKEN,
  WORKSPACE_TOKEN_TYPE,
} from "../core/protocol.ts";
import { decodeWorkspaceToken, TRIM_CLAIMS } from "../core/workspace-token.ts";
import { createExchangeRoutes, type ExchangeRoutes } from "./exchange-routes.ts";
import { attempt } from "./platform/attempt.ts";
import { errorFromResponse, readBody, readCopy, send } from "./request.ts";

/**
 * Sends one of the app's requests with the ID token. Resolves to the workspace token in the response. Resolves to null
 * if the cloud refused the ID token (401 or 403). Resolves to undefined if no request was waiting, if the request took
 * too long or failed, or if another response has no workspace token, such as the response of a public path.
 */
export type SendWithIdToken = (idToken: string) => Promise<string | null | undefined>;

/**
 * Exchanges a provider's ID token for a workspace token.
 *
 * @param sendWithIdToken sends a waiting request of the app with the ID token. The exchange calls this function before
 *   it sends a request of its own. Default: none, so the exchange sends only its own requests
 */
export type Exchange = (idToken: string, signal: AbortSignal, sendWithIdToken?: SendWithIdToken) => Promise<string>;

/**
 * The longest ID token that the exchange sends in a header, in characters. The exchange sends a longer token in the
 * body. Servers and proxies usually limit the total size of a request's headers to 8 kB.
 */
const LONGEST_IN_HEADER = 4096;

/**
 * Creates the exchange for one base URL. The exchange sends the ID token to the exchange route or to another API route.
 * If the server supports only one of these routes, the exchange remembers that route until the browser tab is closed.
 *
 * The exchange route resembles the token exchange of RFC 8693, but responds with `{ token }`. The hosted cloud has no
 * such route: it accepts the ID token on any authenticated route and returns the workspace token in the response's
 * `Authorization` header.
 *
 * For an unknown server, the exchange tries the exchange route first. It then tries another route in four cases:
 *
 * - after 404 or 405, because the exchange route is missing
 * - after a failed request, because browsers report a refused preflight as a failed request
 * - after 401 or 403 without a code, because some servers refuse every unknown path
 * - after a successful response without a token, because a proxy or a single-page app may answer every path
 *
 * @param baseUrl the base URL without a trailing slash
 * @param fetch sends the requests
 * @param routes what earlier exchanges with this base URL have learned. Default: nothing
 * @throws the returned function rejects with `rejected`, `token_revoked`, `expired_token`, `rate_limited`,
 *   `exchange_failed`, `network` or `offline`, and with `configuration` if `fetch` does not resolve to a response
 */
export function createExchange(
  baseUrl: string,
  fetch: typeof globalThis.fetch,
  routes: ExchangeRoutes = createExchangeRoutes(baseUrl, fetch),
): Exchange {
  const call = (path: string, method: string, idToken: string, signal: AbortSignal) => {
    const init: RequestInit =
      method === "POST" && idToken.length > LONGEST_IN_HEADER
        ? // A form body causes no CORS preflight.
          { headers: { "Content-Type": FORM }, body: `${SUBJECT_TOKEN}=${idToken}` }
        : { headers: { Authorization: `Bearer ${idToken}` } };
    return send(fetch, baseUrl + path, { method, ...init, signal }, THE_CLOUD);
  };

  /**
   * Exchanges the ID token at the exchange route. Resolves to null if the server has no such route, and to undefined if
   * the request failed or if the response of an unknown server contains no token.
   */
  async function byRoute(idToken: string, signal: AbortSignal): Promise<string | null | undefined> {
    let response: Response;
    try {
      response = await call(EXCHANGE_PATH, "POST", idToken, signal);
    } catch (error) {
      if (routes.supported === "route" || signal.aborted) throw error;
      return undefined;
    }
    const { ok, status } = response;
    if (routes.supported !== "route" && (status === 404 || status === 405)) return null;
    if (!ok) {
      const mayBeAnyPath =
        routes.supported !== "route" && (status === 401 || status === 403) && !(await hasCode(response));
      const error = await refusal(response);
      if (!mayBeAnyPath) throw error;
      return byHeader(idToken, signal, true).catch((other: AssistantCloudAuthError) => {
        // An outage, a rate limit or a sign-out says more than the refusal of a path that may not exist.
        throw other.retryable || other.code === "token_revoked" ? other : error;
      });
    }
    const token = readTokenBody(await readBody(() => response.json(), signal, THE_CLOUD));
    // A proxy or a login page may answer for a server that has no exchange route.
    if (token === null && routes.supported !== "route") return undefined;
    routes.supported = "route";
    return token ?? fail(forDeveloper("The exchange route returned no token."));
  }

  async function byHeader(idToken: string, signal: AbortSignal, hasNoRoute: boolean): Promise<string> {
    const response = await call(PROBE_PATH, "GET", idToken, signal);
    if (idToken.length > LONGEST_IN_HEADER && [400, 413, 431].includes(response.status)) {
      return fail(
        forDeveloper(
          () => `The ID token has ${idToken.length} characters; the cloud accepts at most 8,192 in a header.`,
        ),
        TRIM_CLAIMS,
      );
    }
    if (!response.ok) throw await refusal(response);
    const token = readBearer(response.headers.get("Authorization"));
    if (token === null) {
      return fail(
        forDeveloper("The cloud accepted the ID token, but no workspace token could be read from its response."),
        forDeveloper(() =>
          response.redirected
            ? "Check `baseUrl`, and exclude the cloud's routes from middleware that redirects."
            : "Expose the server's Authorization header to this origin (Access-Control-Expose-Headers).",
        ),
      );
    }
    if (hasNoRoute || !isOwnToken(token)) rememberHeader();
    return token;
  }

  function rememberHeader(): void {
    if (routes.supported === undefined) routes.stored.write(NO_EXCHANGE_ROUTE);
    routes.supported = "header";
  }

  return async (idToken, signal, sendWithIdToken) => {
    const remembered = await routes.stored.read();
    const received =
      remembered === ONLY_EXCHANGE_ROUTE || idToken.length > LONGEST_IN_HEADER
        ? undefined
        : await sendWithIdToken?.(idToken);
    if (received && attempt(() => decodeWorkspaceToken(received, THE_CLOUD))) {
      if (routes.supported === undefined && !isOwnToken(received)) rememberHeader();
      return received;
    }
    if (routes.supported === undefined && remembered === NO_EXCHANGE_ROUTE) routes.supported = "header";
    const fromRoute = routes.supported === "header" ? null : await byRoute(idToken, signal);
    const token = fromRoute ?? (await byHeader(idToken, signal, fromRoute === null));
    if (received === null && routes.supported === "route") routes.stored.write(ONLY_EXCHANGE_ROUTE);
    return token;
  };
}

const THE_CLOUD = forDeveloper("The cloud");
const FORM = "application/x-www-form-urlencoded";
/** The value in `sessionStorage` for a server that has no exchange route. */
const NO_EXCHANGE_ROUTE = "header";
/** The value in `sessionStorage` for a server that accepts ID tokens only on its exchange route. */
const ONLY_EXCHANGE_ROUTE = "route";
/** Returns whether a refusal has a code, which the exchange route of assistant-cloud-server always sends. */
async function hasCode(response: Response): Promise<boolean> {
  return readMember(await readCopy(response), "code") !== undefined;
}

/** Returns whether a token's `typ` shows that assistant-cloud-server issued it. That server has an exchange route. */
function isOwnToken(token: string): boolean {
  return attempt(() => decodeJwtPart(token, 0)["typ"]) === WORKSPACE_TOKEN_TYPE;
}

const refusal = (response: Response) =>
  errorFromResponse(response, forDeveloper("The exchange"), "rejected", "exchange_failed");

function fail(message: string | undefined, remedy?: string): never {
  throw new AssistantCloudAuthError("exchange_failed", message, { remedy });
}
