import { requireWorkspaceToken, type WorkspaceVariables } from "assistant-cloud-auth/verify";
import { Hono } from "hono";

export const app = new Hono<{ Variables: WorkspaceVariables }>()
  .use("/threads/*", requireWorkspaceToken({ issuer: "https://auth.example.com" }))
  .get("/threads/all", (c) => c.json({ of: c.var.workspace.workspaceId }));
