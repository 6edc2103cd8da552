// A process that writes until it is killed. It prints each write after the database has acknowledged it.
import { writeSync } from "node:fs";
import process from "node:process";
import { createAuthority, openStorage } from "assistant-cloud-server";
import { readState } from "./state.ts";
import { writeChats } from "./write-chats.ts";
import type { Line, Write } from "./writes.ts";

const WRITERS = 2;
const CHATS = 4;
const [storageLocation = "", secret = ""] = process.argv.slice(2);
const format = (line: Line) => `${JSON.stringify(line)}\n`;
// Write directly to the pipe, because a buffered line would be lost with the process.
const printWrite = (write: Write) => void writeSync(1, format({ kind: "write", write }));
/** Prints a line. Resolves after the whole line is written, even if the pipe was full. */
const print = (line: Line) => new Promise<void>((resolve) => process.stdout.write(format(line), () => resolve()));

const storage = await openStorage(storageLocation);
await print({ kind: "open" });
await print({ kind: "state", state: await readState(storage) });
const authority = await createAuthority({
  storage,
  issuer: "https://auth.example.com",
  secret,
  anonymous: true,
  onFault: console.error,
});
const visitorRequest = new Request("http://authority.test/v1/auth/tokens/anonymous", { method: "POST" });

async function createKeysAndVisitors(): Promise<never> {
  for (;;) {
    const { id } = await authority.keys.create({ name: "durable" });
    printWrite({ what: "key", id });
    const response = await authority.fetch(visitorRequest.clone());
    const { refresh_token } = (await response.json()) as { refresh_token: { token: string } };
    printWrite({ what: "visitor", token: refresh_token.token });
  }
}

const { id, key } = await authority.keys.create({ name: "chats" });
printWrite({ what: "key", id });
await Promise.all([
  ...Array.from({ length: WRITERS }, createKeysAndVisitors),
  ...Array.from({ length: CHATS }, () => writeChats(authority, key, printWrite)),
]);
