import { AssistantCloudAuthError, isAssistantCloudAuthError } from "../core/errors.ts";
import type { AssistantCloudBackendOptions } from "./backend-settings.ts";
import { createAssistantCloudBackend } from "./create-assistant-cloud-backend.ts";
import { createOriginPolicy } from "./origin-policy.ts";
import { prefersJson } from "./prefers-json.ts";
import type { TokenIdentity } from "./token-identity.ts";
import { failureResponse, refusalResponse, tokenResponse } from "./token-responses.ts";

type Nobody = null | undefined;

/** Settings of {@link createTokenHandler}; `Context` is whatever else the handler is called with. */
export interface TokenHandlerOptions<Context extends unknown[] = []> extends AssistantCloudBackendOptions {
  /**
   * Decides for whom the token is: reads the session from the request, or from the framework's own object that the
   * handler was called with after it, and gives the user and workspace, or null when nobody is signed in. Never take
   * the ids from the request unchecked.
   */
  authorize: (request: Request, ...context: Context) => TokenIdentity | Nobody | Promise<TokenIdentity | Nobody>;
  /** Origins besides the route's own that may ask, with cookies, such as `https://app.example.com`. Default: none. */
  allowedOrigins?: readonly string[];
  /**
   * Told of every failure that the browser only gets a short word of. Default: one line by `console.error`,
   * without `cause`.
   */
  onError?: (error: AssistantCloudAuthError) => void;
}

/** A route in the web's own terms, as Next.js, Hono, React Router, SvelteKit, Deno, Bun and Workers call it. */
export type TokenHandler<Context extends unknown[] = []> = (request: Request, ...context: Context) => Promise<Response>;

/**
 * Makes the app's own token route, the counterpart of `backendTokenSource()`.
 *
 * Answers `POST` with the bare token as text, or with `{ token }` where `Accept` names JSON; every failure with
 * `{ error, code }`: 401 `unauthenticated` for nobody, 403 for a foreign origin, 405 for another method, 429 with
 * `Retry-After`, 502 for a refused API key, 503 for an outage, 500 when `authorize` throws. Nothing is cached. The
 * answer never holds the key, and no text of an exception.
 *
 * The origin must be the route's own, by the browser's `Sec-Fetch-Site` or else by the request URL or `Host`, or be listed;
 * a request with neither `Origin` nor `Sec-Fetch-Site` is no browser's and is let through to `authorize`.
 *
 * @param options as for `createAssistantCloudBackend`, and who may have which token
 * @throws `configuration` as `createAssistantCloudBackend`, and for a bad `authorize` or `allowedOrigins`
 */
export function createTokenHandler<Context extends unknown[] = []>(
  options: TokenHandlerOptions<Context>,
): TokenHandler<Context> {
  const { authorize, allowedOrigins = [], onError = logError } = options;
  const backend = createAssistantCloudBackend(options);
  if (typeof authorize !== "function") {
    throw new AssistantCloudAuthError("configuration", "`authorize` is not a function.", {
      remedy: "Pass a function from the request to `{ workspaceId, userId }`, or to null when nobody is signed in.",
    });
  }
  const decideOrigin = createOriginPolicy(allowedOrigins);
  const methods = allowedOrigins.length > 0 ? ["OPTIONS", "POST"] : ["POST"];
  const Allow = methods.join(", ");

  async function answer(request: Request, context: Context): Promise<Response> {
    let identity: TokenIdentity | Nobody;
    try {
      identity = await authorize(request, ...context);
    } catch (cause) {
      throw new AssistantCloudAuthError("source_failed", "`authorize` threw.", {
        cause,
        remedy: "Look at `cause`; return null, rather than throw, when nobody is signed in.",
      });
    }
    if (identity === null || identity === undefined) {
      return refusalResponse(401, "unauthenticated", "Nobody is signed in");
    }
    const { token } = await backend.auth.tokens.create(identity);
    return tokenResponse(token, prefersJson(request.headers.get("Accept")));
  }

  return async (request, ...context) => {
    const origin = decideOrigin(request);
    let response: Response;
    if (!methods.includes(request.method)) {
      response = refusalResponse(405, "configuration", "Only POST is answered here", { Allow });
    } else if (!origin.allowed) {
      response = refusalResponse(403, "rejected", "This origin may not ask for a token");
    } else if (request.method === "OPTIONS") {
      response = preflightResponse(request, Allow);
    } else {
      response = await answer(request, context).catch((thrown: unknown) => {
        const error = asAuthError(thrown);
        onError(error);
        return failureResponse(error);
      });
    }
    for (const [name, value] of Object.entries(origin.headers)) response.headers.append(name, value);
    return response;
  };
}

function preflightResponse(request: Request, Allow: string): Response {
  // The origin is the app's own or listed, so that whatever it wants to send may be sent.
  const wanted = request.headers.get("Access-Control-Request-Headers");
  const headers = new Headers({
    Allow,
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Max-Age": "7200",
  });
  if (wanted !== null) headers.set("Access-Control-Allow-Headers", wanted);
  return new Response(null, { status: 204, headers });
}

function asAuthError(thrown: unknown): AssistantCloudAuthError {
  return isAssistantCloudAuthError(thrown)
    ? thrown
    : new AssistantCloudAuthError("source_failed", "The token route threw.", { cause: thrown });
}

function logError({ code, message, remedy }: AssistantCloudAuthError): void {
  console.error(`assistant-cloud-auth: ${code}: ${message} ${remedy}`);
}
