"use client";

export type { Clock } from "./client/clock.ts";
export type { TokenEngineOptions } from "./client/create-token-engine.ts";
export { createTokenEngine } from "./client/create-token-engine.ts";
export type { BreakerReason } from "./client/engine-state.ts";
export type { TokenEvent } from "./client/events.ts";
export type { TokenSnapshot } from "./client/snapshot.ts";
export type { AnonymousTokenSourceOptions } from "./client/sources/anonymous.ts";
export { anonymousTokenSource } from "./client/sources/anonymous.ts";
export type { BackendFetch, BackendRoute } from "./client/sources/backend.ts";
export { backendTokenSource } from "./client/sources/backend.ts";
export type { ProviderTokenSourceOptions } from "./client/sources/provider.ts";
export { providerTokenSource } from "./client/sources/provider.ts";
export type { TokenEngine } from "./client/token-engine.ts";
export type {
  AuthErrorAction,
  AuthErrorMessage,
  AuthErrorMessages,
  AuthErrorSituation,
} from "./core/auth-error-message.ts";
export { authErrorMessage } from "./core/auth-error-message.ts";
export type { AssistantCloudAuthErrorCode, AssistantCloudAuthErrorOptions } from "./core/errors.ts";
export { AssistantCloudAuthError, isAssistantCloudAuthError } from "./core/errors.ts";
export type { TokenRequest, TokenSource } from "./core/token-source.ts";
export type { AssistantCloudProviderProps } from "./react/assistant-cloud-provider.tsx";
export { AssistantCloudProvider } from "./react/assistant-cloud-provider.tsx";
export type { AuthErrorBoundaryProps, AuthErrorFallbackProps } from "./react/auth-error-boundary.tsx";
export { AuthErrorBoundary } from "./react/auth-error-boundary.tsx";
export type { GateProps } from "./react/gates.tsx";
export { Authenticated, AuthLoading, Unauthenticated } from "./react/gates.tsx";
export type { WorkspaceToken } from "./react/token-reader.ts";
export type { AuthStatus } from "./react/use-auth-status.ts";
export { useAuthStatus } from "./react/use-auth-status.ts";
export { useAuthToken } from "./react/use-auth-token.ts";
export { useAuthorizedFetch } from "./react/use-authorized-fetch.ts";
export type { ProviderAuthState } from "./react/use-provider-token-source.ts";
export { useProviderTokenSource } from "./react/use-provider-token-source.ts";
export { useSuspenseWorkspaceToken } from "./react/use-suspense-workspace-token.ts";
export type { UseWorkspaceTokenOptions } from "./react/use-workspace-token.ts";
export { useWorkspaceToken } from "./react/use-workspace-token.ts";
