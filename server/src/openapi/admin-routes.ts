import type { z } from "zod";
import { activityQuery, auditQuery } from "../admin/activity/activity-queries.ts";
import { inviteBody } from "../admin/admins/admin-bodies.ts";
import { pageQuery } from "../admin/http/page-query.ts";
import { keyBody, keyRotateBody } from "../admin/keys/key-bodies.ts";
import { originsBody } from "../admin/origins/origin-bodies.ts";
import { projectBody } from "../admin/projects/project-bodies.ts";
import { revocationBody } from "../admin/revocations/revocation-bodies.ts";
import { emptyBody, ruleBody, ruleUpdateBody } from "../admin/rules/rule-bodies.ts";
import { passwordBody, setUpBody, signInBody } from "../admin/session/session-bodies.ts";
import { rotateBody } from "../admin/signing-keys/signing-key-bodies.ts";
import { countQuery, deleteQuery, eraseBody, threadsQuery, viewBody } from "../admin/threads/thread-queries.ts";
import { tryTokenBody } from "../admin/tokens/try-token-body.ts";

/** A route of the admin API, as the OpenAPI document describes it. The dashboard calls this API. */
export interface AdminRoute {
  readonly method: "get" | "post" | "put" | "delete";
  /** The path below `/admin/api`, with parameters as `:name`. */
  readonly path: string;
  readonly summary: string;
  /** The status of a successful response. */
  readonly status: 200 | 201 | 204;
  readonly body?: z.ZodType;
  readonly query?: z.ZodObject;
  /** Whether the route works without an admin's session. */
  readonly needsNoSession?: true;
}

const get = (path: string, summary: string, more: Partial<AdminRoute> = {}): AdminRoute => ({
  method: "get",
  path,
  summary,
  status: 200,
  ...more,
});
const send = (
  method: "post" | "put",
  path: string,
  summary: string,
  body: z.ZodType,
  more: Partial<AdminRoute> = {},
): AdminRoute => ({ method, path, summary, status: 200, body, ...more });
const remove = (path: string, summary: string, status: 200 | 204, more: Partial<AdminRoute> = {}): AdminRoute => ({
  method: "delete",
  path,
  summary,
  status,
  ...more,
});

/** All routes of the admin API, with the schemas of their bodies and queries. */
export const adminRoutes: readonly AdminRoute[] = [
  get("/session", "Return the signed-in admin", { needsNoSession: true }),
  send("post", "/session", "Sign in", signInBody, { needsNoSession: true }),
  send("post", "/setup", "Set an admin's password with a set-up link", setUpBody, { needsNoSession: true }),
  send("put", "/password", "Change the password", passwordBody),
  remove("/session", "Sign out", 204, { needsNoSession: true }),
  remove("/sessions", "Sign out everywhere", 204),
  get("/presets", "List the auth providers with a preset"),
  get("/rules", "List auth rules, oldest first", { query: pageQuery }),
  send("post", "/rules", "Add an auth rule", ruleBody, { status: 201 }),
  send("post", "/rules/preview", "Return the rule that would be saved", ruleBody),
  send("post", "/rules/check", "Fetch the JWKS of a rule that is not saved yet", ruleBody),
  send("put", "/rules/:id", "Change an auth rule", ruleUpdateBody),
  send("post", "/rules/:id/enable", "Enable an auth rule", emptyBody),
  send("post", "/rules/:id/disable", "Disable an auth rule", emptyBody),
  remove("/rules/:id", "Delete an auth rule", 200),
  get("/keys", "List API keys, newest first", { query: pageQuery }),
  send("post", "/keys", "Create an API key; only this response contains it", keyBody, { status: 201 }),
  send("post", "/keys/:id/rotate", "Rotate an API key; the old one stays valid during the overlap", keyRotateBody, {
    status: 201,
  }),
  send("post", "/keys/:id/revoke", "Revoke an API key", emptyBody),
  get("/origins", "List allowed origins"),
  send("put", "/origins", "Replace the allowed origins", originsBody),
  get("/admins", "List the admins who sign in with a password"),
  send("post", "/admins", "Add an admin; only this response contains the set-up link", inviteBody, { status: 201 }),
  send("post", "/admins/:name/reset", "Create a link that sets an admin's password", emptyBody, { status: 201 }),
  remove("/admins/:name", "Remove an admin and end their sessions", 204),
  get("/projects", "List projects, newest first", { query: pageQuery }),
  send("post", "/projects", "Add a project", projectBody, { status: 201 }),
  get("/signing-keys", "List signing keys"),
  send("post", "/signing-keys/rotate", "Publish a new signing key", rotateBody, { status: 201 }),
  send("post", "/signing-keys/:kid/revoke", "Revoke a signing key immediately", emptyBody),
  get("/revocations", "List the latest sign-outs"),
  send("post", "/revocations", "Sign out a user, a workspace or everyone", revocationBody, { status: 201 }),
  get("/threads", "List threads of all workspaces", { query: threadsQuery }),
  get("/threads/workspaces", "Count threads and messages by workspace", { query: countQuery }),
  get("/threads/users", "Count threads and messages by user", { query: countQuery }),
  send("post", "/threads/:id/messages", "Read a thread's messages; the audit log records it", viewBody),
  remove("/threads/:id", "Delete a thread with its messages", 204, { query: deleteQuery }),
  send("post", "/users/erase", "Erase a user in every workspace", eraseBody),
  send("post", "/try-token", "Check a token against the auth rules and explain the result", tryTokenBody),
  get("/status", "Return the configuration of the process"),
  get("/activity", "List the latest decisions on tokens", { query: activityQuery }),
  get("/audit", "List changes of settings, newest first", { query: auditQuery }),
];
