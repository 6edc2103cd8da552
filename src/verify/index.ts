export { AssistantCloudAuthError, isAssistantCloudAuthError } from "../core/errors.ts";
export type { GuardOptions } from "./create-authorizer.ts";
export {
  expressWorkspaceGuard,
  type GuardedNodeRequest,
  type GuardedNodeResponse,
} from "./guards/express-workspace-guard.ts";
export { fastifyWorkspaceGuard, type GuardedFastifyReply } from "./guards/fastify-workspace-guard.ts";
export { fetchWorkspaceGuard } from "./guards/fetch-workspace-guard.ts";
export { workspaceOf } from "./guards/workspace-of.ts";
export { type GuardedHonoContext, requireWorkspaceToken, type WorkspaceVariables } from "./require-workspace-token.ts";
export type { RevocationOptions } from "./revocations/follow-revocations.ts";
export { TokenVerificationError, type TokenVerificationErrorCode } from "./token-verification-error.ts";
export type { VerifiedWorkspace } from "./verified-workspace.ts";
export type { VerifyOptions } from "./verify-options.ts";
export {
  createWorkspaceTokenVerifier,
  verifyWorkspaceToken,
  type WorkspaceTokenVerifier,
} from "./verify-workspace-token.ts";
