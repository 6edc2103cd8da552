import { createTokenHandler } from "assistant-cloud-auth/backend";
import { auth } from "./clerk-server.ts"; // @clerk/nextjs/server

/** The only route of the backend integration. A user has a separate workspace in each organization. */
export const POST = createTokenHandler({
  apiKey: process.env["ASSISTANT_API_KEY"] ?? "",
  async authorize() {
    const { userId, orgId } = await auth();
    if (!userId) return null;
    return { userId, workspaceId: orgId ? `${orgId}:${userId}` : userId };
  },
});
