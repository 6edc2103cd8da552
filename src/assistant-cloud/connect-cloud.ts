import { type AssistantCloud, CloudAPIError } from "assistant-cloud";
import { type GetToken, isResponse, replaceToken, requireToken } from "../client/authorized-fetch.ts";
import { supersededError } from "../client/failure.ts";
import type { PiggybackResult } from "../client/piggyback.ts";
import type { SendWithToken } from "../client/platform/system-fetch.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { readBearer, TOKEN_REVOKED } from "../core/protocol.ts";

/** Provides tokens to a connected client and receives new tokens from the server's responses. */
export interface CloudAuth {
  readonly getToken: GetToken;
  /**
   * If possible, sends a request with the auth provider's ID token and resolves to the response. Otherwise, resolves to
   * a workspace token, and the caller must send the request with this token. Resolves to null if no user is signed in.
   */
  piggyback(send: SendWithToken): Promise<PiggybackResult>;
  /** Called with every workspace token in the `Authorization` header of a response. */
  adopt(token: string): void;
  /** Called when the server has rejected `token` as revoked. Returns true if the rejection signs the user out. */
  revoke(token: string): boolean;
  /** Called when the app calls `cloud.auth.invalidate()`. */
  invalidate(): void;
}

/** The internal API object that all parts of an `assistant-cloud` 0.2 client share. */
interface CloudApi {
  _auth: {
    readonly strategy: string;
    getAuthHeaders(): Promise<Record<string, string> | false>;
    readAuthHeaders(headers: Headers): void;
    invalidate(): void;
  };
  makeRawRequest(endpoint: string, options?: object): Promise<Response>;
}

/**
 * Makes an `assistant-cloud` client get its tokens from `auth`. The client's own token cache is no longer used, because
 * it trusts the local clock and does not drop a token after a 401.
 *
 * @returns `cancelRequests`, which cancels the client's unsent requests but does not call `auth.invalidate()`
 * @throws `configuration` for a version of the client whose internal API is unknown
 */
export function connectCloud(cloud: AssistantCloud, auth: CloudAuth): { cancelRequests(): void } {
  const api = internalApiOf(cloud);
  let isCanceling = false;
  let generation = 0;
  let sending: string | null = null;
  api._auth = {
    strategy: "jwt",
    async getAuthHeaders() {
      const token = sending ?? (await auth.getToken());
      return token !== null && { Authorization: `Bearer ${token}` };
    },
    readAuthHeaders(headers) {
      const rotated = readBearer(headers.get("Authorization"));
      if (rotated !== null) auth.adopt(rotated);
    },
    invalidate() {
      generation += 1;
      if (!isCanceling) auth.invalidate();
    },
  };

  const send = api.makeRawRequest.bind(api);
  api.makeRawRequest = async (endpoint, options) => {
    const sendWith = async (token: string) => {
      const startGeneration = generation;
      try {
        // The client calls getAuthHeaders() before send() returns, so `sending` needs to be set only during this call.
        sending = token;
        const answer = send(endpoint, options);
        sending = null;
        return await answer;
      } catch (error) {
        // The client reports every unsent request as "Authorization failed". If an invalidation was the cause, report
        // `superseded` instead.
        throw isUnsent(error) && generation !== startGeneration ? supersededError() : error;
      }
    };
    const result = await auth.piggyback(sendWith);
    if (isResponse(result)) return result;
    const token = requireToken(result);
    const endsSession = (error: unknown, sent: string) => isRevocation(error) && auth.revoke(sent);
    try {
      return await sendWith(token);
    } catch (error) {
      if (!(error instanceof CloudAPIError) || error.status !== 401 || endsSession(error, token)) throw error;
      const next = await replaceToken(auth.getToken, token);
      if (next === null) throw error;
      return sendWith(next).catch((again: unknown) => {
        endsSession(again, next);
        throw again;
      });
    }
  };

  return {
    cancelRequests() {
      isCanceling = true;
      cloud.auth.invalidate();
      isCanceling = false;
    },
  };
}

/** Returns whether an error reports a revoked token. The client puts the server's `code` in `error.details`. */
function isRevocation(error: unknown): boolean {
  if (!(error instanceof CloudAPIError) || error.status !== 401) return false;
  return (error.details as { code?: unknown } | undefined)?.code === TOKEN_REVOKED.code;
}

const isUnsent = (error: unknown) => error instanceof Error && error.message === "Authorization failed";

/**
 * Returns the internal API object, which every supported version of the client exposes on `threads`. Throws
 * `configuration` for any other version.
 */
function internalApiOf(cloud: AssistantCloud): CloudApi {
  const { cloud: api } = cloud.threads as unknown as { cloud?: Partial<CloudApi> };
  if (typeof api?.makeRawRequest === "function" && typeof api._auth?.readAuthHeaders === "function") {
    return api as CloudApi;
  }
  throw new AssistantCloudAuthError(
    "configuration",
    forDeveloper("This version of assistant-cloud is not supported."),
    {
      remedy: forDeveloper("Install assistant-cloud 0.2.11, or create a client with `authToken: useAuthToken()`."),
    },
  );
}
