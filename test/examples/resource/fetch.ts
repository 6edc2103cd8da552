import { fetchWorkspaceGuard } from "assistant-cloud-auth/verify";

export const GET = fetchWorkspaceGuard({ issuer: "https://auth.example.com" }, async (_request, workspace) =>
  Response.json({ of: workspace.workspaceId }),
);
