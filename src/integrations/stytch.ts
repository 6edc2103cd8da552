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

/** The part of a Stytch client that is used. */
interface Client<Session> {
  readonly session: {
    getInfo(): { readonly session: Session | null; readonly fromCache: boolean };
    getTokens(): { readonly session_jwt: string } | null;
    onChange(callback: (session: Session | null) => void): () => void;
    authenticate(): Promise<unknown>;
  };
}

/** The part of Stytch's `useStytch()` that is used: a client of a Consumer project. */
export type StytchClient = Client<{ readonly user_id: string }>;

/** The part of Stytch's `useStytchB2BClient()` that is used: a client of a B2B project. */
export type StytchB2BClient = Client<{ readonly organization_id: string; readonly member_id: string }>;

/** Short, because the SDK renews the JWT every three minutes of its five. */
const SPARE_SECONDS = 10;
const LOADING = "";

/**
 * A token source for Stytch (Consumer): the session JWT, exchanged under an auth rule.
 *
 * It follows the client's session. A session that has expired or was revoked is a signed-out user; asking for a JWT
 * never extends the session.
 *
 * @param stytch the client that Stytch's own `useStytch()` returns
 * @throws `configuration` at once for another object, or a B2B client; `getToken` rejects with `configuration` when
 *   the project keeps its sessions in HttpOnly cookies, where no JavaScript can read them
 * @see https://stytch.com/docs/sessions/using-sessions
 */
export function useStytchTokenSource(stytch: StytchClient): TokenSource {
  return useSessionSource(stytch, "Stytch", ["user_id"]);
}

/**
 * A token source for Stytch B2B: the session JWT of a member, exchanged under an auth rule.
 *
 * As {@link useStytchTokenSource}; the token is one of organization and member, and a switch of either
 * (`session.exchange()`) drops the workspace token before.
 *
 * @param stytch the client that Stytch's own `useStytchB2BClient()` returns
 * @throws as {@link useStytchTokenSource}
 */
export function useStytchB2BTokenSource(stytch: StytchB2BClient): TokenSource {
  return useSessionSource(stytch, "StytchB2B", ["organization_id", "member_id"]);
}

/** @param ids the members of a session that say whose it is, the token's subject last */
function useSessionSource<Id extends string>(
  stytch: Client<{ readonly [Name in Id]: string }>,
  name: string,
  ids: readonly Id[],
): TokenSource {
  const client = stytch?.session;
  const requireAll = (value: unknown, members: readonly string[]) =>
    requireMembers(value, members, `use${name}TokenSource`, `the ${name}Client`);
  requireAll(client, ["getInfo"]);
  const subscribe = useCallback((onChange: () => void) => client.onChange(onChange), [client]);
  const read = () => {
    const { session, fromCache } = client.getInfo();
    if (!session) return fromCache ? LOADING : null;
    requireAll(session, ids);
    return ids.map((id) => session[id]).join(" ");
  };
  // Text, so that a session that was merely extended renders nothing.
  const state = useSyncExternalStore(subscribe, read, () => LOADING);

  return useProviderTokenSource({
    isLoading: state === LOADING,
    identity: state ? [state] : null,
    // Tabs share the SDK's cookies.
    isOwn: ({ sub }) => sub === state?.split(" ").at(-1),
    async getToken({ forceRefresh }) {
      const readToken = () => client.getTokens()?.session_jwt;
      let token = readToken();
      if (forceRefresh || !token || expiresWithin(decodeClaims(token, "Stytch")["exp"], SPARE_SECONDS)) {
        try {
          await client.authenticate();
        } catch (error) {
          // The SDK drops a session that is over, and keeps it when Stytch is out of reach.
          throw client.getInfo().session ? error : signedOut(error);
        }
        token = readToken();
      }
      if (!token) {
        throw new AssistantCloudAuthError("configuration", forDeveloper("Stytch gave no session JWT."), {
          remedy: forDeveloper("Turn off HttpOnly cookies in Stytch."),
        });
      }
      return token;
    },
  });
}
