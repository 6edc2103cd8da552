import { createTokenHandler, toNodeHandler } from "assistant-cloud-auth/backend";
import type { NextApiRequest } from "next";
import { readSession } from "../../../session.ts"; // your own

export default toNodeHandler(
  createTokenHandler({
    apiKey: () => process.env["ASSISTANT_API_KEY"], // a function, so that `next build` needs no key
    baseUrl: process.env["ASSISTANT_BACKEND_URL"], // only for a self-hosted authority
    async authorize(request, _request: NextApiRequest) {
      const session = await readSession(request);
      return session && { workspaceId: `${session.orgId}:${session.userId}`, userId: session.userId };
    },
  }),
);
