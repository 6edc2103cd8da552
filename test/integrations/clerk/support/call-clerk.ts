const ORIGIN = "https://happy-otter-12.clerk.accounts.dev";

/** The error of Clerk's script when its API rejects a request. */
class ClerkRefusal extends Error {
  readonly clerkError = true;
  constructor(readonly status: number) {
    super(`Clerk answered ${status}`);
  }
}

/** Returns the session of a token request to Clerk's API; undefined for any other request. */
export const sessionOf = ({ url }: { url: URL }): string | undefined =>
  url.origin === ORIGIN ? url.pathname.split("/").at(-2) : undefined;

/**
 * Requests a token as Clerk's script (6.40) does. A 4xx other than 429 is final, and 401 ends the session. After any
 * other failure, or a response that is not JSON, it retries up to eight times, after 3 s and more.
 * @param endSession the reaction of Clerk's script to 401
 */
export function callClerk(endSession: () => Promise<void>) {
  return async (session: string): Promise<void> => {
    for (let attempt = 0; ; attempt += 1) {
      const response = await fetch(`${ORIGIN}/v1/client/sessions/${session}/tokens`, { method: "POST" }).catch(
        () => null,
      );
      const { status } = response ?? { status: 0 };
      if (status === 401) await endSession();
      if (status >= 400 && status < 500 && status !== 429) throw new ClerkRefusal(status);
      const body: unknown = await response?.json().catch(() => undefined);
      if (response?.ok && body !== undefined) return;
      if (attempt === 8) throw new ClerkRefusal(status);
      await new Promise((resolve) => setTimeout(resolve, 3_000 * 1.55 ** attempt));
    }
  };
}
