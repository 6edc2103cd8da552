"use client";

import { signedOut } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { readClaims } from "./shared/read-claims.ts";
import { requireMembers } from "./shared/require-members.ts";

/** What Better Auth's client says of the session. */
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

/** An answer of Better Auth's client. */
export interface BetterAuthAnswer {
  readonly data: { readonly token: string } | null;
  readonly error: { readonly status: number } | null;
}

/** The part of Better Auth's React client that is used; `jwtClient()` must be among its plugins. */
export interface BetterAuthClient {
  useSession(): BetterAuthSession;
  token(request?: { fetchOptions?: { signal?: AbortSignal } }): Promise<BetterAuthAnswer>;
}

/** What {@link useBetterAuthTokenSource} takes besides. */
export interface BetterAuthTokenSourceOptions {
  /** The token's subject for a user, where the server's `jwt.getSubject` sets another one. Default: the user's id. */
  subject?: (user: NonNullable<BetterAuthSession["data"]>["user"]) => string;
}

/**
 * A token source for Better Auth: the token of its jwt plugin, exchanged under an auth rule.
 *
 * Each call fetches a new token from `/api/auth/token`; 401 there means that the session has ended, in all tabs. The
 * active organization is part of the identity; for the workspace it must also be in the token (`definePayload`). A token of
 * another user, who has signed in in another tab, is not used: the client reads its session again.
 *
 * @param client the result of `createAuthClient()` of `better-auth/react`, with `jwtClient()` among its plugins
 * @throws `configuration` when `client` is something else; `getToken` rejects with it when the server has no jwt
 *   plugin, and with what the server answered otherwise
 */
export function useBetterAuthTokenSource(
  client: BetterAuthClient,
  options: BetterAuthTokenSourceOptions = {},
): TokenSource {
  requireMembers(client, ["useSession", "token"], "useBetterAuthTokenSource", "the result of createAuthClient()");
  const { data, isPending, error: failure, refetch } = client.useSession();
  const subject = data && (options.subject?.(data.user) ?? data.user.id);
  const isOwn = ({ sub }: { sub?: unknown }) => subject === null || sub === subject;
  return useProviderTokenSource({
    isLoading: isPending && data === null,
    // A session that could not be read is no sign-out: the token's route will tell.
    identity: data !== null ? [data.user.id, data.session.activeOrganizationId] : wasRefused(failure) ? null : [],
    session: data?.session.id,
    isOwn,
    async getToken({ signal }) {
      const { data: answer, error } = await client.token({ fetchOptions: { signal } });
      // A captive portal answers 200 with HTML.
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
    remedy: forDeveloper("Add jwt() of better-auth/plugins to the server's plugins."),
  });
}
