import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { PasswordBody, SessionState, SetUpBody, SignInBody } from "../../src/admin/admin-api.ts";
import { SESSION_KEY } from "../api/create-query-client.ts";
import { request } from "../api/request.ts";

/** The session as the authority reports it, and whether the user signed out in this page. */
type PageSession = SessionState & {
  /** Present if the user signed out in this page. Absent if the session ended for another reason. */
  hasSignedOut?: true;
};

/** Reads the admin's session. Reads it again whenever the browser tab becomes visible. */
export function useSession() {
  return useQuery({
    queryKey: SESSION_KEY,
    queryFn: async ({ signal, client }): Promise<PageSession> => {
      const session = await request<SessionState>("session", { signal });
      // The authority does not report why a session ended, so the page remembers whether the user signed out.
      const hasSignedOut = client.getQueryData<PageSession>(SESSION_KEY)?.hasSignedOut;
      return hasSignedOut === true && !session.signedIn ? { ...session, hasSignedOut } : session;
    },
    staleTime: 0,
  });
}

/**
 * Returns the mutation that starts a session. With the path `session`, the mutation signs the admin in with a password.
 * With the path `setup`, the mutation sets a password through a set-up link.
 */
export function useStartSession(path: "session" | "setup") {
  const client = useQueryClient();
  return useMutation({
    // The mutation's variables contain the password, so the cache must not keep them.
    gcTime: 0,
    mutationFn: (body: SignInBody | SetUpBody) => request<SessionState>(path, { method: "POST", body }),
    onSuccess: (session) => client.setQueryData(SESSION_KEY, session),
  });
}

/**
 * Returns the mutation that changes the admin's password. The request ends all of the admin's sessions and starts a new
 * one for this page.
 */
export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    gcTime: 0,
    mutationFn: (body: PasswordBody) => request<SessionState>("password", { method: "PUT", body }),
    onSuccess: (session) => client.setQueryData(SESSION_KEY, session),
  });
}

/**
 * Returns the mutation that ends this session (`session`) or all of the admin's sessions (`sessions`). The mutation
 * also clears the query cache, except for the state of the session.
 */
export function useSignOut(where: "session" | "sessions") {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<undefined>(where, { method: "DELETE" }),
    onSuccess: async () => {
      // A pending query would write its data into the cache after the sign-out.
      await client.cancelQueries();
      client.setQueryData<PageSession>(SESSION_KEY, (before) => ({
        signedIn: false,
        isSetUp: before?.isSetUp ?? true,
        ...(before?.openId === undefined ? {} : { openId: before.openId }),
        hasSignedOut: true,
      }));
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
    },
  });
}
