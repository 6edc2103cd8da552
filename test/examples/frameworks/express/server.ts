import { createTokenHandler, toNodeHandler } from "assistant-cloud-auth/backend";
import express from "express";
import { type RequestWithUser, session } from "./session.ts"; // your own

export const app = express();
app.use(session, express.json());

const tokenRoute = createTokenHandler({
  apiKey: process.env["ASSISTANT_API_KEY"],
  baseUrl: process.env["ASSISTANT_BACKEND_URL"], // only for a self-hosted authority
  authorize: (_request, { user }: RequestWithUser) =>
    user && { workspaceId: `${user.orgId}:${user.id}`, userId: user.id },
});
app.all("/api/assistant-ui-token", toNodeHandler(tokenRoute));
