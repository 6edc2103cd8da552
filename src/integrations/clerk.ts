"use client";

import { interactionRequired } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { readClaims } from "./shared/read-claims.ts";
import { requireMembers } from "./shared/require-members.ts";

/** The part of Clerk's `useAuth()` that is used; every flavour of Clerk's React SDKs has it. */
export interface ClerkAuth {
  readonly isLoaded: boolean;
  readonly isSignedIn?: boolean | undefined;
  readonly userId?: string | null | undefined;
  readonly orgId?: string | null | undefined;
  readonly sessionId?: string | null | undefined;
  /** Its `sts` is `pending` while tasks are left, such as choosing an organization. */
  readonly sessionClaims?: { readonly sts?: unknown } | null | undefined;
  getToken(options?: { template?: string; skipCache?: boolean }): Promise<string | null>;
}

/** What {@link useClerkTokenSource} takes besides. */
export interface ClerkTokenSourceOptions {
  /**
   * The name of the JWT template in Clerk's dashboard; null for plain session tokens, which have no audience and live
   * one minute: their rule checks `azp` instead. Default: `assistant-ui`.
   */
  template?: string | null;
}

/**
 * A token source for Clerk: the token of a JWT template, exchanged under an auth rule.
 *
 * The token is one of user and organization; a switch of either drops the workspace token before. A session with tasks
 * left counts as signed out, as in Clerk; with `useAuth({ treatPendingAsSignedOut: false })` it is
 * `interaction_required`. A null from Clerk, as offline, is a failure that is retried.
 *
 * @param auth the result of Clerk's own `useAuth()`
 * @throws `configuration` when `auth` is something else; `getToken` rejects with it when there is no such template, or
 *   when a session token comes in place of the template's
 * @see https://clerk.com/docs/guides/sessions/jwt-templates
 */
export function useClerkTokenSource(auth: ClerkAuth, options: ClerkTokenSourceOptions = {}): TokenSource {
  requireMembers(auth, ["isLoaded", "getToken"], "useClerkTokenSource", "the result of Clerk's useAuth()");
  const { template = "assistant-ui" } = options;
  const sts = auth.sessionClaims?.sts;
  return useProviderTokenSource({
    isLoading: !auth.isLoaded,
    identity: auth.isSignedIn ? [auth.userId, auth.orgId, template] : null,
    session: `${auth.sessionId} ${sts}`,
    isOwn: ({ sub }) => sub === auth.userId,
    async getToken({ forceRefresh }) {
      if (sts === "pending") throw interactionRequired("that tasks are pending", "<RedirectToTasks />");
      if (template === null) return auth.getToken({ skipCache: forceRefresh });
      const token = await auth
        .getToken({ template, skipCache: forceRefresh })
        .catch((error) => explain(error, template));
      return token === null ? null : requireTemplate(token, template);
    },
  });
}

function explain(cause: unknown, template: string): never {
  if ((cause as { status?: number } | null)?.status !== 404) throw cause;
  throw new AssistantCloudAuthError(
    "configuration",
    forDeveloper(() => `Clerk has no JWT template named "${template}".`),
    {
      cause,
      remedy: forDeveloper("Make one in Clerk's dashboard, under JWT templates, with an `aud` claim."),
    },
  );
}

function requireTemplate(token: string, template: string): string {
  const { aud, sid, fva } = readClaims(token);
  if (aud !== undefined || sid === undefined || fva === undefined) return token;
  throw new AssistantCloudAuthError(
    "configuration",
    forDeveloper("Clerk gave its session token, which has no audience."),
    {
      remedy: forDeveloper(
        () => `Hand over useAuth() as it is, so that getToken() is asked for the template "${template}".`,
      ),
    },
  );
}
