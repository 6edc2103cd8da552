import { AssistantCloud } from "assistant-cloud";
import { readSession } from "../session.ts"; // your own

export async function POST(request: Request): Promise<Response> {
  const session = await readSession(request);
  if (!session) return new Response("Unauthorized", { status: 401 });
  const cloud = new AssistantCloud({
    apiKey: process.env["ASSISTANT_API_KEY"] ?? "",
    userId: session.userId,
    workspaceId: `${session.orgId}:${session.userId}`,
  });
  const { token } = await cloud.auth.tokens.create();
  return Response.json({ token });
}
