import type { Authority } from "../app/authority.ts";
import type { AuthorityOptions } from "../config/authority-options.ts";

/** The options of {@link createTestAuthority}. */
export interface TestAuthorityOptions
  extends Partial<
    Pick<
      AuthorityOptions,
      "projectId" | "signingAlgorithm" | "tokenLifetimeSeconds" | "allowedOrigins" | "now" | "onFault" | "storage"
    >
  > {
  /** Whether anonymous visitors receive tokens. Default: true. */
  anonymous?: boolean;
  /** The workspace template of the provider's auth rule, such as `${org_id}:${sub}`. Default: `${sub}`. */
  workspace?: string;
}

/** A real authority in this process. It has an API key, and an auth rule that trusts a local auth provider. */
export interface TestAuthority {
  /** The base URL for token engines and your app's backend. Only {@link TestAuthority.fetch} can reach this URL. */
  readonly baseUrl: string;
  /** An active API key of the authority's project. */
  readonly apiKey: string;
  /** The `iss` of the auth provider's ID tokens. */
  readonly providerIssuer: string;
  /** The authority. Use it to manage keys and rules, or to serve requests over HTTP. */
  readonly authority: Authority;
  /**
   * A `fetch` that sends requests only to this authority. For a URL of another origin, it rejects with a `TypeError`.
   */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /**
   * Signs an ID token of the auth provider. The token's `sub` is `user_test`. The token is valid for one hour. `claims`
   * override the token's claims; undefined removes a claim.
   */
  issueProviderToken(claims?: Record<string, unknown>): Promise<string>;
  /** Closes the authority and the auth provider. Also closes the database, unless the caller passed `storage`. */
  close(): Promise<void>;
}

/**
 * Starts a {@link TestAuthority} with an embedded database in memory, an API key and an auth provider. The provider
 * listens on a free loopback port. The authority fetches the provider's keys from that port over HTTP. Requires
 * Node.js. The start takes some seconds and hundreds of MB of memory, so start only one authority per test file.
 *
 * @throws the errors of `openStorage` and `createAuthority`
 */
export async function createTestAuthority(options: TestAuthorityOptions = {}): Promise<TestAuthority> {
  const { anonymous = true, workspace, storage: givenStorage, ...rest } = options;
  // These modules need Node.js, so they are imported on demand. The other exports of `./testing` also run in a browser.
  const { createAuthority, openStorage } = await import("../index.ts");
  const { startTestIssuer, TEST_AUDIENCE } = await import("./start-test-issuer.ts");
  const baseUrl = "https://authority.test";
  const storage = givenStorage ?? (await openStorage("memory://"));
  const issuer = await startTestIssuer(rest.now ?? Date.now);
  const closeParts = async () => {
    await issuer.close();
    if (givenStorage === undefined) await storage.close();
  };
  try {
    const authority = await createAuthority({ ...rest, storage, issuer: baseUrl, anonymous, allowInsecureJwks: true });
    const { key: apiKey } = await authority.keys.create({ name: "Test" });
    await authority.rules.add({
      name: "Test provider",
      issuer: issuer.issuer,
      jwksUrl: issuer.jwksUrl,
      audience: TEST_AUDIENCE,
      ...(workspace === undefined ? {} : { workspace }),
    });
    return {
      baseUrl,
      apiKey,
      providerIssuer: issuer.issuer,
      authority,
      issueProviderToken: issuer.issue,
      fetch: (input, init) => fetchFrom(authority, baseUrl, new Request(input, init)),
      async close() {
        await authority.close();
        await closeParts();
      },
    };
  } catch (error) {
    await closeParts();
    throw error;
  }
}

async function fetchFrom(authority: Authority, baseUrl: string, request: Request): Promise<Response> {
  request.signal.throwIfAborted();
  if (new URL(request.url).origin !== baseUrl) {
    throw new TypeError(`The test authority's fetch reaches only ${baseUrl}.`);
  }
  const response = await authority.fetch(request);
  // `fetch` also rejects if the signal aborts while the request is in flight.
  request.signal.throwIfAborted();
  return response;
}
