import { expect, vi } from "vitest";
import type { RenderedApp } from "./render-app.tsx";
import type { OwnAuthority } from "./start-own-authority.ts";

/**
 * Signs a user out everywhere, and waits until a rejected API call has signed out the app. Then waits until the
 * authority accepts a new sign-in: it rejects provider tokens whose `iat` is up to 2 seconds after the sign-out.
 */
export async function signOutEverywhere(cloud: OwnAuthority, userId: string, app: RenderedApp): Promise<void> {
  const revocation = await fetch(`${cloud.url}/v1/auth/revocations`, {
    method: "POST",
    headers: { Authorization: `Bearer ${cloud.apiKey}`, "Content-Type": "application/json" },
    body: JSON.stringify({ user_id: userId }),
  });
  expect(revocation.status).toBe(201);
  const cutoff = Date.now();
  expect(await app.callApi()).toMatchObject({ status: 401 });
  await app.untilSignedOut();
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(cutoff + 3_000), { timeout: 6_000 });
}
