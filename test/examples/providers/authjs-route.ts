import { createTokenHandler } from "assistant-cloud-auth/backend";
import { auth } from "./authjs-server.ts"; // your own auth.ts

export const POST = createTokenHandler({
  apiKey: process.env["ASSISTANT_API_KEY"] ?? "",
  async authorize() {
    const session = await auth();
    return session && { workspaceId: session.user.id, userId: session.user.id };
  },
});
