import { createServer } from "node:http";
import next from "next";

const app = next({ dev: true, dir: process.cwd(), hostname: "127.0.0.1", port: 0, turbopack: true });
await app.prepare();
const handle = app.getRequestHandler();
const server = createServer((request, response) => handle(request, response));
server.listen(0, "127.0.0.1", () => console.log(`ready http://127.0.0.1:${server.address().port}`));
// Exit when the parent process ends, even if it is killed.
process.stdin.resume().once("close", () => process.exit());
