import type { AuditAction } from "../../src/admin/admin-api.ts";

const TEXTS: Readonly<Record<AuditAction, string>> = {
  "rule.create": "Auth rule added",
  "rule.update": "Auth rule changed",
  "rule.enable": "Auth rule enabled",
  "rule.disable": "Auth rule disabled",
  "rule.delete": "Auth rule deleted",
  "api_key.create": "API key created",
  "api_key.rotate": "API key rotated",
  "api_key.revoke": "API key revoked",
  "signing_key.create": "Signing key created",
  "signing_key.rotate": "Signing key rotated",
  "signing_key.revoke": "Signing key revoked",
  "origins.update": "Allowed origins changed",
  "project.create": "Project added",
  "project.update": "Project changed",
  "project.delete": "Project removed",
  "thread.view": "Messages of a thread viewed",
  "thread.delete": "Thread deleted",
  "threads.export": "Threads exported",
  "threads.import": "Threads imported",
  "user.erase": "User erased",
  "tokens.revoke": "Signed out everywhere",
  "settings.import": "Settings imported",
  "admin.invite": "Admin added",
  "admin.remove": "Admin removed",
  "admin.set_up": "Admin password set",
  "admin.reset": "Set-up link created",
  "admin.change_password": "Admin password changed",
  "admin.sign_in": "Signed in",
  "admin.sign_in_refused": "Sign-in refused",
  "admin.sign_out": "Signed out",
  "admin.sign_out_everywhere": "Admin signed out everywhere",
};

/**
 * Returns the label of an audited action. Returns the action itself if the label is missing, for example because a
 * newer server has introduced the action.
 */
export function describeAction(action: AuditAction): string {
  return TEXTS[action] ?? action;
}
