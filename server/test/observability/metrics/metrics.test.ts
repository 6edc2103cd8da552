import { createServer } from "node:http";
import { createAuthority, serveAuthority } from "assistant-cloud-server";
import { afterEach, expect, test } from "vitest";
import { listenOnFreePort } from "../../../../test/support/listen-on-free-port.ts";
import { serveMetrics } from "../../../src/http/serve-metrics.ts";
import { createMetrics } from "../../../src/observability/metrics/create-metrics.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../../support/open-test-storage.ts";
import { AUDIENCE, startIssuer } from "../../support/start-issuer.ts";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function samplesOf(text: string): Map<string, number> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
}

test("S67 serves metrics on a separate port and never on the public port", {
  timeout: STORAGE_TIMEOUT_MS,
}, async () => {
  const storage = await openTestStorage();
  closers.push(() => storage.close());
  const provider = await startIssuer();
  closers.push(() => provider.close());
  const metrics = createMetrics();
  const authority = await createAuthority({
    storage,
    issuer: "https://auth.example.com",
    allowInsecureJwks: true,
    onEvent: metrics.event,
  });
  const { issuer, jwksUrl } = provider;
  await authority.rules.add({ name: "provider", issuer, jwksUrl, audience: AUDIENCE });
  const { key } = await authority.keys.create({ name: "backend" });
  const server = await serveAuthority({ authority, port: 0, dashboardFolder: null });
  closers.push(() => server.close());
  const scrape = await serveMetrics(metrics, 0);
  closers.push(() => scrape.close());

  const post = (path: string, bearer: string) =>
    fetch(`${server.url}${path}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${bearer}`, "Aui-Workspace-Id": "w" },
    });
  expect((await post("/v1/auth/tokens", key)).status).toBe(200);
  expect((await post("/v1/auth/tokens", key)).status).toBe(200);
  expect((await post("/v1/auth/tokens/exchange", await provider.sign())).status).toBe(200);
  expect((await post("/v1/auth/tokens/exchange", await provider.sign({ aud: "other" }))).status).toBe(403);
  for (const path of ["/ada", "/b", "/c"]) await fetch(`${server.url}${path}`);
  expect((await fetch(`${server.url}/metrics`)).status).toBe(404);

  const reply = await fetch(scrape.url);
  expect(new URL(scrape.url).hostname).toBe("127.0.0.1");
  expect(reply.headers.get("Content-Type")).toContain("text/plain; version=0.0.4");
  const text = await reply.text();
  const samples = samplesOf(text);
  expect(samples.get('authority_requests_total{route="mint",status="200"}')).toBe(2);
  expect(samples.get('authority_requests_total{route="exchange",status="403"}')).toBe(1);
  expect(samples.get('authority_requests_total{route="other",status="404"}')).toBe(4);
  expect(samples.get('authority_decisions_total{route="mint",outcome="issued",code="none"}')).toBe(2);
  expect(samples.get('authority_decisions_total{route="exchange",outcome="refused",code="no_auth_rule"}')).toBe(1);
  expect(samples.get('authority_token_duration_seconds_count{route="mint"}')).toBe(2);
  expect(samples.get('authority_token_duration_seconds_sum{route="exchange"}')).toBeGreaterThan(0);
  expect(samples.get('authority_jwks_fetches_total{result="ok"}')).toBe(1);
  expect(samples.get('authority_jwks_fetches_total{result="failed"}')).toBe(0);
  expect(samples.get("process_resident_memory_bytes")).toBeGreaterThan(0);
  for (const secret of [key, "ada", "user-1", "127.0.0.1"]) expect(text).not.toContain(secret);

  for (const [path, method] of [
    ["/", "GET"],
    ["/metrics/x", "GET"],
    ["/metrics", "POST"],
  ]) {
    expect((await fetch(new URL(path ?? "", scrape.url), { method: method ?? "" })).status).toBe(404);
  }
});

test("two authorities in one process have separate metrics", async () => {
  const [one, other] = [createMetrics(false), createMetrics(false)];
  one.event({ type: "jwks_fetch", project: "default", ruleId: "rule_0abc", ok: false, durationMs: 2000 });
  expect(samplesOf(await one.render()).get('authority_jwks_fetches_total{result="failed"}')).toBe(1);
  expect(samplesOf(await other.render()).get('authority_jwks_fetches_total{result="failed"}')).toBe(0);
});

test("serveMetrics() fails with port_in_use if another server uses the port", async () => {
  const { port, close } = await listenOnFreePort(createServer());
  closers.push(close);
  await expect(serveMetrics(createMetrics(false), port)).rejects.toMatchObject({ code: "port_in_use" });
});
