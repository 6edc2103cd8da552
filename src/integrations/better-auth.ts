"use client";

import { useRef, useState } from "react";
import { signedOut } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { readClaims } from "./shared/read-claims.ts";
import { requireMembers } from "./shared/require-members.ts";
import { UNKNOWN_USER } from "./shared/unknown-user.ts";

/** The part of the result of Better Auth's `useSession()` that {@link useBetterAuthTokenSource} uses. */
export interface BetterAuthSession {
  readonly data: {
    readonly user: { readonly id: string };
    readonly session: {
      readonly id?: string;
      readonly userId: string;
      readonly activeOrganizationId?: string | null | undefined;
    };
  } | null;
  readonly isPending: boolean;
  readonly error?: { readonly status: number } | null | undefined;
  refetch?(): unknown;
}

/** The part of the result of Better Auth's `client.token()` that {@link useBetterAuthTokenSource} uses. */
export interface BetterAuthAnswer {
  readonly data: { readonly token: string } | null;
  readonly error: { readonly status: number } | null;
}

/**
 * The members of Better Auth's React client that {@link useBetterAuthTokenSource} calls. The client must have the
 * plugin `jwtClient()`.
 */
export interface BetterAuthClient {
  useSession(): BetterAuthSession;
  token(request?: { fetchOptions?: { signal?: AbortSignal } }): Promise<BetterAuthAnswer>;
}

/** Options of {@link useBetterAuthTokenSource}. */
export interface BetterAuthTokenSourceOptions {
  /**
   * Returns the token's subject for a user. Set this option if the server has its own `jwt.getSubject`. Default: the
   * user's id.
   */
  subject?: (user: NonNullable<BetterAuthSession["data"]>["user"]) => string;
}

/**
 * Returns a token source for Better Auth. The cloud exchanges the jwt plugin's token for a workspace token under an
 * auth rule.
 *
 * Each call fetches a new token from `/api/auth/token`. A 401 from this route signs the user out in all tabs. When the
 * user or active organization changes, the engine drops the old workspace token before it fetches a new token. To make
 * the organization part of the workspace, add the organization to the jwt plugin's token (`definePayload`).
 *
 * If another user signs in from another tab, the server returns the new user's token. The source never uses this token,
 * and makes the client read the session again. After a switch of the organization in another tab, the source does the
 * same if the token contains `activeOrganizationId`.
 *
 * @param client the result of `createAuthClient()` of `better-auth/react`, with the plugin `jwtClient()`
 * @param options how to find the token's subject
 * @throws `configuration` during rendering if an argument is invalid. `getToken` rejects with `configuration` when the
 *   server has no jwt plugin, and with the server's error after other failures
 */
export function useBetterAuthTokenSource(
  client: BetterAuthClient,
  options: BetterAuthTokenSourceOptions = {},
): TokenSource {
  requireMembers(
    client,
    ["useSession", "token"],
    "useBetterAuthTokenSource",
    forDeveloper("the result of createAuthClient()"),
  );
  const { data, isPending, error: failure, refetch } = client.useSession();
  const subject = data && (options.subject?.(data.user) ?? data.user.id);
  // Better Auth reports neither a new user nor a switched organization to other tabs, so compare both.
  const namesOrganization = useRef(false);
  const isOwn = ({ sub, activeOrganizationId: organization }: Readonly<Record<string, unknown>>) => {
    // The claim is missing if the server leaves it out, or if the user has no active organization.
    if (organization !== undefined) namesOrganization.current = true;
    if (data === null) return true;
    const active = data.session.activeOrganizationId ?? null;
    return sub === subject && (!namesOrganization.current || (organization ?? null) === active);
  };
  // When the tab gets focus, the client reads the session again. Without a session, it then reports itself as pending
  // and drops the error of the last read, so remember what that read has shown.
  const [hasNoSession, setHasNoSession] = useState<boolean>();
  if (!isPending && hasNoSession !== wasRefused(failure)) setHasNoSession(wasRefused(failure));
  return useProviderTokenSource({
    isLoading: isPending && data === null && hasNoSession === undefined,
    // A session that could not be read is not a sign-out, so don't report one. The result of `client.token()` shows
    // whether the user is signed in.
    identity: data !== null ? [data.user.id, data.session.activeOrganizationId] : hasNoSession ? null : [UNKNOWN_USER],
    session: data?.session.id,
    isOwn,
    async getToken({ signal }) {
      const { data: answer, error } = await client.token({ fetchOptions: { signal } });
      // A captive portal responds with 200 and HTML, so the body may have no token.
      const token = answer?.token;
      if (token) {
        if (!isOwn(readClaims(token))) void refetch?.();
        return token;
      }
      if (error?.status === 401) throw signedOut(error);
      throw error?.status === 404 ? noPlugin(error) : (error ?? new Error("The response has no token."));
    },
  });
}

const wasRefused = (failure: BetterAuthSession["error"]) => !failure || failure.status === 401;

function noPlugin(cause: unknown): AssistantCloudAuthError {
  return new AssistantCloudAuthError("configuration", forDeveloper("The Better Auth server has no route for tokens."), {
    cause,
    remedy: forDeveloper("Add jwt() from better-auth/plugins to the server's plugins."),
  });
}
