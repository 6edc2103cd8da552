import { AuthorityError } from "assistant-cloud-server";
import { expect, test } from "vitest";
import { TokenRefusal } from "../../../src/verify/jwt/token-refusal.ts";
import { type AnyRefusal, Refusal } from "../../src/base/refusal.ts";
import { answerTo } from "../../src/http/refusal-answers.ts";
import { refuse } from "../../src/http/respond.ts";

/** The hosted cloud's status and text for each refusal. */
const wordings: [AnyRefusal, number, string][] = [
  [new Refusal("authorization_missing"), 401, "Authorization header is missing"],
  [new Refusal("authorization_malformed"), 401, 'Authorization header must begin with "Bearer "'],
  [new Refusal("authorization_unsupported"), 403, "Unsupported authorization value"],
  [new TokenRefusal("token_expired"), 401, "JWT token has expired"],
  [new TokenRefusal("token_not_yet_valid"), 401, "JWT token is not yet valid"],
  [new TokenRefusal("token_malformed"), 403, "Invalid JWT token"],
  [new TokenRefusal("token_algorithm"), 403, "JWT token algorithm is not valid"],
  [new TokenRefusal("token_invalid"), 403, "JWT token is not valid"],
  [new Refusal("token_issuer_missing"), 403, "JWT payload is missing iss"],
  [new Refusal("token_key_id_missing"), 403, "JWT header is missing kid"],
  [new Refusal("token_subject_missing"), 403, "JWT payload is missing sub"],
  [new Refusal("no_auth_rule", { mismatch: "issuer" }), 403, "No auth rule matches the JWT iss and aud claims"],
  [new Refusal("project_invalid"), 403, "Invalid project ID"],
  [new Refusal("api_key_malformed"), 403, "Invalid API key format"],
  [new Refusal("api_key_unknown"), 403, "Unknown or expired API key"],
  [new Refusal("user_id_header_invalid", { problem: "must not be empty" }), 403, "Invalid Aui-User-Id header"],
  [new Refusal("workspace_id_header_invalid", { problem: "is missing" }), 403, "Invalid Aui-Workspace-Id header"],
  [new Refusal("backend_only"), 403, "This endpoint may only be accessed from the backend"],
  [new Refusal("anonymous_not_allowed"), 403, "Anonymous access is not allowed"],
  [new Refusal("refresh_token_malformed"), 403, "Invalid refresh token format"],
  [new Refusal("refresh_token_unknown"), 403, "Invalid refresh token"],
  [new Refusal("claim_by_visitor"), 403, "Anonymous sessions cannot claim threads"],
  [new Refusal("schema_validation", { details: [] }), 400, "Schema validation error"],
  [new Refusal("rate_limited", { retryAfter: 60, limit: "requests" }), 429, "rate_limited"],
  [new Refusal("not_found"), 404, "Not Found"],
  [new Refusal("project_not_found"), 404, "Project not found"],
];
test.each(wordings.map(([refusal, ...wire]) => [refusal.code, refusal, ...wire] as const))(
  "the error %s has the same status and text as in the hosted cloud",
  (code, refusal, status, error) => {
    expect(answerTo(refusal)).toMatchObject({ status, error, code });
  },
);

test.each([
  ["an error", new Error("connect to 10.0.0.1 as hunter2"), 500, "internal"],
  ["a thrown string", "hunter2", 500, "internal"],
  ["an error with the code of a refusal", Object.assign(new Error("hunter2"), { code: "not_found" }), 500, "internal"],
  ["an unreachable database", new AuthorityError("storage_unreachable", "hunter2", ""), 503, "storage_unavailable"],
  ["a wrong secret", new AuthorityError("secret_mismatch", "hunter2", ""), 500, "internal"],
])("for %s, the 5xx response does not contain the thrown text", async (_label, thrown, status, code) => {
  const response = refuse(answerTo(thrown));
  expect(response.status).toBe(status);
  const body = await response.json();
  expect(body).toMatchObject({ code });
  expect(JSON.stringify(body)).not.toContain("hunter2");
  expect(response.headers.get("Retry-After")).toBe(status === 503 ? "5" : null);
});

test("a challenge contains invalid_token only if the request had a token", () => {
  const challengeOf = (refusal: AnyRefusal) => refuse(answerTo(refusal)).headers.get("WWW-Authenticate");
  expect(challengeOf(new TokenRefusal("token_expired"))).toContain('error="invalid_token"');
  expect(challengeOf(new TokenRefusal("token_not_yet_valid"))).toContain('error="invalid_token"');
  expect(challengeOf(new Refusal("authorization_missing"))).toBe('Bearer realm="assistant-cloud"');
  expect(challengeOf(new TokenRefusal("token_invalid"))).toBeNull();
});
