import { expect, test } from "vitest";
import { createLog } from "../../../src/observability/log/create-log.ts";
import type { LogOptions } from "../../../src/observability/log/log-options.ts";

function openLog(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { lines, log: createLog({ level: "info", format: "json", secrets: [], destination, ...options }) };
}
const request = {
  type: "request",
  project: "default",
  method: "POST",
  path: "/v1/auth/tokens",
  route: "mint",
  httpRoute: "/v1/auth/tokens",
  traceParent: null,
  status: 200,
  durationMs: 3.1251,
  code: null,
  by: { kind: "api_key", id: "key_0abc" },
} as const;

test("logs a request as one line of JSON that contains the id of the request's API key or auth rule", () => {
  const { log, lines } = openLog();
  log.event(request);
  log.event({ ...request, status: 403, code: "no_auth_rule", by: { kind: "rule", id: "rule_0abc", name: "Clerk" } });
  expect(lines.map((line) => line.endsWith("\n"))).toEqual([true, true]);
  const [minted, refused] = lines.map((line) => JSON.parse(line));
  expect(minted).toEqual({
    level: "info",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    pid: process.pid,
    hostname: expect.any(String),
    method: "POST",
    path: "/v1/auth/tokens",
    status: 200,
    durationMs: 3.13,
    route: "mint",
    code: null,
    apiKey: "key_0abc",
    project: "default",
    msg: "request",
  });
  expect(refused).toMatchObject({ level: "info", status: 403, code: "no_auth_rule", rule: "rule_0abc" });
  expect(lines[1]).not.toContain("Clerk");
});

test.each([
  ["debug", ["info", "debug", "error", "debug", "warn"]],
  ["info", ["info", "error", "warn"]],
  ["warn", ["error", "warn"]],
  ["error", ["error"]],
] as const)("the log level %s includes entries of that level and above", (level, written) => {
  const { log, lines } = openLog({ level });
  log.event(request);
  log.event({ ...request, route: "healthz" });
  log.event({ ...request, status: 503 });
  const fetched = { type: "jwks_fetch", project: "default", ruleId: "rule_0abc", durationMs: 20 } as const;
  log.event({ ...fetched, ok: true });
  log.event({ ...fetched, ok: false });
  expect(lines.map((line) => JSON.parse(line).level)).toEqual(written);
});

test("the text format prints the time, level, message and fields on one line", () => {
  const { log, lines } = openLog({ format: "pretty" });
  log.event(request);
  log.info("started", { url: "http://127.0.0.1:8787", metrics: null });
  expect(lines[0]).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} INFO {2}request method=POST path=\/v1\/auth\/tokens status=200 durationMs=3\.13 route=mint code=null apiKey=key_0abc project=default\n$/,
  );
  expect(lines[1]).toMatch(/ INFO {2}started url=http:\/\/127\.0\.0\.1:8787 metrics=null\n$/);
});

const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c2VyLTEifQ.c2lnbmF0dXJl";

test("S47 a logged error contains no query value, token, password, secret or e-mail address", () => {
  const secret = "a secret of 32 characters or more";
  const { log, lines } = openLog({ secrets: [secret] });
  const driver = Object.assign(new Error('invalid input syntax for type json: "user-77 said"'), { code: "22P02" });
  const query = new Error(
    `Failed query: insert into "refresh_tokens" ("hash") values ($1)\nparams: aaa111hash,user-77,${JWT}`,
    { cause: driver },
  );
  log.error(query);
  log.error(new Error(`connect postgres://admin:hunter2@db.example.com/x with ${secret} for ada@example.com`));
  log.error("a text that was thrown");
  const text = lines.join("");
  for (const leak of ["aaa111hash", "user-77", JWT, "hunter2", "admin:", secret, "ada@", "a text that"]) {
    expect(text, leak).not.toContain(leak);
  }
  const { error } = JSON.parse(lines[0] ?? "");
  expect(error.message).toBe('Failed query: insert into "refresh_tokens" ("hash") values ($1)\nparams: [hidden]');
  expect(error.cause).toMatchObject({ code: "22P02", message: 'invalid input syntax for type json: "[hidden]"' });
  expect(error.frames[0]).toMatch(/^at .*create-log\.test\.ts:\d+:\d+/);
});

const SECRETS = [
  [JWT],
  ["eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c2VyLTEifQ."],
  ["sk_aui_proj_default_0AbCdEf0123456789"],
  ["refresh_0AbCdEf0123456789"],
  ["Bearer abc.def"],
  ["postgres://ada:hunter2@db/x"],
  ["ada@example.com"],
  ["-----BEGIN PRIVATE KEY-----MIIEvQIBADANBg"],
] as const;

test.each(SECRETS)("S47 replaces %s in a log entry, and the entry remains valid JSON", (secret) => {
  const { log, lines } = openLog();
  log.info("started", { field: `before "${secret}" after`, authorization: "x1", password: "x2", token: "x3" });
  expect(lines[0]).not.toContain(secret.replace(/^(Bearer |postgres:\/\/)/, ""));
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    field: expect.stringMatching(/^before ".*\[hidden\].*" after$/),
    authorization: "[hidden]",
    password: "[hidden]",
    token: "[hidden]",
  });
});

const SEPARATORS = ["\n", "\r\n", "\t", "\b", "\f", "\\", '"', "\u0001", "\ud800"];
test.each(SECRETS)("S47 hides %s in a log entry, even next to a character that JSON escapes", (secret) => {
  for (const separator of SEPARATORS) {
    const { log, lines } = openLog();
    const field = `${separator}${secret}${separator}`;
    log.info("started", { field });
    expect(lines[0]).not.toContain(secret.replace(/^(Bearer |postgres:\/\/)/, ""));
    const read = JSON.parse(lines[0] ?? "").field as string;
    expect(read.startsWith(separator)).toBe(true);
    expect(read).toContain("[hidden]");
    expect(read.length).toBeLessThan(field.length + "[hidden]".length);
  }
});

test("S47 hides a private key whose lines end with a carriage return and a line feed", () => {
  const { log, lines } = openLog();
  log.info("started", {
    field: "-----BEGIN PRIVATE KEY-----\r\nMIIEvQ\r\nIBADAN\r\n-----END PRIVATE KEY-----\r\nrest",
  });
  expect(JSON.parse(lines[0] ?? "").field).toBe("[hidden]\r\nrest");
});
