import { readFile, writeFile } from "node:fs/promises";
import type { createAuthority } from "assistant-cloud-server";

type Keys = Awaited<ReturnType<typeof createAuthority>>["keys"];

const NAME = "demo backend";

/**
 * Returns the API key of the demo's backend. If the key in `file` is still active, returns that key. Otherwise, revokes
 * the backend's active keys, and writes a new key to `file`. Only the current OS user can read `file`.
 */
export async function readOrCreateApiKey(keys: Keys, file: string): Promise<string> {
  const storedKey = (await readFile(file, "utf8").catch(() => "")).trim();
  const activeKeys = (await keys.list()).filter(({ name, status }) => name === NAME && status === "active");
  if (storedKey !== "" && activeKeys.some(({ suffix }) => storedKey.endsWith(suffix))) return storedKey;
  for (const { id } of activeKeys) await keys.revoke(id);
  const { key } = await keys.create({ name: NAME });
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  return key;
}
