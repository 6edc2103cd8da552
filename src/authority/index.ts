export type { Actor, AuditAction, AuditDetail, AuditEntry } from "./activity/audit-entry.ts";
export type { AuditLog, AuditPage, AuditPageOptions } from "./activity/audit-log.ts";
export type { DashboardLinks } from "./admin/dashboard-links.ts";
export type { OpenIdAdmission, OpenIdSignInOptions } from "./admin/openid/openid-sign-in-options.ts";
export type { Authority } from "./authority.ts";
export { AuthorityError, type AuthorityErrorCode, isAuthorityError } from "./authority-error.ts";
export type {
  AuthorityOptions,
  RateLimitOptions,
  SigningKeyRotationOptions,
  ThreadClaim,
} from "./authority-options.ts";
export type { Connection } from "./connection.ts";
export { createAuthority } from "./create-authority.ts";
export type { ApiKeyInfo, ApiKeyInput, CreatedApiKey, RollOptions } from "./keys/key-ring.ts";
export type {
  AuthorityEvent,
  DecisionEvent,
  EventListener,
  JwksFetchEvent,
  RequestEvent,
} from "./operations/events/authority-event.ts";
export { createProjectsAuthority } from "./projects/create-projects-authority.ts";
export type { ProjectInfo, ProjectInput } from "./projects/project-list.ts";
export type { ProjectsAuthority } from "./projects/projects-authority.ts";
export {
  expressWorkspaceGuard,
  type GuardedNodeRequest,
  type GuardedNodeResponse,
} from "./resource/guards/express-workspace-guard.ts";
export { fastifyWorkspaceGuard, type GuardedFastifyReply } from "./resource/guards/fastify-workspace-guard.ts";
export { fetchWorkspaceGuard } from "./resource/guards/fetch-workspace-guard.ts";
export { workspaceOf } from "./resource/guards/workspace-of.ts";
export { requireWorkspaceToken } from "./resource/require-workspace-token.ts";
export { TokenVerificationError, type TokenVerificationErrorCode } from "./resource/token-verification-error.ts";
export type { VerifiedWorkspace } from "./resource/verified-workspace.ts";
export {
  createWorkspaceTokenVerifier,
  type VerifyOptions,
  verifyWorkspaceToken,
  type WorkspaceTokenVerifier,
} from "./resource/verify-workspace-token.ts";
export type { AuthRule, AuthRuleContent, AuthRuleInput, RequiredValue } from "./rules/auth-rule.ts";
export { authRuleFor } from "./rules/presets/auth-rule-for.ts";
export type { ProviderInputs, ProviderName } from "./rules/presets/provider-inputs.ts";
export { type AuthorityServer, type ServeOptions, serveAuthority } from "./serve.ts";
export type { SigningKeyInfo } from "./signing/key-rotation.ts";
export type { AuthorityStorage } from "./storage/authority-storage.ts";
export { type OpenStorageOptions, openStorage } from "./storage/open-storage.ts";
