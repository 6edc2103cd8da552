import { env } from "cloudflare:workers";
import { createAssistantCloudBackend, createTokenHandler } from "assistant-cloud-auth/backend";
import { fetchWorkspaceGuard } from "assistant-cloud-auth/verify";

const { ASSISTANT_API_KEY: apiKey, ASSISTANT_BACKEND_URL: baseUrl, ISSUER: issuer } = env;
const person = { workspaceId: "org_1:user_1", userId: "user_1" };

const backend = createAssistantCloudBackend({ apiKey, baseUrl });
const tokenRoute = createTokenHandler({ apiKey, baseUrl, authorize: () => person });
// Use one guard for all requests, because it caches the authority's keys.
const api = fetchWorkspaceGuard({ issuer, jwksUrl: `${baseUrl}/.well-known/jwks.json` }, (_request, workspace) =>
  Response.json(workspace),
);

const routes = {
  "/token": tokenRoute,
  "/mint": async () => Response.json(await backend.auth.tokens.create(person)),
  "/api": api,
};

export default {
  fetch: (request) => routes[new URL(request.url).pathname](request),
};
