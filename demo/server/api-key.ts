import { readFile, writeFile } from "node:fs/promises";
import type { createAuthority } from "assistant-cloud-server";

type Keys = Awaited<ReturnType<typeof createAuthority>>["keys"];

const NAME = "demo backend";

/**
 * Returns the API key that `file` contains for the demo's backend. Only the current OS user can read the file. If that
 * key is not active in the database, revokes the backend's active keys. Then creates a new key and writes it to `file`.
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
