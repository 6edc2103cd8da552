import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { PasswordBody, SessionState, SetUpBody, SignInBody } from "../../src/admin/admin-api.ts";
import { SESSION_KEY } from "../api/create-query-client.ts";
import { request } from "../api/request.ts";

/** Who is signed in, as this page knows it. */
type PageSession = SessionState & {
  /** Signed out from here, and by intent; absent where the session ended otherwise. */
  wasLeft?: true;
};

/** Who is signed in; asked again whenever the window is looked at. */
export function useSession() {
  return useQuery({
    queryKey: SESSION_KEY,
    queryFn: async ({ signal, client }): Promise<PageSession> => {
      const session = await request<SessionState>("session", { signal });
      // The authority does not know how a session ended.
      const wasLeft = client.getQueryData<PageSession>(SESSION_KEY)?.wasLeft;
      return wasLeft === true && !session.signedIn ? { ...session, wasLeft } : session;
    },
    staleTime: 0,
  });
}

/** Signs in, by the password or by setting it for the first time. */
export function useEnter(way: "session" | "setup") {
  const client = useQueryClient();
  return useMutation({
    // What was sent holds the password.
    gcTime: 0,
    mutationFn: (body: SignInBody | SetUpBody) => request<SessionState>(way, { method: "POST", body }),
    onSuccess: (session) => client.setQueryData(SESSION_KEY, session),
  });
}

/** Changes the password. Every session ends with it; this page is given a new one. */
export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    gcTime: 0,
    mutationFn: (body: PasswordBody) => request<SessionState>("password", { method: "PUT", body }),
    onSuccess: (session) => client.setQueryData(SESSION_KEY, session),
  });
}

/** Signs out, here or wherever somebody is signed in; nothing that was read stays in the page. */
export function useSignOut(where: "session" | "sessions") {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<undefined>(where, { method: "DELETE" }),
    onSuccess: async () => {
      // What is under way would be written down after all.
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
