import { createTokenHandler } from "assistant-cloud-auth/backend";
import type { ClerkSession } from "./read-clerk-session.ts";

/** `auth` is a function that reads the session. An example is `auth` of `@clerk/nextjs/server`. */
export function createClerkTokenRoute(auth: (request: Request) => Promise<ClerkSession>) {
  return createTokenHandler({
    apiKey: () => process.env["ASSISTANT_API_KEY"],
    baseUrl: process.env["ASSISTANT_BACKEND_URL"], // only for a self-hosted authority
    async authorize(request) {
      const { userId, orgId } = await auth(request);
      if (!userId) return null;
      return { workspaceId: orgId ? `${orgId}:${userId}` : userId, userId };
    },
  });
}
