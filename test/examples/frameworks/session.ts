/** Placeholder for the app's own way to identify the user of a request. */
export async function readSession(request: Request): Promise<{ orgId: string; userId: string } | null> {
  const session = /session=(\w+)\.(\w+)/.exec(request.headers.get("Cookie") ?? "");
  return session?.[1] && session[2] ? { orgId: session[1], userId: session[2] } : null;
}
