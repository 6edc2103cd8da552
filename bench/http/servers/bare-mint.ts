import { Hono } from "hono";
import { listen } from "./listen.ts";
import { report } from "./report.ts";
import { createBareSigner } from "./sign-bare-token.ts";

// A route that signs and does nothing else: no key is checked, nothing is read.
const sign = await createBareSigner();
const app = new Hono().post("/v1/auth/tokens", async (c) => c.json({ token: await sign("user-1", "workspace-1") }));
report({ url: await listen(app) });
