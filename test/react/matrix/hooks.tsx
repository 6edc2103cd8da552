import {
  Authenticated,
  AuthLoading,
  isAssistantCloudAuthError,
  type TokenSource,
  Unauthenticated,
  useAuthorizedFetch,
  useAuthStatus,
  useAuthToken,
  useProviderTokenSource,
  useSuspenseWorkspaceToken,
  useWorkspaceToken,
} from "assistant-cloud-auth";
import { useAssistantCloud } from "assistant-cloud-auth/assistant-cloud";
import type { ReactNode } from "react";
import type { ControlledSource } from "../../../src/testing/create-controlled-source.ts";
import { CLOUD, subjectOf } from "./cloud.ts";

/** A user's auth state. `issuedAt` is the issue time of the token, in seconds since the test began. */
export type State =
  | { status: "loading" | "unauthenticated" }
  | { status: "authenticated"; person: string; issuedAt: number }
  | { status: "error"; code: string };

/** The signed-in user; null after a sign-out that the auth provider's SDK reports. */
export type Person = "ada" | "bob" | null;

/** Each render creates a token source with this user and session. */
export interface SignedIn {
  person: Person;
  session: number;
}

/** A row of the matrix: a public hook, or a component that renders its children only in some auth states. */
export interface Hook {
  name: string;
  /** Calls the hook and returns what the component shows. */
  useText(): ReactNode;
  /** Returns the text that the component should show in an auth state. */
  expectedText(state: State): string;
  /** Returns a function that requests a token. The function calls the tested hook if the hook can request a token. */
  useRequest(): () => Promise<string>;
  useSource(signedIn: SignedIn, sources: Record<"ada" | "bob", ControlledSource>): TokenSource;
  /** Whether the hook throws errors to the error boundary. */
  throws: boolean;
  /** Whether the hook suspends until the first source call settles. */
  suspends: boolean;
  /** Whether a sign-out changes the source's key. The engine then makes no source call. */
  signsOutByIdentity: boolean;
}

/** Describes an auth state, including the token's issue time. */
function tokenText(state: State): string {
  if (state.status === "authenticated") return `authenticated ${state.person} ${state.issuedAt}`;
  return state.status === "error" ? `error ${state.code}` : state.status;
}

/** Describes an auth state without the token's issue time. */
function statusText(state: State): string {
  return state.status === "authenticated" ? `authenticated ${state.person}` : tokenText(state);
}

function useTokenText(token: ReturnType<typeof useWorkspaceToken>): string {
  const { status, error, expiresAt, userId } = token;
  // A component rerenders for the properties that it has read. These two change most often.
  const progress = [token.isRefreshing, token.refreshError].length;
  if (status === "error") return tokenText({ status, code: error.code });
  if (status !== "authenticated" || progress === 0) return status;
  const issuedAt = (expiresAt.getTime() - Date.parse("2026-01-01T00:05:00Z")) / 1_000;
  return tokenText({ status, person: userId, issuedAt });
}

function useStatusText(): string {
  const { status, userId, error } = useAuthStatus();
  if (status === "error") return `error ${error.code}`;
  return status === "authenticated" ? `authenticated ${userId}` : status;
}

function useRequestByToken(): () => Promise<string> {
  const getToken = useAuthToken();
  return async () => {
    const token = await getToken();
    return token === null ? "signed_out" : subjectOf(token);
  };
}

function useRequestByFetch(): () => Promise<string> {
  const authorizedFetch = useAuthorizedFetch();
  return async () => (await (await authorizedFetch(`${CLOUD}/v1/threads`)).json()).threads[0].title;
}

function useRequestByClient(): () => Promise<string> {
  const cloud = useAssistantCloud({ telemetry: false });
  return async () => (await cloud.threads.list()).threads[0]?.title ?? "";
}

function sourceOf({ person, session }: SignedIn, sources: Record<"ada" | "bob", ControlledSource>): TokenSource {
  return { kind: "backend", key: person, session, getToken: sources[person ?? "ada"].getToken };
}

function useSdkSource({ person, session }: SignedIn, sources: Record<"ada" | "bob", ControlledSource>): TokenSource {
  const source = useProviderTokenSource({
    isLoading: false,
    identity: person === null ? null : [person],
    session,
    getToken: (request) => sources[person ?? "ada"].getToken({ ...request, baseUrl: CLOUD, fetch }),
  });
  // The tokens of this source are workspace tokens, which need no exchange.
  return { ...source, kind: "backend" };
}

const defaults = {
  expectedText: tokenText,
  useRequest: useRequestByToken,
  useSource: sourceOf,
  throws: false,
  suspends: false,
  signsOutByIdentity: false,
};
const ready = { useText: () => "ready", expectedText: () => "ready" };
const gateHook = (name: string, Gate: typeof Authenticated, status: State["status"]): Hook => ({
  ...defaults,
  name,
  useText: () => <Gate>open</Gate>,
  expectedText: (state) => (state.status === status ? "open" : ""),
});

/** The rows of the React matrix. Each row tests one hook or component. */
export const hooks: readonly Hook[] = [
  { ...defaults, name: "useWorkspaceToken", useText: () => useTokenText(useWorkspaceToken()), throws: true },
  {
    ...defaults,
    name: "useWorkspaceToken without throwing",
    useText: () => useTokenText(useWorkspaceToken({ throwOnError: false })),
  },
  {
    ...defaults,
    name: "useSuspenseWorkspaceToken",
    useText: () => useTokenText(useSuspenseWorkspaceToken()),
    throws: true,
    suspends: true,
  },
  { ...defaults, name: "useAuthStatus", useText: useStatusText, expectedText: statusText },
  { ...defaults, ...ready, name: "useAuthToken" },
  { ...defaults, ...ready, name: "useAuthorizedFetch", useRequest: useRequestByFetch },
  { ...defaults, ...ready, name: "useAssistantCloud", useRequest: useRequestByClient },
  {
    ...defaults,
    name: "useProviderTokenSource",
    useText: () => useTokenText(useWorkspaceToken({ throwOnError: false })),
    useSource: useSdkSource,
    signsOutByIdentity: true,
  },
  gateHook("Authenticated", Authenticated, "authenticated"),
  gateHook("Unauthenticated", Unauthenticated, "unauthenticated"),
  gateHook("AuthLoading", AuthLoading, "loading"),
];

/** Returns the outcome of a token request: the user id in the token, `signed_out` or another error code. */
export async function outcomeOf(request: Promise<string>): Promise<string> {
  try {
    return await request;
  } catch (error) {
    return isAssistantCloudAuthError(error) ? error.code : String(error);
  }
}
