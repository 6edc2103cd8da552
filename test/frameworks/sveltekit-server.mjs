import { fileURLToPath } from "node:url";
import { sveltekit } from "@sveltejs/kit/vite";
import { createServer } from "vite";

const server = await createServer({
  configFile: false,
  plugins: [await sveltekit()],
  resolve: {
    alias: { "assistant-cloud-auth/backend": fileURLToPath(new URL("../../src/backend/index.ts", import.meta.url)) },
  },
  server: { host: "127.0.0.1", port: 0, hmr: false },
});
await server.listen();
console.log(`ready http://127.0.0.1:${server.httpServer.address().port}`);
// Exit when the parent process ends, even if it is killed.
process.stdin.resume().once("close", () => process.exit());
