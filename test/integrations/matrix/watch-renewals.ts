import { onTestFinished } from "vitest";

/**
 * How renewals are answered: `well` forwards them to the provider, `network` rejects, `over` reports an ended session.
 */
export type Mood = "well" | "network" | "429" | "503" | "html" | "over" | "interaction";

/** A provider's own error responses. A missing entry means that the provider has no such response. */
export type Refusals = Partial<Record<"429" | "over" | "interaction", () => Response>>;

/** Records and answers the requests with which an SDK renews a token. */
export interface Renewals {
  mood: Mood;
  /** The credential of each renewal so far: a refresh token, a session or a cookie. */
  readonly sent: readonly string[];
  /** Clears `sent`. */
  forget(): void;
  /** Blocks the responses until the test calls the returned function. */
  hold(): () => void;
}

const general = {
  "429": () => Response.json({ error: "too_many_requests", message: "Slow down." }, { status: 429 }),
  "503": () => new Response("upstream connect error", { status: 503, headers: { "Content-Type": "text/plain" } }),
  html: () =>
    new Response("<!doctype html><title>Welcome to the guest network</title>", {
      headers: { "Content-Type": "text/html" },
    }),
};

/**
 * Intercepts the requests of an SDK until the test ends. Renewals are answered according to `mood`. Other requests
 * reach the provider.
 * @param credentialOf returns the credential of a renewal; undefined for any other request
 * @param refusals the provider's own error responses
 * @param page holds the `fetch` that the SDK calls. Default: the global scope
 */
export function watchRenewals(
  credentialOf: (request: { url: URL; headers: Headers; body: string }) => string | undefined,
  refusals: Refusals,
  page: { fetch: typeof fetch } = globalThis,
): Renewals {
  const outside = page.fetch;
  const sent: string[] = [];
  let gate = Promise.resolve();
  const renewals: Renewals = {
    mood: "well",
    sent,
    forget: () => void sent.splice(0),
    hold() {
      let release = () => {};
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
  const inside: typeof fetch = async (input, init) => {
    const { signal: _signal, ...rest } = init ?? {};
    const request = new Request(input, rest);
    const body = await request.clone().text();
    const credential = credentialOf({ url: new URL(request.url), headers: request.headers, body });
    if (credential === undefined) return outside(input, init);
    sent.push(credential);
    await gate;
    const { mood } = renewals;
    if (mood === "well") return outside(input, init);
    if (mood === "network") throw new TypeError("Failed to fetch");
    const answer = { ...general, ...refusals }[mood];
    if (answer === undefined) throw new Error(`This provider has no answer for ${mood}.`);
    return answer();
  };
  page.fetch = inside;
  onTestFinished(() => {
    if (page.fetch === inside) page.fetch = outside;
  });
  return renewals;
}
