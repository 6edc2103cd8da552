import { decodeJwtPart } from "../core/decode-jwt-part.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import {
  EXCHANGE_PATH,
  PROBE_PATH,
  readBearer,
  readTokenBody,
  SUBJECT_TOKEN,
  WORKSPACE_TOKEN_TYPE,
} from "../core/protocol.ts";
import { decodeWorkspaceToken, TRIM_CLAIMS } from "../core/workspace-token.ts";
import { attempt } from "./platform/attempt.ts";
import { createSessionText } from "./platform/durable-text.ts";
import { errorFromResponse, readJson, send } from "./request.ts";

/**
 * Lets a request of the app carry the ID token. Resolves to the workspace token of the answer, null when the answer shows that
 * the cloud gives none to a request, and undefined when it shows nothing.
 */
export type Carry = (idToken: string) => Promise<string | null | undefined>;

/**
 * Exchanges a provider's ID token for a workspace token.
 *
 * @param carry is tried first. Default: no request waits
 */
export type Exchange = (idToken: string, signal: AbortSignal, carry?: Carry) => Promise<string>;

/** Longer ID tokens go into a body, because servers and proxies limit headers: to 8 kB in all, as a rule. */
const LONGEST_IN_HEADER = 4096;

/** Hosts of the hosted cloud, which has no exchange route. */
const HOSTED = /^https:\/\/[\w.-]+\.assistant-api\.com(:|\/|$)/i;

/**
 * Speaks to one base URL in whichever of two ways it understands, and remembers which for as long as the tab is open.
 *
 * A server with an exchange route answers `{ token }` (in the manner of RFC 8693). The hosted cloud has no such
 * route: it takes the ID token on any authenticated route and hands the workspace token back in that
 * response's `Authorization` header.
 *
 * Of an unknown server the exchange route is asked first. 404 or 405 means that it is not there; so may a failed request, since
 * a browser reports a refused preflight that way, and a refusal without a code, as some servers give it on every path they do not
 * know.
 *
 * @param baseUrl without a trailing slash
 * @throws `rejected`, `expired_token`, `rate_limited`, `exchange_failed`, `network`, `offline`
 */
export function createExchange(baseUrl: string, fetch: typeof globalThis.fetch): Exchange {
  let way: "route" | "header" | undefined = HOSTED.test(baseUrl) ? "header" : undefined;
  const learned = createSessionText(fetch, `assistant-cloud-auth:exchange:${baseUrl}`);
  const call = (path: string, method: string, idToken: string, signal: AbortSignal) => {
    const init =
      method === "POST" && idToken.length > LONGEST_IN_HEADER
        ? // By this type the request needs no CORS preflight.
          { headers: { "Content-Type": FORM }, body: `${SUBJECT_TOKEN}=${idToken}` }
        : { headers: { Authorization: `Bearer ${idToken}` } };
    return send(fetch, baseUrl + path, { method, ...init, signal }, "The cloud");
  };

  async function byRoute(idToken: string, signal: AbortSignal): Promise<string | null> {
    let response: Response;
    try {
      response = await call(EXCHANGE_PATH, "POST", idToken, signal);
    } catch (error) {
      if (way === "route" || signal.aborted) throw error;
      return null;
    }
    const { ok, status } = response;
    if (way !== "route" && (status === 404 || status === 405)) return null;
    if (!ok) {
      const mayBeAnyPath = way !== "route" && (status === 401 || status === 403) && !(await hasCode(response.clone()));
      const error = await refusal(response);
      if (!mayBeAnyPath) throw error;
      return byHeader(idToken, signal).catch(() => Promise.reject(error));
    }
    way = "route";
    return (
      readTokenBody(await readJson(response)) ?? fail(forDeveloper("The exchange route answered without a token."))
    );
  }

  async function byHeader(idToken: string, signal: AbortSignal): Promise<string> {
    const response = await call(PROBE_PATH, "GET", idToken, signal);
    if (idToken.length > LONGEST_IN_HEADER && [400, 413, 431].includes(response.status)) {
      return fail(
        forDeveloper(() => `The cloud takes no ID token of ${idToken.length} characters in a header: 8,192 or fewer.`),
        TRIM_CLAIMS,
      );
    }
    if (!response.ok) throw await refusal(response);
    const token = readBearer(response.headers.get("Authorization"));
    if (token === null) {
      return fail(
        forDeveloper("The cloud accepted the ID token, but no workspace token could be read from its response."),
        forDeveloper("Let the server expose its Authorization header to this origin (Access-Control-Expose-Headers)."),
      );
    }
    learnHeader();
    return token;
  }

  function learnHeader(): void {
    if (way === undefined) learned.write(BY_HEADER);
    way = "header";
  }

  return async (idToken, signal, carry) => {
    const known = learned.read();
    const carried = known === ALONE || idToken.length > LONGEST_IN_HEADER ? undefined : await carry?.(idToken);
    if (carried && attempt(() => decodeWorkspaceToken(carried, "The cloud"))) {
      if (way === undefined && !isOwnToken(carried)) learnHeader();
      return carried;
    }
    if (way === undefined && known === BY_HEADER) way = "header";
    const token = (way === "header" ? null : await byRoute(idToken, signal)) ?? (await byHeader(idToken, signal));
    if (carried === null && way === "route") learned.write(ALONE);
    return token;
  };
}

const FORM = "application/x-www-form-urlencoded";
/** What a tab has learned of a base URL: that it has no exchange route, or that only this route takes an ID token. */
const BY_HEADER = "header";
const ALONE = "route";
/** Whether an exchange route refused: assistant-cloud-server says why by a code. */
async function hasCode(response: Response): Promise<boolean> {
  const body = await readJson(response);
  return typeof body === "object" && body !== null && "code" in body;
}

/** Whether assistant-cloud-server, which has the route, issued a workspace token. */
function isOwnToken(token: string): boolean {
  return attempt(() => decodeJwtPart(token, 0)["typ"]) === WORKSPACE_TOKEN_TYPE;
}

const refusal = (response: Response) => errorFromResponse(response, "The exchange", "rejected", "exchange_failed");

function fail(message: string | undefined, remedy?: string): never {
  throw new AssistantCloudAuthError("exchange_failed", message, { remedy });
}
