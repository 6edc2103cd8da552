import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { AuthorityError } from "../authority-error.ts";
import { type AuthorityStorage, createStorage, unreachable } from "./authority-storage.ts";
import { lockFolder } from "./folder-lock.ts";

/** An embedded database in memory; it ends with the process. */
export async function openMemory(): Promise<AuthorityStorage> {
  const pglite = await PGlite.create("memory://");
  return createStorage({
    kind: "memory",
    localSecret: newSecret(),
    database: drizzle({ client: pglite }),
    close: () => pglite.close(),
  });
}

/** An embedded database in a folder: `postgres/` holds the data, `secret.key` the secret, `locks/` who has it open. */
export async function openFolder(path: string): Promise<AuthorityStorage> {
  const folder = resolve(path);
  const unusable = (cause: unknown) =>
    unreachable(
      `The database folder ${folder} cannot be used.`,
      "Check that it is a folder that this user may write to and that its files are whole.",
      cause,
    );
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw unusable(cause);
  }
  const release = await lockFolder(folder).catch((cause: unknown) => {
    throw cause instanceof AuthorityError ? cause : unusable(cause);
  });
  try {
    const localSecret = await readOrMakeSecret(join(folder, "secret.key"));
    const pglite = await PGlite.create(join(folder, "postgres"));
    return createStorage({
      kind: "folder",
      localSecret,
      database: drizzle({ client: pglite }),
      close: async () => {
        try {
          await pglite.close();
        } finally {
          await release();
        }
      },
    });
  } catch (cause) {
    await release();
    throw unusable(cause);
  }
}

async function readOrMakeSecret(path: string): Promise<string> {
  try {
    const secret = (await readFile(path, "utf8")).trim();
    if (secret !== "") return secret;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  const secret = newSecret();
  await writeFile(path, `${secret}\n`, { mode: 0o600 });
  return secret;
}

const newSecret = () => randomBytes(32).toString("base64url");
