import type { RequestEvent, RequestHandler } from "@sveltejs/kit";
import { createTokenHandler } from "assistant-cloud-auth/backend";
import { env } from "$env/dynamic/private";

const tokenRoute = createTokenHandler({
  apiKey: () => env["ASSISTANT_API_KEY"], // a function, so that `vite build` needs no key
  baseUrl: env["ASSISTANT_BACKEND_URL"], // only for a self-hosted authority
  authorize: (_request, { locals: { user } }: RequestEvent) =>
    user && { workspaceId: `${user.orgId}:${user.id}`, userId: user.id },
});

export const POST: RequestHandler = (event) => tokenRoute(event.request, event);
