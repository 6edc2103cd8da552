import { createTokenHandler } from "assistant-cloud-auth/backend";
import { type Context, Hono } from "hono";
import { type Env, session } from "./session.ts"; // your own

export const app = new Hono<Env>();
app.use(session);

const tokenRoute = createTokenHandler({
  apiKey: process.env["ASSISTANT_API_KEY"],
  baseUrl: process.env["ASSISTANT_BACKEND_URL"], // only for a self-hosted authority
  authorize(_request, context: Context<Env>) {
    const user = context.get("user");
    return user && { workspaceId: `${user.orgId}:${user.id}`, userId: user.id };
  },
});
app.all("/api/assistant-ui-token", (context) => tokenRoute(context.req.raw, context));
