"use client";

import { AssistantCloudAuthError } from "../core/errors.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { requireMembers } from "./shared/require-members.ts";

/** What Better Auth's client says of the session. */
export interface BetterAuthSession {
  readonly data: {
    readonly user: { readonly id: string };
    readonly session: { readonly userId: string; readonly activeOrganizationId?: string | null | undefined };
  } | null;
  readonly isPending: boolean;
  readonly error?: { readonly status: number } | null | undefined;
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

/**
 * A token source for Better Auth: the token of its jwt plugin, exchanged under an auth rule.
 *
 * Each call fetches a new token from `/api/auth/token`; 401 there means that the session has ended. The
 * active organization is part of the identity; for the workspace it must also be in the token (`definePayload`).
 *
 * @param client the result of `createAuthClient()` of `better-auth/react`, with `jwtClient()` among its plugins
 * @throws `configuration` when `client` is something else; `getToken` rejects with it when the server has no jwt
 *   plugin, and with what the server answered otherwise
 */
export function useBetterAuthTokenSource(client: BetterAuthClient): TokenSource {
  requireMembers(client, ["useSession", "token"], "useBetterAuthTokenSource", "the result of createAuthClient()");
  const { data, isPending, error: failure } = client.useSession();
  return useProviderTokenSource({
    isLoading: isPending && data === null,
    // A session that could not be read is no sign-out: the token's route will tell.
    identity: data !== null ? [data.user.id, data.session.activeOrganizationId] : wasRefused(failure) ? null : [],
    async getToken({ signal }) {
      const answer = await client.token({ fetchOptions: { signal } });
      if (answer.data !== null) return answer.data.token;
      const { error } = answer;
      if (error?.status === 401) return null;
      if (error?.status === 404) throw noPlugin(error);
      throw error;
    },
  });
}

const wasRefused = (failure: BetterAuthSession["error"]) => !failure || failure.status === 401;

function noPlugin(cause: unknown): AssistantCloudAuthError {
  return new AssistantCloudAuthError("configuration", "The Better Auth server has no route for tokens.", {
    cause,
    remedy: "Add jwt() of better-auth/plugins to the server's plugins.",
  });
}
