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

/** Applies the member `revocations` of `GET /v1/auth/revocations/list`, ahead of the next poll. */
export const pushRevocations = (list: string) => verifier.applyRevocations(list);
