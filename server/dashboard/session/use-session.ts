import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { PasswordBody, SessionState, SetUpBody, SignInBody } from "../../src/admin/admin-api.ts";
import { SESSION_KEY } from "../api/create-query-client.ts";
import { request } from "../api/request.ts";

/** The session as this page knows it. */
type PageSession = SessionState & {
  /** The user signed out in this page. Absent if the session ended for another reason. */
  wasLeft?: true;
};

/** Reads the session, again whenever the window gets the focus. */
export function useSession() {
  return useQuery({
    queryKey: SESSION_KEY,
    queryFn: async ({ signal, client }): Promise<PageSession> => {
      const session = await request<SessionState>("session", { signal });
      // The authority does not report why a session ended.
      const wasLeft = client.getQueryData<PageSession>(SESSION_KEY)?.wasLeft;
      return wasLeft === true && !session.signedIn ? { ...session, wasLeft } : session;
    },
    staleTime: 0,
  });
}

/** Signs in with the password, or by setting it for the first time. */
export function useEnter(way: "session" | "setup") {
  const client = useQueryClient();
  return useMutation({
    // The mutation's variables contain the password.
    gcTime: 0,
    mutationFn: (body: SignInBody | SetUpBody) => request<SessionState>(way, { method: "POST", body }),
    onSuccess: (session) => client.setQueryData(SESSION_KEY, session),
  });
}

/** Changes the password. That ends every session; this page gets a new one. */
export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    gcTime: 0,
    mutationFn: (body: PasswordBody) => request<SessionState>("password", { method: "PUT", body }),
    onSuccess: (session) => client.setQueryData(SESSION_KEY, session),
  });
}

/** Ends this session or all of the admin's sessions, and clears the page's data. */
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
        wasLeft: true,
      }));
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
    },
  });
}
