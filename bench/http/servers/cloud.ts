import process from "node:process";
import { createAuthority, openStorage, serveAuthority } from "../../../server/src/index.ts";
import { report } from "./report.ts";

// A cloud on PostgreSQL, with a thread of twenty messages and a running reply in one workspace.
const [place = "memory://"] = process.argv.slice(2);
const authority = await createAuthority({
  storage: await openStorage(place),
  issuer: "https://auth.example.com",
  secret: "a secret of the benchmark, 32 characters or more",
  tokenLifetimeSeconds: 3600,
});
const { key } = await authority.keys.create({ name: "backend" });
const { url } = await serveAuthority({ authority, port: 0 });

async function send(path: string, headers: Record<string, string>, body?: object) {
  const response = await fetch(`${url}/v1${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, string>;
}

const scope = { "Aui-Workspace-Id": "workspace-1", "Aui-User-Id": "user-1" };
const { token = "" } = await send("/auth/tokens", { Authorization: `Bearer ${key}`, ...scope });
const bearer = { Authorization: `Bearer ${token}` };
const { thread_id: thread = "" } = await send("/threads", bearer, { last_message_at: "2026-01-01T00:00:00.000Z" });
const content = { role: "assistant", content: [{ type: "text", text: "words ".repeat(50) }] };
let parent_id: string | null = null;
let message = "";
let lease = "";
for (let count = 0; count < 20; count += 1) {
  const made = await send(`/threads/${thread}/messages`, bearer, {
    ...{ parent_id, format: "aui/v0", content, open_run: true },
  });
  message = made["message_id"] ?? "";
  lease = made["lease_id"] ?? "";
  parent_id = message;
}
report({ url, token, thread, message, lease, content: JSON.stringify(content) });
