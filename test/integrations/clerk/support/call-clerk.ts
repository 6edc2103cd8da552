const ORIGIN = "https://happy-otter-12.clerk.accounts.dev";

/** The error that Clerk's script throws when Clerk's API rejects a request. */
class ClerkRefusal extends Error {
  readonly clerkError = true;
  constructor(readonly status: number) {
    super(`Clerk answered ${status}`);
  }
}

/** Returns the session id in the URL of a token request to Clerk; undefined for a request to another origin. */
export const sessionOf = ({ url }: { url: URL }): string | undefined =>
  url.origin === ORIGIN ? url.pathname.split("/").at(-2) : undefined;

/**
 * Returns a function that requests a token as Clerk's script (version 6.40) does. After status 429 or 5xx, a failed
 * request or a response without JSON, the function retries up to eight times. The first retry starts after 3 seconds.
 * The function throws after any other status 4xx. The request contains the token that Clerk's API shall return.
 * @param endSession called after status 401, which ends the session in Clerk's script
 */
export function callClerk(endSession: () => Promise<void>) {
  return async (session: string, token: string): Promise<string> => {
    for (let attempt = 0; ; attempt += 1) {
      const response = await fetch(`${ORIGIN}/v1/client/sessions/${session}/tokens`, {
        method: "POST",
        body: token,
      }).catch(() => null);
      const { status } = response ?? { status: 0 };
      if (status === 401) await endSession();
      if (status >= 400 && status < 500 && status !== 429) throw new ClerkRefusal(status);
      const body: { jwt: string } | undefined = await response?.json().catch(() => undefined);
      if (response?.ok && body !== undefined) return body.jwt;
      if (attempt === 8) throw new ClerkRefusal(status);
      await new Promise((resolve) => setTimeout(resolve, 3_000 * 1.55 ** attempt));
    }
  };
}
