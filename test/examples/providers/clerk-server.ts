/** Placeholder for `auth` of `@clerk/nextjs/server`. */
export async function auth(): Promise<{ userId: string | null; orgId?: string | null }> {
  return { userId: "user_1", orgId: "org_1" };
}
