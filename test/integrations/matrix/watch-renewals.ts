import { onTestFinished } from "vitest";

/**
 * The response to a renewal. `forwarded` is the provider's own response. `network` is a network error. `html` is the
 * page of a captive portal. `expired` reports that the session has ended. `interaction` reports that the provider
 * requires interaction with the user. `deadTokens` is the provider's own response, but its tokens have already expired.
 */
export type RenewalResponse =
  | "forwarded"
  | "network"
  | "429"
  | "503"
  | "html"
  | "expired"
  | "interaction"
  | "deadTokens";

/**
 * A provider's own error responses. If `429` is missing, {@link watchRenewals} uses a generic response. Any other
 * missing entry means that the provider has no such response.
 */
export type RefusalResponses = Partial<Record<"429" | "expired" | "interaction", () => Response>>;

/** Records and answers the requests that renew an SDK's token. */
export interface Renewals {
  nextResponse: RenewalResponse;
  /** The credential of each renewal so far: a refresh token, a session or a cookie. */
  readonly sent: readonly string[];
  /** Clears `sent`. */
  clear(): void;
  /** Blocks the responses until the test calls the returned function. */
  hold(): () => void;
}

const commonResponses = {
  "429": () => Response.json({ error: "too_many_requests", message: "Slow down." }, { status: 429 }),
  "503": () => new Response("upstream connect error", { status: 503, headers: { "Content-Type": "text/plain" } }),
  html: () =>
    new Response("<!doctype html><title>Welcome to the guest network</title>", {
      headers: { "Content-Type": "text/html" },
    }),
};

/** Moves the times of every JWT and every lifetime in a response into the past. No SDK checks these signatures. */
async function expireTokens(response: Response): Promise<Response> {
  const now = Math.floor(Date.now() / 1000);
  const expireJwt = (jwt: string) => {
    const [header, payload = "", signature] = jwt.split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
    if (typeof claims["exp"] !== "number") return jwt;
    const shift = claims["exp"] - (now - 60);
    for (const name of ["exp", "iat", "nbf", "auth_time"]) {
      if (typeof claims[name] === "number") claims[name] -= shift;
    }
    return [header, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(".");
  };
  const text = (await response.text())
    .replaceAll(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g, expireJwt)
    .replaceAll(/"expires_at":\d+/g, `"expires_at":${now - 60}`);
  const { status, headers } = response;
  const kept = [...headers].filter(([name]) => !/^content-(length|encoding)$/.test(name));
  return new Response(text || null, { status, headers: kept });
}

/**
 * Intercepts the requests of an SDK until the test ends. The field `nextResponse` decides how a renewal is answered.
 * Other requests reach the provider.
 * @param credentialOf returns the credential of a renewal; undefined for any other request
 * @param refusals the provider's own error responses
 * @param page an object with the `fetch` that the SDK calls. Default: the global scope
 */
export function watchRenewals(
  credentialOf: (request: { url: URL; headers: Headers; body: string }) => string | undefined,
  refusals: RefusalResponses,
  page: { fetch: typeof fetch } = globalThis,
): Renewals {
  const originalFetch = page.fetch;
  const sent: string[] = [];
  let gate = Promise.resolve();
  const renewals: Renewals = {
    nextResponse: "forwarded",
    sent,
    clear: () => void sent.splice(0),
    hold() {
      let release = () => {};
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
  const interceptedFetch: typeof fetch = async (input, init) => {
    const { signal: _signal, ...rest } = init ?? {};
    const request = new Request(input, rest);
    const body = await request.clone().text();
    const credential = credentialOf({ url: new URL(request.url), headers: request.headers, body });
    if (credential === undefined) return originalFetch(input, init);
    sent.push(credential);
    await gate;
    const { nextResponse } = renewals;
    if (nextResponse === "forwarded") return originalFetch(input, init);
    if (nextResponse === "deadTokens") return expireTokens(await originalFetch(input, init));
    if (nextResponse === "network") throw new TypeError("Failed to fetch");
    const answer = { ...commonResponses, ...refusals }[nextResponse];
    if (answer === undefined) throw new Error(`This provider has no answer for ${nextResponse}.`);
    return answer();
  };
  page.fetch = interceptedFetch;
  onTestFinished(() => {
    if (page.fetch === interceptedFetch) page.fetch = originalFetch;
  });
  return renewals;
}
