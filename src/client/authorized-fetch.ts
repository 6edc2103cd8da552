import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { readBearer } from "../core/protocol.ts";
import type { Carried } from "./carrier.ts";
import { discard, prepareRequest, type SendWithToken } from "./platform/system-fetch.ts";
import { isRevocation } from "./request.ts";

/** Resolves to a usable workspace token, or to null when nobody is signed in. */
export type GetToken = (options?: { forceRefresh?: boolean }) => Promise<string | null>;

/** All that an authorized fetch needs of an engine. */
export interface TokenKeeper {
  getToken: GetToken;
  /** Is handed every token that a response carries in its `Authorization` header. */
  adopt(token: string): void;
  /** Is handed a token that the server has revoked; true when that signs the user out. Default: it does not. */
  revoke?(token: string): boolean;
  /** Lets a request that can be sent again carry the ID token; see `EngineCore.carry`. Default: it waits for a token. */
  carry?(url: string, send: SendWithToken): Promise<Carried>;
}

/**
 * Makes a `fetch` that sends the workspace token as bearer (RFC 6750).
 *
 * On 401 the request is sent once more: with the current token when the refused one has been replaced meanwhile,
 * else with a forced new one, which all requests share. It is not sent again when its body is a stream
 * that has been consumed, or when no other token can be had; then the first response is returned.
 *
 * A 401 of the code `token_revoked` signs the user out in all tabs instead.
 *
 * The first request of a user may carry the provider's ID token in place of an exchange; see `EngineCore.carry`.
 *
 * A token that the server rotated in a response's header is handed back to the keeper that gave the first one.
 *
 * An `Authorization` header of the caller's own is overwritten. Use it for the assistant-ui API only: any
 * other host would be handed the token.
 *
 * @param keeperOf gives the engine of the present user; looked up once a request
 * @throws `signed_out` when nobody is signed in, and whatever `getToken` rejects with
 */
export function createAuthorizedFetch(
  keeperOf: () => TokenKeeper,
  fetch: typeof globalThis.fetch,
): typeof globalThis.fetch {
  return async (input, init) => {
    const { getToken, adopt, carry, revoke } = keeperOf();
    const { url, sends } = prepareRequest(fetch, input, init);
    const send = async (token: string) => {
      const response = await (sends.shift() as SendWithToken)(token);
      const rotated = readBearer(response.headers.get("Authorization"));
      if (rotated !== null) adopt(rotated);
      return response;
    };
    const given = await (sends.length > 1 && carry ? carry(url, send) : getToken());
    if (isAnswer(given)) return given;
    const token = requireToken(given);
    const endsSession = async (answer: Response, sent: string) =>
      revoke !== undefined && (await isRevocation(answer)) && revoke(sent);
    const response = await send(token);
    if (response.status !== 401 || (await endsSession(response, token)) || sends.length === 0) return response;
    const next = await anotherToken(getToken, token);
    if (next === null) return response;
    discard(response);
    const last = await send(next);
    await endsSession(last, next);
    return last;
  };
}

/** Whether the request has carried the ID token. */
export function isAnswer(given: Carried): given is Response {
  return typeof given === "object" && given !== null;
}

/** Returns the token; throws `signed_out` when there is none. */
export function requireToken(token: string | null): string {
  if (token !== null) return token;
  throw new AssistantCloudAuthError("signed_out", forDeveloper("Nobody is signed in; the request was not sent."));
}

/** Another token than the one that was refused, by one shared refresh if need be; null when none can be had. */
export async function anotherToken(getToken: GetToken, refused: string): Promise<string | null> {
  try {
    const current = await getToken();
    const next = current === refused ? await getToken({ forceRefresh: true }) : current;
    return next === refused ? null : next;
  } catch {
    return null;
  }
}
