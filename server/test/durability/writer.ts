// A process that writes until it is killed: what it has printed, the database has acknowledged.
import { writeSync } from "node:fs";
import process from "node:process";
import { createAuthority, openStorage } from "assistant-cloud-server";
import { readState } from "./state.ts";
import { writeChats } from "./write-chats.ts";
import type { Line, Write } from "./writes.ts";

const WRITERS = 2;
const CHATS = 4;
const [place = "", secret = ""] = process.argv.slice(2);
// Straight to the pipe: a line that waits in this process would be lost with it.
const print = (line: Line) => writeSync(1, `${JSON.stringify(line)}\n`);
const acknowledge = (write: Write) => print({ kind: "write", write });

const storage = await openStorage(place);
print({ kind: "open" });
print({ kind: "state", state: await readState(storage) });
const authority = await createAuthority({ storage, issuer: "https://auth.example.com", secret, anonymous: true });
const visit = new Request("http://authority.test/v1/auth/tokens/anonymous", { method: "POST" });

async function writeSettings(): Promise<never> {
  for (;;) {
    const { id } = await authority.keys.create({ name: "durable" });
    acknowledge({ what: "key", id });
    const response = await authority.fetch(visit.clone());
    const { refresh_token } = (await response.json()) as { refresh_token: { token: string } };
    acknowledge({ what: "visitor", token: refresh_token.token });
  }
}
const { id, key } = await authority.keys.create({ name: "chats" });
acknowledge({ what: "key", id });
await Promise.all([
  ...Array.from({ length: WRITERS }, writeSettings),
  ...Array.from({ length: CHATS }, () => writeChats(authority, key, acknowledge)),
]);
