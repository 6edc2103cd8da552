/**
 * The types of the admin API's requests and responses, which the dashboard imports with `import type`. This file
 * exports no values. Every error response is an {@link AdminRefusal}.
 */

export type { MinuteCount } from "../activity/minute-counts.ts";
export type { AuditAction, AuditActor, AuditDetail } from "../changes/audit-entry.ts";
export type { DecidedBy, Decision, DecisionOutcome, DecisionRoute } from "../events/decision.ts";
export type { JwksReport } from "../explain/check-jwks.ts";
export type { RuleReport, TokenCheck, TokenReport } from "../explain/token-report.ts";
export type { ActivityAnswer, ActivityQuery, AuditAnswer, AuditQuery } from "./activity/activity-queries.ts";
export type { AdminAnswer, AdminLinkAnswer, AdminListAnswer, InviteBody } from "./admins/admin-bodies.ts";
export type { FieldMessages } from "./http/admin-answers.ts";
export type { AdminRefusal } from "./http/admin-refusal.ts";
export type { KeyAnswer, KeyBody, KeyCreation, KeyLifetime, KeyList, KeyRotateBody } from "./keys/key-bodies.ts";
export type { SignInOutcome } from "./openid/sign-in-outcome.ts";
export type { OriginsAnswer, OriginsBody } from "./origins/origin-bodies.ts";
export type { ProjectAnswer, ProjectBody, ProjectListAnswer } from "./projects/project-bodies.ts";
export type { RevocationAnswer, RevocationBody, RevocationListAnswer } from "./revocations/revocation-bodies.ts";
export type { PresetInfo, PresetInputField, PresetList } from "./rules/preset-list.ts";
export type {
  RuleAnswer,
  RuleBody,
  RuleConflict,
  RuleDeletion,
  RuleList,
  RulePreview,
  RuleUpdateBody,
  SavedRuleAnswer,
} from "./rules/rule-bodies.ts";
export type { RuleFieldInfo } from "./rules/rule-field-list.ts";
export type { OpenIdSignIn, PasswordBody, SessionState, SetUpBody, SignInBody } from "./session/session-bodies.ts";
export type { RotateBody, SigningKeyAnswer, SigningKeyList } from "./signing-keys/signing-key-bodies.ts";
export type { StatusAnswer } from "./status/status-routes.ts";
export type {
  EraseAnswer,
  EraseBody,
  MessagesAnswer,
  ThreadsAnswer,
  ThreadsQuery,
  UsersAnswer,
  ViewBody,
  WorkspacesAnswer,
} from "./threads/thread-queries.ts";
export type { TryTokenAnswer, TryTokenBody } from "./tokens/try-token-body.ts";
