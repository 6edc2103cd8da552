import { Hono } from "hono";
import { listen } from "./listen.ts";
import { report } from "./report.ts";
import { createBareSigner } from "./sign-bare-token.ts";

// Serves a route that only signs a token: it checks no API key and reads no data.
const sign = await createBareSigner();
const app = new Hono().post("/v1/auth/tokens", async (c) => c.json({ token: await sign("user-1", "workspace-1") }));
report({ url: await listen(app) });
