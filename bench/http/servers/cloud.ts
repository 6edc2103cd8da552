import process from "node:process";
import { createAuthority, openStorage, serveAuthority } from "../../../server/src/index.ts";
import { reportReady } from "./report.ts";

// Serves a cloud with threads in one workspace. It reports a token for that workspace, and a token for an empty one.
// The arguments are the database and the number of threads.
const [databaseUrl = "memory://", count = "1"] = process.argv.slice(2);
const authority = await createAuthority({
  storage: await openStorage(databaseUrl),
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
const otherScope = { "Aui-Workspace-Id": "workspace-2", "Aui-User-Id": "user-2" };
const { token: otherToken = "" } = await send("/auth/tokens", { Authorization: `Bearer ${key}`, ...otherScope });
const bearer = { Authorization: `Bearer ${token}` };
const content = { role: "assistant", content: [{ type: "text", text: "words ".repeat(50) }] };

/**
 * Creates a thread with 20 messages. Each message has an open run. Returns three API paths: of the thread, of the
 * thread's last message, and of that message's run.
 */
async function writeThread(): Promise<{ thread: string; message: string; run: string }> {
  const created = await send("/threads", bearer, { last_message_at: "2026-01-01T00:00:00.000Z" });
  const thread = `/threads/${created["thread_id"]}`;
  let last: Record<string, string> = {};
  for (let count = 0; count < 20; count += 1) {
    const parent_id: string | null = last["message_id"] ?? null;
    last = await send(`${thread}/messages`, bearer, { parent_id, format: "aui/v0", content, open_run: true });
  }
  return { thread, message: `${thread}/messages/${last["message_id"]}`, run: `${thread}/runs/${last["lease_id"]}` };
}

const threads: Awaited<ReturnType<typeof writeThread>>[] = [];
while (threads.length < Number(count)) threads.push(await writeThread());
reportReady({
  url,
  key,
  token,
  otherToken,
  threads: JSON.stringify(threads),
  content: JSON.stringify(content),
});
