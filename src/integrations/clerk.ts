"use client";

import { interactionRequired } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { readClaims } from "./shared/read-claims.ts";
import { requireMembers } from "./shared/require-members.ts";

/**
 * The part of the result of Clerk's `useAuth()` that {@link useClerkTokenSource} uses. All of Clerk's React SDKs
 * export `useAuth()`.
 */
export interface ClerkAuth {
  readonly isLoaded: boolean;
  readonly isSignedIn?: boolean | undefined;
  readonly userId?: string | null | undefined;
  readonly orgId?: string | null | undefined;
  readonly sessionId?: string | null | undefined;
  /** `sts` is `pending` while the user has tasks left, such as choosing an organization. */
  readonly sessionClaims?: { readonly sts?: unknown } | null | undefined;
  getToken(options?: { template?: string; skipCache?: boolean }): Promise<string | null>;
}

/** Options of {@link useClerkTokenSource}. */
export interface ClerkTokenSourceOptions {
  /**
   * The name of the JWT template in Clerk's dashboard, or null to use session tokens. Session tokens are valid for one
   * minute and have no audience, so their auth rule must check `azp` instead. Default: `assistant-ui`.
   */
  template?: string | null;
}

/**
 * Returns a token source for Clerk. The cloud exchanges a JWT template's token for a workspace token under an auth
 * rule.
 *
 * When the user or organization changes, the engine drops the old workspace token before it fetches a new token. By
 * default, Clerk treats a user with pending tasks as signed out, and so does the engine. With
 * `useAuth({ treatPendingAsSignedOut: false })`, `getToken` rejects with `interaction_required` while tasks are
 * pending. The engine retries when Clerk returns null, for example while the browser is offline.
 *
 * @param auth the result of Clerk's `useAuth()`
 * @param options which JWT template to use
 * @throws `configuration` during rendering if an argument is invalid. `getToken` rejects with `configuration` when
 *   Clerk does not have the template, or returns a session token instead of the template's token
 * @see https://clerk.com/docs/guides/sessions/jwt-templates
 */
export function useClerkTokenSource(auth: ClerkAuth, options: ClerkTokenSourceOptions = {}): TokenSource {
  requireMembers(
    auth,
    ["isLoaded", "getToken"],
    "useClerkTokenSource",
    forDeveloper("the result of Clerk's useAuth()"),
  );
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
      remedy: forDeveloper("Create it in Clerk's dashboard, under JWT templates, with an `aud` claim."),
    },
  );
}

function requireTemplate(token: string, template: string): string {
  const { aud, sid, fva } = readClaims(token);
  if (aud !== undefined || sid === undefined || fva === undefined) return token;
  throw new AssistantCloudAuthError(
    "configuration",
    forDeveloper("Clerk returned its session token, which has no audience."),
    {
      remedy: forDeveloper(
        () => `Pass the result of useAuth() unchanged, so that its getToken() receives the template "${template}".`,
      ),
    },
  );
}
