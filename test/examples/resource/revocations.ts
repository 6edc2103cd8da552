import {
  createWorkspaceTokenVerifier,
  requireWorkspaceToken,
  type WorkspaceVariables,
} from "assistant-cloud-auth/verify";
import { Hono } from "hono";

const verifier = createWorkspaceTokenVerifier({ issuer: "https://auth.example.com", revocations: true });

export const app = new Hono<{ Variables: WorkspaceVariables }>()
  .use("/threads/*", requireWorkspaceToken(verifier))
  .get("/threads/all", (c) => c.json({ of: c.var.workspace.workspaceId }));

/** Before the next poll, applies `revocations` from the response of `GET /v1/auth/revocations/list`. */
export const pushRevocations = (list: string) => verifier.applyRevocations(list);
