"use client";

import { signedOut } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { requireMembers } from "./shared/require-members.ts";
import { UNKNOWN_USER } from "./shared/unknown-user.ts";
import { useSubscription } from "./shared/use-subscription.ts";

/** The part of a Supabase session that {@link useSupabaseTokenSource} uses. */
export interface SupabaseSession {
  readonly access_token: string;
  readonly user: { readonly id: string; readonly app_metadata?: Readonly<Record<string, unknown>> };
}

/** The part of the result of `getSession()` or `refreshSession()` that {@link useSupabaseTokenSource} uses. */
export interface SupabaseAnswer<Session extends SupabaseSession> {
  readonly data: { readonly session: Session | null };
  readonly error: Error | null;
}

/** The part of a client of `@supabase/supabase-js` that {@link useSupabaseTokenSource} uses. */
export interface SupabaseClientLike<Session extends SupabaseSession = SupabaseSession> {
  readonly auth: {
    getSession(): Promise<SupabaseAnswer<Session>>;
    refreshSession(): Promise<SupabaseAnswer<Session>>;
    onAuthStateChange(listener: (event: string, session: Session | null) => void): {
      data: { subscription: { unsubscribe(): void } };
    };
  };
}

/** Options of {@link useSupabaseTokenSource}. */
export interface SupabaseTokenSourceOptions<Session extends SupabaseSession> {
  /**
   * Returns the organization of a session. When the organization changes, the engine drops the workspace token.
   * Default: `org_id` in the user's `app_metadata`, which is also the auth rule's default claim for the organization.
   */
  organization?: (session: Session) => unknown;
}

/** The start of a token that is signed with a shared secret: `{"alg":"H` in base64url. */
const HS_HEADER = "eyJhbGciOiJI";
const EXPECTED = ["useSupabaseTokenSource", forDeveloper("the result of createClient()")] as const;

/**
 * Returns a token source for Supabase. The cloud exchanges the session's access token for a workspace token under an
 * auth rule.
 *
 * The source listens to the client's `onAuthStateChange`. When the client reports an error, for example during an
 * outage, the engine retries. When the client returns neither a session nor an error, the engine signs the user out.
 *
 * @param client the result of `createClient()`; create it once
 * @param options how to find the organization
 * @throws `configuration` during rendering if an argument is invalid. `getToken` rejects with `configuration` when the
 *   project still signs with the legacy secret (HS256), because other servers cannot verify such tokens
 * @see https://supabase.com/docs/guides/auth/signing-keys
 */
export function useSupabaseTokenSource<Session extends SupabaseSession>(
  client: SupabaseClientLike<Session>,
  { organization = ({ user }) => user.app_metadata?.["org_id"] }: SupabaseTokenSourceOptions<Session> = {},
): TokenSource {
  requireMembers(client, ["auth"], ...EXPECTED);
  requireMembers(client.auth, ["getSession", "onAuthStateChange"], ...EXPECTED);
  const current = useSubscription(client, subscribe as typeof subscribe<Session>);
  return useProviderTokenSource({
    isLoading: current === undefined,
    // At startup, the client also reports no session after a failed renewal, so null would sign the user out by
    // mistake.
    identity: current ? [current.user.id, organization(current) as string] : [UNKNOWN_USER],
    session: current?.access_token,
    isOwn: ({ sub }) => !current || sub === current.user.id,
    async getToken({ forceRefresh }) {
      // refreshSession() fails without a session, so call getSession() then.
      const { data, error } = await client.auth[forceRefresh && current ? "refreshSession" : "getSession"]();
      if (error) throw error;
      const { session } = data;
      if (!session) throw signedOut();
      if (!session.access_token.startsWith(HS_HEADER)) return session.access_token;
      throw new AssistantCloudAuthError(
        "configuration",
        forDeveloper("Supabase signs tokens with the legacy secret (HS256)."),
        {
          remedy: forDeveloper("Move the project to JWT signing keys, then rotate."),
        },
      );
    },
  });
}

/**
 * Adds a listener; returns a function that removes it. The listener must not await the client: the client awaits the
 * listener, so the two would deadlock.
 */
function subscribe<Session extends SupabaseSession>(
  { auth }: SupabaseClientLike<Session>,
  listener: (session: Session | null) => void,
): () => void {
  const { data } = auth.onAuthStateChange((_event, session) => listener(session));
  return () => data.subscription.unsubscribe();
}
