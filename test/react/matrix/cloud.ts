export const CLOUD = "https://cloud.example";

export function subjectOf(token: string): string {
  return JSON.parse(atob(token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? "")).sub;
}

const thread = {
  id: "thread_1",
  project_id: "default",
  workspace_id: "org",
  external_id: null,
  is_archived: false,
  metadata: null,
  created_at: "2026-01-01T00:00:00.000Z",
  updated_at: "2026-01-01T00:00:00.000Z",
  last_message_at: "2026-01-01T00:00:00.000Z",
};

/** Simulates the threads API. Returns one thread, whose title is the user id in the request's token. */
export async function answerThreads(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const bearer = new Request(input, init).headers.get("Authorization") ?? "";
  return Response.json({ threads: [{ ...thread, title: subjectOf(bearer.replace("Bearer ", "")) }] });
}
