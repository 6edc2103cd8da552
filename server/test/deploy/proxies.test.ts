import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Authority, type AuthorityServer, createAuthority, serveAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { findCaddy, findNginx } from "../../../scripts/proxies.mjs";
import { freePort } from "../../../test/support/free-port.ts";
import { readExample } from "../../../test/support/read-example.ts";
import { startCaddy, startNginx, type TestProxy } from "../../../test/support/start-proxy.ts";
import { openTestStorage } from "../support/open-test-storage.ts";

const LARGEST = 26_214_400;
const WORDS = ["Proxies", " that", " do", " not", " wait"];
const proxies = [
  { name: "nginx", found: findNginx(), start: startNginx },
  { name: "Caddy", found: findCaddy(), start: startCaddy },
].flatMap(({ name, found, start }) =>
  found === null ? [] : [{ name: `${name} ${found.version}`, path: found.path, start }],
);

let storage: Awaited<ReturnType<typeof openTestStorage>>;
let authority: Authority;
let key: string;
/**
 * Gates that delay a streamed title. After each word, the title generator waits until the test opens the word's gate.
 */
let gates: { opened: Promise<void>; open: () => void }[] = [];
/** The headers of the last request that the authority received. */
let seen = new Headers();
beforeAll(async () => {
  storage = await openTestStorage();
  authority = await createAuthority({
    storage,
    issuer: "https://auth.example.com",
    allowedOrigins: ["https://app.example.com"],
    trustedProxies: ["127.0.0.1"],
    async *titles() {
      for (const [index, word] of WORDS.entries()) {
        yield word;
        await gates[index]?.opened;
      }
    },
  });
  ({ key } = await authority.keys.create({ name: "test" }));
}, 60_000);
afterAll(async () => {
  await authority.close();
  await storage.close();
});

function makeGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Responds like the authority. For the path `/size`, responds with the number of bytes in the request's body. */
async function answer(request: Request, connection: { remoteAddress?: string }): Promise<Response> {
  seen = request.headers;
  if (new URL(request.url).pathname !== "/size") return authority.fetch(request, connection);
  return new Response(`${(await request.arrayBuffer()).byteLength}`);
}

test("if root runs the tests, nginx or Caddy is installed", () => {
  expect(proxies.length > 0 || process.getuid?.() !== 0).toBe(true);
});

const nginx = findNginx();
const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
test.runIf(nginx !== null && hasOpenssl)("nginx accepts the TLS settings of the example nginx.conf", async () => {
  const folder = await mkdtemp(join(tmpdir(), "nginx-tls-"));
  const [key, certificate, settings] = ["key.pem", "certificate.pem", "nginx.conf"].map((name) => join(folder, name));
  const self = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=a"];
  spawnSync("openssl", [...self, "-keyout", key ?? "", "-out", certificate ?? ""]);
  const site = await readExample("nginx.conf", {
    "listen 443 ssl": `listen 127.0.0.1:${await freePort()} ssl`,
    "/etc/nginx/tls/auth.example.com.pem": certificate ?? "",
    "/etc/nginx/tls/auth.example.com.key": key ?? "",
  });
  await writeFile(settings ?? "", `pid ${folder}/pid; events {} http { access_log off; ${site} }`);
  const check = spawnSync(nginx?.path ?? "", ["-t", "-e", "stderr", "-c", settings ?? ""], { encoding: "utf8" });
  expect(check.stderr).toContain("test is successful");
  expect(check.stderr).not.toContain("[warn]");
  await rm(folder, { recursive: true });
});

describe.each(proxies)("the proxy example for $name", ({ path, start }) => {
  let servers: AuthorityServer[];
  let proxy: TestProxy;
  beforeAll(async () => {
    servers = await Promise.all([0, 1].map(() => serveAuthority({ authority: { fetch: answer }, port: 0 })));
    proxy = await start(path, [`127.0.0.1:${servers[0]?.port}`, `127.0.0.1:${servers[1]?.port}`]);
  });
  afterAll(async () => {
    await proxy.remove();
    await Promise.all(servers.map((server) => server.close()));
  });

  const mint = async () => {
    const headers = { Authorization: `Bearer ${key}`, "Aui-Workspace-Id": "workspace", "Aui-User-Id": "user" };
    const response = await fetch(`${proxy.url}/v1/auth/tokens`, { method: "POST", headers });
    return { status: response.status, token: ((await response.json()) as { token: string }).token };
  };

  test("the example proxy forwards credentials and the caller's address over persistent connections", async () => {
    expect((await mint()).status).toBe(200);
    expect(seen.get("x-forwarded-for")).toBe("127.0.0.1");
    expect(seen.get("connection") ?? "").not.toContain("close");
  });

  test("the example proxy preserves the CORS headers of preflight responses and other responses", async () => {
    const headers = { Origin: "https://app.example.com", "Access-Control-Request-Method": "GET" };
    const preflight = await fetch(`${proxy.url}/v1/threads`, {
      method: "OPTIONS",
      headers: { ...headers, "Access-Control-Request-Headers": "authorization" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("Access-Control-Allow-Headers")?.toLowerCase()).toContain("authorization");
    const { token } = await mint();
    const list = await fetch(`${proxy.url}/v1/threads`, { headers: { ...headers, Authorization: `Bearer ${token}` } });
    expect(list.status).toBe(200);
    expect(list.headers.get("Access-Control-Expose-Headers")).toContain("Authorization");
  });

  test("the example proxy forwards each word of a streamed title before the server sends the next word", async () => {
    gates = WORDS.map(makeGate);
    const { token } = await mint();
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json", Accept: "text/plain" };
    const post = (route: string, body: object) =>
      fetch(`${proxy.url}/v1${route}`, { method: "POST", headers, body: JSON.stringify(body) });
    const created = await post("/threads", { last_message_at: "2026-01-01T00:00:00.000Z" });
    const { thread_id } = (await created.json()) as { thread_id: string };
    const messages = [{ role: "user", content: [{ type: "text", text: "Hello" }] }];
    const title = await post("/runs/stream", { thread_id, assistant_id: "system/thread_title", messages });
    const reader = title.body?.getReader();
    for (const [index, word] of WORDS.entries()) {
      expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(word);
      gates[index]?.open();
    }
  });

  test("the example proxy forwards a request body with the maximum size of an attachment", async () => {
    const response = await fetch(`${proxy.url}/size`, { method: "POST", body: Buffer.alloc(LARGEST) });
    expect([response.status, await response.text()]).toEqual([200, `${LARGEST}`]);
  });

  test("after one of two servers closes, the example proxy sends all requests to the other server", async () => {
    await servers[0]?.close();
    await vi.waitFor(async () => expect((await mint()).status).toBe(200), { timeout: 30_000, interval: 100 });
    const statuses = await Promise.all(Array.from({ length: 40 }, async () => (await mint()).status));
    expect(statuses).toEqual(Array(40).fill(200));
  });
});
