// A process that writes until it is killed: what it has printed, the database has acknowledged.
import { writeSync } from "node:fs";
import process from "node:process";
import { createAuthority, openStorage } from "assistant-cloud-server";
import { readState } from "./state.ts";

const WRITERS = 4;
const [place = "", secret = ""] = process.argv.slice(2);
// Straight to the pipe: a line that waits in this process would be lost with it.
const print = (line: object) => writeSync(1, `${JSON.stringify(line)}\n`);

const storage = await openStorage(place);
print(await readState(storage));
const authority = await createAuthority({ storage, issuer: "https://auth.example.com", secret, anonymous: true });
const visit = new Request("http://authority.test/v1/auth/tokens/anonymous", { method: "POST" });

async function write(): Promise<never> {
  for (;;) {
    const { id } = await authority.keys.create({ name: "durable" });
    print({ key: id });
    const response = await authority.fetch(visit.clone());
    const { refresh_token } = (await response.json()) as { refresh_token: { token: string } };
    print({ visitor: refresh_token.token });
  }
}
await Promise.all(Array.from({ length: WRITERS }, write));
