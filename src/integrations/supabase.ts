"use client";

import { signedOut } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { requireMembers } from "./shared/require-members.ts";
import { useFollowed } from "./shared/use-followed.ts";

/** The part of a Supabase session that is used. */
export interface SupabaseSession {
  readonly access_token: string;
  readonly user: { readonly id: string; readonly app_metadata?: Readonly<Record<string, unknown>> };
}

/** What Supabase's `getSession()` and `refreshSession()` answer. */
export interface SupabaseAnswer<Session extends SupabaseSession> {
  readonly data: { readonly session: Session | null };
  readonly error: Error | null;
}

/** The part of a client of `@supabase/supabase-js` that is used. */
export interface SupabaseClientLike<Session extends SupabaseSession = SupabaseSession> {
  readonly auth: {
    getSession(): Promise<SupabaseAnswer<Session>>;
    refreshSession(): Promise<SupabaseAnswer<Session>>;
    onAuthStateChange(listener: (event: string, session: Session | null) => void): {
      data: { subscription: { unsubscribe(): void } };
    };
  };
}

/** What {@link useSupabaseTokenSource} takes besides. */
export interface SupabaseTokenSourceOptions<Session extends SupabaseSession> {
  /**
   * Reads the organization from the session, so that a switch drops the old token. Default: `org_id` of the user's
   * `app_metadata`, the claim that the rule's `organization` stands for.
   */
  organization?: (session: Session) => unknown;
}

/** `{"alg":"H` in base64url: how the header of a token that is signed with a shared secret begins. */
const HS_HEADER = "eyJhbGciOiJI";
const EXPECTED = ["useSupabaseTokenSource", "the result of createClient()"] as const;

/**
 * A token source for Supabase: the access token of the session, exchanged under an auth rule.
 *
 * Follows the client's `onAuthStateChange`. A session that the client cannot renew for now is a failure that is
 * tried again, not a sign-out.
 *
 * @param client the result of `createClient()`, made once
 * @throws `configuration` while rendering, when `client` is not a Supabase client; `getToken` rejects with it when
 * the project still signs with the legacy secret (HS256), which nobody else can verify
 * @see https://supabase.com/docs/guides/auth/signing-keys
 */
export function useSupabaseTokenSource<Session extends SupabaseSession>(
  client: SupabaseClientLike<Session>,
  { organization = ({ user }) => user.app_metadata?.["org_id"] }: SupabaseTokenSourceOptions<Session> = {},
): TokenSource {
  requireMembers(client, ["auth"], ...EXPECTED);
  requireMembers(client.auth, ["getSession", "onAuthStateChange"], ...EXPECTED);
  const followed = useFollowed(client, follow as typeof follow<Session>);
  return useProviderTokenSource({
    isLoading: followed === undefined,
    // Nobody is an identity too: at its start the client says so as well of a session that it could not renew.
    identity: [followed?.user.id, followed && (organization(followed) as string)],
    session: followed?.access_token,
    isOwn: ({ sub }) => !followed || sub === followed.user.id,
    async getToken({ forceRefresh }) {
      // Without a session there is nothing to renew, and the client would call that an error.
      const { data, error } = await client.auth[forceRefresh && followed ? "refreshSession" : "getSession"]();
      if (error) throw error;
      const { session } = data;
      if (!session) throw signedOut();
      if (!session.access_token.startsWith(HS_HEADER)) return session.access_token;
      throw new AssistantCloudAuthError(
        "configuration",
        forDeveloper("Supabase signs with the legacy secret (HS256)."),
        {
          remedy: forDeveloper("Move the project to JWT signing keys, then rotate."),
        },
      );
    },
  });
}

/** Nothing is awaited in the callback: the client would wait for it, and it for the client. */
function follow<Session extends SupabaseSession>(
  { auth }: SupabaseClientLike<Session>,
  tell: (session: Session | null) => void,
): () => void {
  const { data } = auth.onAuthStateChange((_event, session) => tell(session));
  return () => data.subscription.unsubscribe();
}
