"use client";

import { useEffect, useState } from "react";
import { signedOut } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { requireMembers } from "./shared/require-members.ts";
import { useLatest } from "./shared/use-latest.ts";

/** The part of a token of Amplify's `fetchAuthSession()` that {@link useCognitoTokenSource} uses. */
export interface CognitoToken {
  readonly payload: { readonly [claim: string]: unknown };
  toString(): string;
}

/** The part of the result of Amplify's `fetchAuthSession()` that {@link useCognitoTokenSource} uses. */
export interface CognitoSession {
  readonly tokens?: { readonly idToken?: CognitoToken; readonly accessToken?: CognitoToken };
}

/**
 * The parts of Amplify that {@link useCognitoTokenSource} uses: `fetchAuthSession` of `aws-amplify/auth` and `Hub` of
 * `aws-amplify/utils`.
 */
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

/** Options of {@link useCognitoTokenSource}. */
export interface CognitoTokenSourceOptions {
  /**
   * Which token to exchange. The access token has no audience, so its auth rule must check `client_id` instead.
   * Default: `id`.
   */
  token?: "id" | "access";
  /**
   * Returns the organization from the token's claims. When the organization changes, the engine drops the workspace
   * token. Default: none.
   */
  organization?: (claims: CognitoToken["payload"]) => string | null;
}

/**
 * Returns a token source for Amazon Cognito with Amplify. The cloud exchanges the ID token, or the access token, for a
 * workspace token under an auth rule.
 *
 * The source listens to Amplify's Hub, including the Hub's events from other tabs. After the event `signedOut`, the
 * engine drops the workspace token at once. When Cognito refuses the refresh token, for example because the user no
 * longer exists, the source signs the user out.
 *
 * @param auth `{ fetchAuthSession, Hub }` of Amplify; configure Amplify before the first render
 * @param options which token to exchange, and how to find the organization
 * @throws `configuration` during rendering if a member of `auth` is missing. `getToken` rejects with `configuration`
 *   when the session has no ID token
 * @see https://docs.amplify.aws/react/build-a-backend/auth/connect-your-frontend/manage-user-sessions/
 */
export function useCognitoTokenSource(auth: CognitoAuth, options: CognitoTokenSourceOptions = {}): TokenSource {
  requireMembers(auth, ["fetchAuthSession", "Hub"], "useCognitoTokenSource", "{ fetchAuthSession, Hub }");
  const { fetchAuthSession, Hub } = auth;
  const { token = "id" } = options;
  const [session, setSession] = useState<CognitoSession>();
  const latest = useLatest(fetchAuthSession);
  /** Returns the user and organization as text. */
  const nameOf = (claims: CognitoToken["payload"]) => JSON.stringify([claims["sub"], options.organization?.(claims)]);
  useEffect(() => {
    let latestRead = 0;
    let pendingReads = 0;
    const read = async () => {
      pendingReads += 1;
      latestRead += 1;
      const thisRead = latestRead;
      // If the first session cannot be read, report an unknown user, so the engine calls the token source and shows the
      // source's error. After that, keep the last session.
      const next = await latest.current().catch(() => null);
      pendingReads -= 1;
      if (thisRead === latestRead) setSession((known) => next ?? known ?? { tokens: {} });
    };
    const stop = Hub.listen(
      "auth",
      ({ payload: { event } }) => {
        // A read may refresh the tokens. If it started another read, tokens that are already expired would cause a loop.
        if (/^(signedIn|signInWithRedirect)$/.test(event) || (event === "tokenRefresh" && !pendingReads)) void read();
        if (event !== "signedOut") return;
        latestRead += 1;
        setSession({});
      },
      { enableCrossTabEvents: true },
    );
    void read();
    return () => {
      latestRead += 1;
      stop();
    };
  }, [Hub, latest]);
  const user = session?.tokens && nameOf(tokenOf(session, token)?.payload ?? {});
  return useProviderTokenSource({
    isLoading: session === undefined,
    identity: user === undefined ? null : [user, token],
    isOwn: (claims) => nameOf(claims) === user,
    async getToken({ forceRefresh }) {
      let refusal: unknown;
      const next = await fetchAuthSession({ forceRefresh }).catch((error): CognitoSession => {
        if (!SESSION_ENDED.test(error?.name)) throw error;
        refusal = error;
        return {};
      });
      const claims = tokenOf(next, token)?.payload;
      if (!next.tokens || (claims && nameOf(claims) !== user)) setSession(next);
      // Cognito has refused the refresh token, so Amplify has dropped the session.
      if (!next.tokens) throw signedOut(refusal);
      const jwt = tokenOf(next, token);
      if (jwt !== undefined) return jwt.toString();
      throw new AssistantCloudAuthError("configuration", forDeveloper("The Cognito session has no ID token."), {
        remedy: forDeveloper('Request the scope "openid".'),
      });
    },
  });
}

/**
 * Matches the names of Cognito's errors after which Amplify drops its tokens. After `NotAuthorizedException`, Amplify
 * returns a session without tokens instead of the error.
 */
const SESSION_ENDED = /^(UserNotFound|UserNotConfirmed|TokenRevoked|PasswordResetRequired|RefreshTokenReuse)Exception/;

const tokenOf = ({ tokens }: CognitoSession, token: "id" | "access") =>
  token === "id" ? tokens?.idToken : tokens?.accessToken;
