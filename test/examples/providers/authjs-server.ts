/** Placeholder for `auth` of the app's own auth.ts. */
export async function auth(): Promise<{ user: { id: string } } | null> {
  return { user: { id: "user-1" } };
}
