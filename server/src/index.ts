export type { AuditLog, AuditPage, AuditPageOptions } from "./activity/audit-log.ts";
export type { Authority, DashboardLinks } from "./app/authority.ts";
export type { ClientConnection } from "./app/client-connection.ts";
export { createAuthority } from "./app/create-authority.ts";
export { createProjectsAuthority } from "./app/create-projects-authority.ts";
export type { ProjectsAuthority } from "./app/projects-authority.ts";
export { type AuthorityServer, type ServeOptions, serveAuthority } from "./app/serve.ts";
export { AuthorityError, type AuthorityErrorCode, isAuthorityError } from "./base/authority-error.ts";
export type { AuditAction, AuditActor, AuditDetail, AuditEntry } from "./changes/audit-entry.ts";
export type {
  AuthorityOptions,
  RateLimitOptions,
  SigningKeyRotationOptions,
  ThreadClaim,
} from "./config/authority-options.ts";
export type { OpenIdAdmission, OpenIdSignInOptions } from "./config/openid-sign-in-options.ts";
export type {
  AuthorityEvent,
  AuthorityEventListener,
  DecisionEvent,
  JwksFetchEvent,
  RequestEvent,
} from "./events/authority-event.ts";
export type { ApiKeyInfo, ApiKeyInput, CreatedApiKey, RotateOptions } from "./keys/api-keys.ts";
export type { ProjectInfo, ProjectInput } from "./projects/project-list.ts";
export type { Revocation, RevocationInput, RevocationKind } from "./revocations/revocation.ts";
export type { AuthRule, AuthRuleContent, AuthRuleInput, RequiredValue } from "./rules/auth-rule.ts";
export { authRuleFor } from "./rules/presets/auth-rule-for.ts";
export type { ProviderInputs, ProviderName } from "./rules/presets/presets.ts";
export type { SigningKeyInfo } from "./signing/key-rotation.ts";
export type { AuthorityStorage } from "./storage/authority-storage.ts";
export { type OpenStorageOptions, openStorage } from "./storage/open-storage.ts";
