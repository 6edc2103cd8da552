// Compiled, not run: the SDK's client must fit the hook's parameter, and its session the parameter of `organization`.
import type { Session, SupabaseClient } from "@supabase/supabase-js";
import { type SupabaseClientLike, useSupabaseTokenSource } from "../../src/integrations/supabase.ts";

declare const client: SupabaseClient;
client satisfies SupabaseClientLike<Session>;

export function ReadsTheSession() {
  return useSupabaseTokenSource(client, { organization: ({ user }) => user.user_metadata["team"] });
}

export function NeedsTheClient() {
  // @ts-expect-error takes the client, not its auth
  return useSupabaseTokenSource(client.auth);
}
