"use client";

import { useEffect, useState } from "react";
import { signedOut } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { requireMembers } from "./shared/require-members.ts";

/** The part of a token of `fetchAuthSession()` that is used. */
export interface CognitoToken {
  readonly payload: { readonly [claim: string]: unknown };
  toString(): string;
}

/** The part of what `fetchAuthSession()` resolves to that is used. */
export interface CognitoSession {
  readonly tokens?: { readonly idToken?: CognitoToken; readonly accessToken?: CognitoToken };
}

/** The parts of Amplify that are used: `fetchAuthSession` of `aws-amplify/auth`, `Hub` of `aws-amplify/utils`. */
export interface CognitoAuth {
  fetchAuthSession(options?: { forceRefresh?: boolean }): Promise<CognitoSession>;
  readonly Hub: {
    listen(
      channel: "auth",
      callback: (capsule: { payload: { event: string } }) => void,
      options?: { enableCrossTabEvents?: boolean },
    ): () => void;
  };
}

/** What {@link useCognitoTokenSource} takes besides. */
export interface CognitoTokenSourceOptions {
  /**
   * Which token is sent. The access token has no audience: its auth rule must look at `client_id` instead.
   * Default: `id`.
   */
  token?: "id" | "access";
  /** Reads the organization from that token's claims, so that a switch drops the old token. Default: none. */
  organization?: (claims: CognitoToken["payload"]) => string | null;
}

/**
 * A token source for Amazon Cognito, through Amplify: the ID token (or access token), exchanged under an auth rule.
 *
 * It follows Amplify's Hub, also for what happens in other tabs; `signedOut` drops the workspace token at once. A
 * refresh token that Cognito refuses has signed the user out.
 *
 * @param auth `{ fetchAuthSession, Hub }` of Amplify, which must have been configured before
 * @throws `configuration` while rendering, when one of the two is missing; `getToken` rejects with it when the session
 *   has no ID token
 * @see https://docs.amplify.aws/react/build-a-backend/auth/connect-your-frontend/manage-user-sessions/
 */
export function useCognitoTokenSource(auth: CognitoAuth, options: CognitoTokenSourceOptions = {}): TokenSource {
  const { fetchAuthSession, Hub } = auth;
  const { token = "id" } = options;
  requireMembers(auth, ["fetchAuthSession", "Hub"], "useCognitoTokenSource", "{ fetchAuthSession, Hub }");
  const [session, setSession] = useState<CognitoSession>();
  /** User and organization as text. */
  const nameOf = (claims: CognitoToken["payload"]) => JSON.stringify([claims["sub"], options.organization?.(claims)]);
  useEffect(() => {
    let turn = 0;
    const read = async () => {
      turn += 1;
      const mine = turn;
      // Of a session that cannot be read nobody knows the user: the source tries again, so that its error is seen.
      const next = await fetchAuthSession().catch(() => ({ tokens: {} }));
      if (mine === turn) setSession(next);
    };
    const stop = Hub.listen(
      "auth",
      ({ payload: { event } }) => {
        if (/^(signedIn|signInWithRedirect|tokenRefresh)$/.test(event)) void read();
        if (event !== "signedOut") return;
        turn += 1;
        setSession({});
      },
      { enableCrossTabEvents: true },
    );
    void read();
    return () => {
      turn += 1;
      stop();
    };
  }, [fetchAuthSession, Hub]);
  const user = session?.tokens && nameOf(tokenOf(session, token)?.payload ?? {});
  return useProviderTokenSource({
    isLoading: session === undefined,
    identity: user === undefined ? null : [user, token],
    isOwn: (claims) => nameOf(claims) === user,
    async getToken({ forceRefresh }) {
      const next = await fetchAuthSession({ forceRefresh });
      const claims = tokenOf(next, token)?.payload;
      if (!next.tokens || (claims && nameOf(claims) !== user)) setSession(next);
      // Amplify has dropped a session whose refresh token Cognito refused.
      if (!next.tokens) throw signedOut();
      const jwt = tokenOf(next, token);
      if (jwt !== undefined) return jwt.toString();
      throw new AssistantCloudAuthError("configuration", forDeveloper("The Cognito session has no ID token."), {
        remedy: forDeveloper('Ask for the scope "openid".'),
      });
    },
  });
}

const tokenOf = ({ tokens }: CognitoSession, token: "id" | "access") =>
  token === "id" ? tokens?.idToken : tokens?.accessToken;
