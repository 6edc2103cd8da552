import { AssistantCloudAuthError, isAssistantCloudAuthError } from "../core/errors.ts";
import type { AssistantCloudBackendOptions } from "./backend-settings.ts";
import { createAssistantCloudBackend } from "./create-assistant-cloud-backend.ts";
import { createOriginPolicy } from "./origin-policy.ts";
import { prefersJson } from "./prefers-json.ts";
import { requireFunction } from "./require-function.ts";
import type { TokenIdentity } from "./token-identity.ts";
import { COMMON_HEADERS, failureResponse, refusalResponse, tokenResponse } from "./token-responses.ts";

type NoUser = null | undefined;

/** Settings of {@link createTokenHandler}. `Context` is the type of the handler's further arguments. */
export interface TokenHandlerOptions<Context extends unknown[] = []> extends AssistantCloudBackendOptions {
  /**
   * Returns the user and workspace of the new token, or null when no user is signed in. Read the user's session from
   * the request, or from another argument, for example the framework's context. Take the ids only from the verified
   * session.
   */
  authorize: (request: Request, ...context: Context) => TokenIdentity | NoUser | Promise<TokenIdentity | NoUser>;
  /**
   * Origins that may call the route with cookies, such as `https://app.example.com` or `capacitor://localhost`. The
   * route's own origin is always allowed. Default: none.
   */
  allowedOrigins?: readonly string[];
  /**
   * Receives the full error when `authorize` throws or no token can be minted. The browser receives only a short text.
   * If it throws or rejects, the default function runs too. Default: prints the error on one line with `console.error`,
   * but does not print the `cause`.
   */
  onError?: (error: AssistantCloudAuthError) => void;
}

/** A fetch handler (`Request` to `Response`) for Next.js, Hono, React Router, SvelteKit, Deno, Bun and Workers. */
export type TokenHandler<Context extends unknown[] = []> = (request: Request, ...context: Context) => Promise<Response>;

/**
 * Creates the handler of the app's token route, which `backendTokenSource()` calls.
 *
 * The handler responds to `POST` with the bare token as text, or with `{ token }` if `Accept` prefers JSON. If
 * `allowedOrigins` is not empty, the handler also responds to CORS preflights. A failure has the body `{ error, code }`
 * and one of these statuses:
 *
 * - 401 `unauthenticated`: no user is signed in
 * - 403: the origin is not allowed
 * - 405: the method is not `POST`
 * - 429: the API limits the rate; the response has the API's `Retry-After`
 * - 500: `authorize` throws or returns an invalid id
 * - 502: the API refuses the API key or returns no valid token
 * - 503: the API is unavailable
 *
 * No response is cached, but a browser remembers that a preflight succeeded. A failure never contains the API key or
 * the message of an exception.
 *
 * The caller's origin must be the route's own or one of `allowedOrigins`. The handler recognizes the route's own origin
 * by `Sec-Fetch-Site`. If a request lacks this header, the handler compares `Origin` with the request URL and `Host`.
 * If a request has neither `Origin` nor `Sec-Fetch-Site`, the handler accepts the request, because a browser always
 * sends `Origin` or `Sec-Fetch-Site` with a cross-site `POST`.
 *
 * @param options the options of `createAssistantCloudBackend`, plus `authorize`, `allowedOrigins` and `onError`
 * @throws `configuration` for an invalid `authorize`, `allowedOrigins` or `onError`, and the errors of
 *   `createAssistantCloudBackend`
 */
export function createTokenHandler<Context extends unknown[] = []>(
  options: TokenHandlerOptions<Context>,
): TokenHandler<Context> {
  const { authorize, allowedOrigins = [], onError = (error) => logError(error) }: typeof options = Object(options);
  const backend = createAssistantCloudBackend(options);
  requireFunction("authorize", authorize, "that returns `{ workspaceId, userId }`, or null when no user is signed in");
  requireFunction("onError", onError, "that receives an error, or leave it out");
  const decideOrigin = createOriginPolicy(allowedOrigins);
  const methods = allowedOrigins.length > 0 ? ["OPTIONS", "POST"] : ["POST"];
  const Allow = methods.join(", ");

  async function answer(request: Request, context: Context): Promise<Response> {
    let identity: TokenIdentity | NoUser;
    try {
      identity = await authorize(request, ...context);
    } catch (cause) {
      throw new AssistantCloudAuthError("source_failed", "`authorize` threw.", {
        cause,
        remedy: "Fix `authorize`; see `cause`. When no user is signed in, return null instead of throwing.",
      });
    }
    if (identity === null || identity === undefined) {
      return refusalResponse(401, "unauthenticated", "No user is signed in");
    }
    const { token } = await backend.auth.tokens.create(identity);
    return tokenResponse(token, prefersJson(request.headers.get("Accept")));
  }

  return async (request, ...context) => {
    assertRequest(request);
    const origin = decideOrigin(request);
    let response: Response;
    if (!methods.includes(request.method)) {
      response = refusalResponse(405, "configuration", "This route accepts only POST", { Allow });
    } else if (!origin.allowed) {
      response = refusalResponse(403, "rejected", "This origin is not allowed to request a token");
    } else if (request.method === "OPTIONS") {
      response = preflightResponse(request, Allow);
    } else {
      response = await answer(request, context).catch((thrown: unknown) => {
        const error = toAuthError(thrown);
        report(error, onError);
        return failureResponse(error);
      });
    }
    for (const [name, value] of Object.entries(origin.headers)) response.headers.append(name, value);
    return response;
  };
}

/** Throws `configuration` for the argument of a framework that passes no `Request`, such as Express or Hono. */
function assertRequest(request: unknown): void {
  // An `instanceof` check would refuse the `Request` of another realm or of a polyfill.
  if (typeof (request as Partial<Request> | undefined)?.headers?.get === "function") return;
  throw new AssistantCloudAuthError("configuration", "The token route was called without a Request.", {
    remedy:
      "In Express, Fastify, node:http and Next.js's Pages Router, wrap the route in toNodeHandler(). In Hono, pass `c.req.raw`. In SvelteKit, React Router and others, pass the `request` of the argument.",
  });
}

function preflightResponse(request: Request, Allow: string): Response {
  // The origin check has already allowed this origin, so allow every header that the preflight requests.
  const requested = request.headers.get("Access-Control-Request-Headers");
  const headers = new Headers({
    ...COMMON_HEADERS,
    Allow,
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Max-Age": "7200",
  });
  if (requested !== null) headers.set("Access-Control-Allow-Headers", requested);
  return new Response(null, { status: 204, headers });
}

function toAuthError(thrown: unknown): AssistantCloudAuthError {
  return isAssistantCloudAuthError(thrown)
    ? thrown
    : new AssistantCloudAuthError("source_failed", "The token route threw.", { cause: thrown });
}

/** Calls the app's `onError`. If it throws or rejects, logs the failure instead; the request is answered anyway. */
function report(error: AssistantCloudAuthError, onError: (error: AssistantCloudAuthError) => unknown): void {
  const call = async () => onError(error);
  void call().catch(() => logError(error, "`onError` threw, so here is its error: "));
}

function logError({ code, message, remedy }: AssistantCloudAuthError, prefix = ""): void {
  console.error(`assistant-cloud-auth: ${prefix}${code}: ${message} ${remedy}`);
}
