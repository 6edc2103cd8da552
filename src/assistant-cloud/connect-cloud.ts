import { type AssistantCloud, CloudAPIError } from "assistant-cloud";
import { anotherToken, type GetToken, isAnswer, requireToken } from "../client/authorized-fetch.ts";
import type { Carried } from "../client/carrier.ts";
import { supersededError } from "../client/failure.ts";
import type { SendWithToken } from "../client/platform/system-fetch.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { readBearer, TOKEN_REVOKED } from "../core/protocol.ts";

/** What a connected client asks and tells. */
export interface CloudAuth {
  readonly getToken: GetToken;
  /** Lets a request carry the ID token; see `EngineCore.carry`. */
  carry(send: SendWithToken): Promise<Carried>;
  /** Is handed every token that a response carries in its `Authorization` header. */
  adopt(token: string): void;
  /** Is handed a token that the server has revoked; true when that signs the user out. */
  revoke(token: string): boolean;
  /** The app called `cloud.auth.invalidate()`. */
  invalidate(): void;
}

/** The inside of a client that all its parts share; of `assistant-cloud` 0.2. */
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
 * Puts a token keeper in the place of the client's own cache, which trusts this machine's clock and knows no 401.
 *
 * @returns `forget`: drops what the client has queued and is about to send, without a word to the keeper
 * @throws `configuration` when the client is of a version whose inside is not known
 */
export function connectCloud(cloud: AssistantCloud, auth: CloudAuth): { forget(): void } {
  const api = insideOf(cloud);
  let forgetting = false;
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
      if (!forgetting) auth.invalidate();
    },
  };

  const send = api.makeRawRequest.bind(api);
  api.makeRawRequest = async (endpoint, options) => {
    const sendWith = async (token: string) => {
      const begun = generation;
      try {
        // The client reads its headers in this turn.
        sending = token;
        const answer = send(endpoint, options);
        sending = null;
        return await answer;
      } catch (error) {
        // The client says no more than "Authorization failed" of a request that it has not sent.
        throw isUnsent(error) && generation !== begun ? supersededError() : error;
      }
    };
    const given = await auth.carry(sendWith);
    if (isAnswer(given)) return given;
    const token = requireToken(given);
    const endsSession = (error: unknown, sent: string) => isRevocation(error) && auth.revoke(sent);
    try {
      return await sendWith(token);
    } catch (error) {
      if (!(error instanceof CloudAPIError) || error.status !== 401 || endsSession(error, token)) throw error;
      const next = await anotherToken(auth.getToken, token);
      if (next === null) throw error;
      return sendWith(next).catch((again: unknown) => {
        endsSession(again, next);
        throw again;
      });
    }
  };

  return {
    forget() {
      forgetting = true;
      cloud.auth.invalidate();
      forgetting = false;
    },
  };
}

/** The client calls our `error` its code, and has our code among the details. */
function isRevocation(error: unknown): boolean {
  if (!(error instanceof CloudAPIError) || error.status !== 401) return false;
  return (error.details as { code?: unknown } | undefined)?.code === TOKEN_REVOKED.code;
}

const isUnsent = (error: unknown) => error instanceof Error && error.message === "Authorization failed";

/** Every part of a client holds the same inside; `threads` is one that each version has. */
function insideOf(cloud: AssistantCloud): CloudApi {
  const { cloud: api } = cloud.threads as unknown as { cloud?: Partial<CloudApi> };
  if (typeof api?.makeRawRequest === "function" && typeof api._auth?.readAuthHeaders === "function") {
    return api as CloudApi;
  }
  throw new AssistantCloudAuthError(
    "configuration",
    forDeveloper("The inside of this version of assistant-cloud is not known."),
    {
      remedy: forDeveloper(
        "Install assistant-cloud 0.2.11, or pass `authToken: useAuthToken()` to a client of your own.",
      ),
    },
  );
}
