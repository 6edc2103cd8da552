import { createTokenHandler } from "assistant-cloud-auth/backend";

export const POST = createTokenHandler({
  apiKey: () => process.env.ASSISTANT_API_KEY,
  baseUrl: process.env.ASSISTANT_BACKEND_URL,
  authorize: () => ({ workspaceId: "org_1:user_1", userId: "user_1" }),
});
