import { createHash, timingSafeEqual } from "node:crypto";
import process from "node:process";
import { Hono } from "hono";
import { USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../../../src/core/protocol.ts";
import { listen } from "./listen.ts";
import { reportReady } from "./report.ts";
import { createBareSigner } from "./sign-bare-token.ts";

// Serves a route that checks the hash of one API key in memory. It signs a token for the user and workspace in the
// request headers. The response forbids caching, like every response with a token (RFC 6749 §5.1).
const [key = ""] = process.argv.slice(2);
const hashOf = (text: string) => createHash("sha256").update(text).digest();
const expected = hashOf(key);
const sign = await createBareSigner();
const app = new Hono().post("/v1/auth/tokens", async (c) => {
  const sent = c.req.header("Authorization") ?? "";
  if (!sent.startsWith("Bearer ") || !timingSafeEqual(hashOf(sent.slice("Bearer ".length)), expected)) {
    return c.json({ error: "Unknown API key" }, 403);
  }
  const user = c.req.header(USER_ID_HEADER);
  const workspace = c.req.header(WORKSPACE_ID_HEADER);
  if (!user || !workspace) return c.json({ error: "User and workspace are required" }, 400);
  return c.json({ token: await sign(user, workspace) }, 200, { "Cache-Control": "no-store" });
});
reportReady({ url: await listen(app) });
