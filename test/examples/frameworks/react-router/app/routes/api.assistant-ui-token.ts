import { createTokenHandler } from "assistant-cloud-auth/backend";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "react-router";
import { sessions } from "../sessions.server.ts"; // your own

const tokenRoute = createTokenHandler({
  apiKey: process.env["ASSISTANT_API_KEY"],
  baseUrl: process.env["ASSISTANT_BACKEND_URL"], // only for a self-hosted authority
  async authorize(request) {
    const { orgId, userId } = (await sessions.getSession(request.headers.get("Cookie"))).data;
    return orgId && userId ? { workspaceId: `${orgId}:${userId}`, userId } : null;
  },
});

export const action = ({ request }: ActionFunctionArgs) => tokenRoute(request);
export const loader = ({ request }: LoaderFunctionArgs) => tokenRoute(request); // answers GET with 405
