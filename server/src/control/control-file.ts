import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The content of the control file. A running server writes this file to its database folder, so that CLI commands can
 * find the server's control channel.
 */
export interface ControlFile {
  /** The port on a loopback address; null if the server listens on the Unix domain socket in the folder. */
  readonly port: number | null;
  /**
   * The secret that every request to the server must contain. Only users who can read this file can therefore send
   * requests.
   */
  readonly credential: string;
  /** The id of the server's process. */
  readonly pid: number;
}

const pathIn = (folder: string) => join(folder, "control.json");
const partialIn = (folder: string) => join(folder, "control.json.part");

/** Returns the path of the Unix domain socket on which a server listens in its database folder. */
export const socketIn = (folder: string) => join(folder, "control.sock");

/**
 * Writes the control file of a database folder that this process has locked. Only the user that runs this process can
 * read the file. The write is atomic, so readers never see a partial file.
 */
export async function writeControlFile(folder: string, content: ControlFile): Promise<void> {
  const partial = partialIn(folder);
  // A process that died during a write leaves this file.
  await rm(partial, { force: true });
  await writeFile(partial, JSON.stringify(content), { mode: 0o600, flag: "wx" });
  await rename(partial, pathIn(folder));
}

/**
 * Reads the control file of a database folder. Returns null if the file does not exist or its content is invalid.
 * Throws the system's error if the file cannot be read.
 */
export async function readControlFile(folder: string): Promise<ControlFile | null> {
  let text: string;
  try {
    text = await readFile(pathIn(folder), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR"].includes(String(error.code))) return null;
    throw error;
  }
  // Damaged content, or content from another version, cannot lead to a server, so `readContent` returns null for it.
  return readContent(text);
}

export async function removeControlFile(folder: string): Promise<void> {
  await rm(pathIn(folder), { force: true });
}

function readContent(text: string): ControlFile | null {
  let content: Partial<ControlFile> | null;
  try {
    content = JSON.parse(text);
  } catch {
    return null;
  }
  const { port, credential, pid } = content ?? {};
  const isPort = port === null || (Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536);
  return isPort && typeof credential === "string" && Number.isInteger(pid) ? (content as ControlFile) : null;
}
