// Compiled, not run: the guard must fit real Hono apps, although its types do not import Hono.
import { requireWorkspaceToken, type VerifiedWorkspace, type WorkspaceVariables } from "assistant-cloud-auth/verify";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";

const guard = requireWorkspaceToken({ issuer: "https://auth.example.com" });

new Hono<{ Variables: WorkspaceVariables }>()
  .use(guard)
  .use("/threads/*", guard)
  .get("/threads/:id", (c) => {
    c.var satisfies { workspace: VerifiedWorkspace };
    c.get("workspace") satisfies VerifiedWorkspace;
    // @ts-expect-error a workspace token contains no e-mail address
    c.var.workspace.email;
    return c.text(c.req.param("id"));
  });

const typedGuard = createMiddleware<{ Variables: WorkspaceVariables }>(guard);
new Hono()
  .get("/one", typedGuard, (c) => c.text(c.var.workspace.workspaceId))
  .use(typedGuard)
  .get("/two", (c) => c.text(c.var.workspace.workspaceId));

// An app with its own environment type keeps that type when it uses the guard.
new Hono<{ Bindings: { secret: string }; Variables: { requestId: string } }>()
  .use(guard)
  .get("/", guard, (c) => c.text(c.env.secret + c.var.requestId));
