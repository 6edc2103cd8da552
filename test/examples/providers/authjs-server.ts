/** Stands for `auth` of an app's own auth.ts. */
export async function auth(): Promise<{ user: { id: string } } | null> {
  return { user: { id: "user-1" } };
}
