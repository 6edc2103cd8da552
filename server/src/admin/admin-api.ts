/**
 * The types of the requests and responses of the admin API. The dashboard imports them with `import type`. This file
 * exports no values. Every error response is an {@link AdminRefusal}.
 */

export type { MinuteCount } from "../activity/minute-counts.ts";
export type { AuditAction, AuditActor, AuditDetail } from "../changes/audit-entry.ts";
export type { DecidedBy, Decision, DecisionOutcome, DecisionRoute } from "../events/decision.ts";
export type { JwksReport } from "../explain/check-jwks.ts";
export type { RuleReport, TokenCheck, TokenReport } from "../explain/token-report.ts";
export type { ActivityQuery, ActivityResponse, AuditQuery, AuditResponse } from "./activity/activity-queries.ts";
export type { AdminJson, AdminLinkResponse, AdminListResponse, InviteBody } from "./admins/admin-bodies.ts";
export type { FieldMessages } from "./http/admin-answers.ts";
export type { AdminRefusal } from "./http/admin-refusal.ts";
export type { CreatedKeyJson, KeyBody, KeyJson, KeyLifetime, KeyList, KeyRotateBody } from "./keys/key-bodies.ts";
export type { SignInOutcome } from "./openid/sign-in-outcome.ts";
export type { OriginsBody, OriginsResponse } from "./origins/origin-bodies.ts";
export type { ProjectBody, ProjectJson, ProjectListResponse } from "./projects/project-bodies.ts";
export type { RevocationBody, RevocationJson, RevocationListResponse } from "./revocations/revocation-bodies.ts";
export type { PresetInfo, PresetInputField, PresetList } from "./rules/preset-list.ts";
export type {
  RuleBody,
  RuleConflict,
  RuleDeletion,
  RuleJson,
  RuleList,
  RulePreview,
  RuleUpdateBody,
  SavedRuleJson,
} from "./rules/rule-bodies.ts";
export type { RuleFieldInfo } from "./rules/rule-field-list.ts";
export type { OpenIdSignIn, PasswordBody, SessionState, SetUpBody, SignInBody } from "./session/session-bodies.ts";
export type { RotateBody, SigningKeyJson, SigningKeyList } from "./signing-keys/signing-key-bodies.ts";
export type { StatusResponse } from "./status/status-routes.ts";
export type {
  EraseBody,
  EraseResponse,
  MessagesResponse,
  ThreadsQuery,
  ThreadsResponse,
  UsersResponse,
  ViewBody,
  WorkspacesResponse,
} from "./threads/thread-queries.ts";
export type { TryTokenBody, TryTokenResponse } from "./tokens/try-token-body.ts";
