import { createTokenHandler } from "assistant-cloud-auth/backend";
import { readSession } from "./session.ts"; // your own

export const POST = createTokenHandler({
  baseUrl: "https://auth.example",
  apiKey: process.env["ASSISTANT_API_KEY"],
  async authorize(request) {
    const session = await readSession(request);
    return session && { workspaceId: `${session.orgId}:${session.userId}`, userId: session.userId };
  },
});
