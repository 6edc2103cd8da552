import { createAuthority } from "assistant-cloud-server";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Collector, startCollector } from "../../../../test/support/start-collector.ts";
import { createTraces } from "../../../src/observability/traces/create-traces.ts";
import type { AuthorityStorage } from "../../../src/storage/authority-storage.ts";
import { startTestIssuer, TEST_AUDIENCE } from "../../../src/testing/start-test-issuer.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../../support/open-test-storage.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const PARENT = "b7ad6b7169203331";
const issuer = "https://auth.example.com";
let storage: AuthorityStorage;
let provider: Awaited<ReturnType<typeof startTestIssuer>>;
let collector: Collector;
beforeAll(async () => {
  storage = await openTestStorage();
  provider = await startTestIssuer(Date.now);
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await provider.close();
  await storage.close();
});
beforeEach(async () => {
  collector = await startCollector();
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url);
  vi.stubEnv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=staging");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.doUnmock("@opentelemetry/resources");
  await collector.close();
});

const faults: unknown[] = [];
const options = { version: "1.2.3", onFault: (error: unknown) => void faults.push(error) };

test("records each request as one span of the caller's trace, and records no secrets", async () => {
  const traces = await createTraces({ ...options, protocol: "http/json" });
  const authority = await createAuthority({ storage, issuer, allowInsecureJwks: true, onEvent: traces.event });
  const key = await authority.keys.create({ name: "backend" });
  const { jwksUrl } = provider;
  const rule = await authority.rules.add({ name: "n", issuer: provider.issuer, jwksUrl, audience: TEST_AUDIENCE });
  const idToken = await provider.issue({ sub: "user-of-ours", email: "ada@example.com" });
  const send = async (method: string, path: string, bearer: string, more: Record<string, string> = {}) => {
    const headers = { Authorization: `Bearer ${bearer}`, ...more };
    const response = await authority.fetch(new Request(`${issuer}${path}`, { method, headers }));
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };

  const ids = { "Aui-User-Id": "user-of-ours", "Aui-Workspace-Id": "workspace-of-ours" };
  const trace = { traceparent: `00-${TRACE}-${PARENT}-01`, tracestate: "vendor=state-of-ours" };
  const minted = await send("POST", "/v1/auth/tokens?token=query-of-ours", key.key, { ...ids, ...trace });
  const token = minted.body["token"] ?? "";
  await send("POST", "/v1/auth/tokens/exchange", idToken);
  await send("GET", "/v1/threads/thread_of_ours", token, { traceparent: `00-${TRACE}-${PARENT}-xx` });
  await send("POST", "/v1/auth/tokens", "sk_aui_proj_default_of_ours", ids);
  await send("GET", "/secret-of-ours/ada@example.com", token);
  await traces.close();
  await authority.close();

  const shown = collector.spans().map(({ name, kind, attributes }) => ({ name, kind, attributes }));
  const span = (name: string, status: number, more: object = {}) => {
    const [method, route] = name.split(" ");
    const attributes = {
      "http.request.method": method,
      "http.route": route,
      "http.response.status_code": status,
      "assistant_cloud.project.id": "default",
      ...more,
    };
    return { name, kind: 2, attributes };
  };
  const code = "assistant_cloud.refusal.code";
  expect(shown).toEqual([
    span("POST /v1/auth/tokens", 200, { "assistant_cloud.api_key.id": key.id }),
    span("POST /v1/auth/tokens/exchange", 200, { "assistant_cloud.auth_rule.id": rule.id }),
    span("GET /v1/threads/:thread", 404, { [code]: "thread_not_found" }),
    span("POST /v1/auth/tokens", 403, { [code]: "api_key_malformed" }),
    span("GET /*", 404),
  ]);
  const [first, second, third] = collector.spans();
  expect(first).toMatchObject({ traceId: TRACE, parentSpanId: PARENT });
  expect(BigInt(first?.endTimeUnixNano ?? 0)).toBeGreaterThan(BigInt(first?.startTimeUnixNano ?? 0));
  for (const own of [second, third]) {
    expect(own?.traceId).not.toBe(TRACE);
    expect(own?.parentSpanId ?? "").toBe("");
  }
  expect(collector.resource()).toMatchObject({
    "service.name": "assistant-cloud-server",
    "service.version": "1.2.3",
    "deployment.environment.name": "staging",
  });
  const sent = collector.exports.map(({ body }) => body.toString("latin1")).join("\n");
  for (const secret of [key.key, idToken, token, "of-ours", "of_ours", "ada@example.com", TEST_AUDIENCE]) {
    expect(sent).not.toContain(secret);
  }
  expect(collector.exports.map(({ path }) => path)).toEqual(["/v1/traces"]);
  expect(faults).toEqual([]);
});

test("marks the span of a request as an error if the server failed", async () => {
  const traces = await createTraces(options);
  traces.event({
    type: "request",
    project: "default",
    method: "POST",
    path: "/v1/auth/tokens",
    route: "mint",
    httpRoute: "/v1/auth/tokens",
    traceParent: null,
    status: 503,
    durationMs: 3,
    code: "storage_unreachable",
    by: null,
  });
  await traces.close();
  const [sent] = collector.exports;
  expect(sent).toMatchObject({ path: "/v1/traces", contentType: "application/x-protobuf" });
  expect(sent?.body.toString("latin1")).toMatch(/POST \/v1\/auth\/tokens[\s\S]*error\.type[\s\S]*storage_unreachable/);
});

test("requests and the shutdown succeed while the trace collector is unreachable", async () => {
  const traces = await createTraces({ ...options, protocol: "http/json" });
  await collector.close();
  const authority = await createAuthority({ storage, issuer, onEvent: traces.event });
  expect((await authority.fetch(new Request(`${issuer}/healthz`))).status).toBe(200);
  await traces.close();
  await authority.close();
});

test("an unknown trace protocol or a missing package causes an error with a remedy", async () => {
  await expect(createTraces({ ...options, protocol: "grpc" })).rejects.toMatchObject({
    code: "invalid_setting",
    message: "`OTEL_EXPORTER_OTLP_PROTOCOL` must be one of http/protobuf, http/json.",
  });
  vi.doMock("@opentelemetry/resources", () => {
    throw new Error("Cannot find package");
  });
  await expect(createTraces(options)).rejects.toMatchObject({
    code: "invalid_setting",
    remedy: expect.stringMatching(/`npm install .*@opentelemetry\/exporter-trace-otlp-proto`/),
  });
});
