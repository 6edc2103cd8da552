import { expressWorkspaceGuard, workspaceOf } from "assistant-cloud-auth/verify";
import express from "express";

export const app = express();
app.use("/threads", expressWorkspaceGuard({ issuer: "https://auth.example.com" }));
app.get("/threads/all", (request, response) => {
  response.json({ of: workspaceOf(request).workspaceId });
});
