"use client";

import { useCallback, useSyncExternalStore } from "react";
import { signedOut } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { decodeClaims } from "../core/workspace-token.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { expiresWithin } from "./shared/expires-within.ts";
import { requireMembers } from "./shared/require-members.ts";

/** The part of a Stytch client that the hooks below use. */
interface Client<Session> {
  readonly session: {
    getInfo(): { readonly session: Session | null; readonly fromCache: boolean };
    getTokens(): { readonly session_jwt: string } | null;
    onChange(callback: (session: Session | null) => void): () => void;
    authenticate(): Promise<unknown>;
  };
}

/** The times of the sign-ins of a session, one for each factor, such as a password or an email link. */
interface SignIns {
  readonly authentication_factors?: readonly { readonly last_authenticated_at: string }[];
}

/** The part of the client of a Stytch Consumer project that {@link useStytchTokenSource} uses. */
export type StytchClient = Client<SignIns & { readonly user_id: string; readonly session_id?: string }>;

/** The part of the client of a Stytch B2B project that {@link useStytchB2BTokenSource} uses. */
export type StytchB2BClient = Client<
  SignIns & { readonly organization_id: string; readonly member_id: string; readonly member_session_id?: string }
>;

/**
 * The token source renews the session JWT this many seconds before the JWT expires. The value is low, because the SDK
 * itself renews the five-minute JWT every three minutes.
 */
const RENEWAL_MARGIN_SECONDS = 10;
const LOADING = "";

/**
 * Returns a token source for a Stytch Consumer project. The cloud exchanges the session JWT for a workspace token under
 * an auth rule.
 *
 * When the session expires or is revoked, the engine signs the user out. A renewal of the JWT never extends the
 * session.
 *
 * @param stytch the result of Stytch's `useStytch()`
 * @throws `configuration` during rendering if the argument is invalid, such as a B2B client. `getToken` rejects with
 *   `configuration` when the project keeps its sessions in HttpOnly cookies, which JavaScript cannot read
 * @see https://stytch.com/docs/sessions/using-sessions
 */
export function useStytchTokenSource(stytch: StytchClient): TokenSource {
  return useSessionSource(stytch, "Stytch", ["user_id"], "session_id");
}

/**
 * Returns a token source for a Stytch B2B project. The cloud exchanges the member's session JWT for a workspace token
 * under an auth rule.
 *
 * The source works like the source of {@link useStytchTokenSource}. When the organization or member changes
 * (`session.exchange()`), the engine drops the old workspace token before it fetches another.
 *
 * @param stytch the result of Stytch's `useStytchB2BClient()`
 * @throws the same errors as {@link useStytchTokenSource}
 */
export function useStytchB2BTokenSource(stytch: StytchB2BClient): TokenSource {
  return useSessionSource(stytch, "StytchB2B", ["organization_id", "member_id"], "member_session_id");
}

/**
 * Returns a token source for the session of a Stytch client.
 *
 * @param ids the names of the session properties that identify the user. The last of these properties contains the
 *   token's subject
 * @param sessionId the name of the property that contains the session's id
 */
function useSessionSource<Id extends string, SessionId extends string>(
  stytch: Client<SignIns & { readonly [Name in Id]: string } & { readonly [Name in SessionId]?: string }>,
  name: string,
  ids: readonly Id[],
  sessionId: SessionId,
): TokenSource {
  const client = stytch?.session;
  const requireAll = (value: unknown, members: readonly string[]) =>
    requireMembers(
      value,
      members,
      `use${name}TokenSource`,
      forDeveloper(() => `the ${name}Client`),
    );
  requireAll(client, ["getInfo"]);
  const subscribe = useCallback((onChange: () => void) => client.onChange(onChange), [client]);
  const read = () => {
    const { session, fromCache } = client.getInfo();
    if (!session) return fromCache ? LOADING : null;
    requireAll(session, ids);
    return ids.map((id) => session[id]).join(" ");
  };
  // The state is a string, so that React compares it by value. An extended session with the same ids then causes no
  // rerender.
  const state = useSyncExternalStore(subscribe, read, () => LOADING);
  // A new sign-in of the same user may keep the session's id and only change the time of a factor. A renewed JWT
  // changes neither.
  const readSignIn = () => {
    const { session } = client.getInfo();
    return JSON.stringify([
      session?.[sessionId],
      session?.authentication_factors?.map(({ last_authenticated_at }) => last_authenticated_at),
    ]);
  };
  const signIn = useSyncExternalStore(subscribe, readSignIn, () => LOADING);

  return useProviderTokenSource({
    isLoading: state === LOADING,
    identity: state ? [state] : null,
    session: signIn,
    // Tabs share the SDK's cookies, so the JWT may be another user's.
    isOwn: ({ sub }) => sub === state?.split(" ").at(-1),
    async getToken({ forceRefresh }) {
      const readToken = () => client.getTokens()?.session_jwt;
      let token = readToken();
      if (forceRefresh || !token || expiresWithin(decodeClaims(token, "Stytch")["exp"], RENEWAL_MARGIN_SECONDS)) {
        try {
          await client.authenticate();
        } catch (error) {
          // The SDK drops a session that has ended, and keeps the session when Stytch cannot be reached.
          throw client.getInfo().session ? error : signedOut(error);
        }
        token = readToken();
      }
      if (!token) {
        throw new AssistantCloudAuthError("configuration", forDeveloper("Stytch returned no session JWT."), {
          remedy: forDeveloper("Turn off HttpOnly cookies in Stytch."),
        });
      }
      return token;
    },
  });
}
