import type { Authority } from "../app/authority.ts";
import type { AuthorityOptions } from "../config/authority-options.ts";

/** Settings of {@link createTestAuthority}. */
export interface TestAuthorityOptions
  extends Partial<
    Pick<
      AuthorityOptions,
      "projectId" | "signingAlgorithm" | "tokenLifetimeSeconds" | "allowedOrigins" | "now" | "onFault" | "storage"
    >
  > {
  /** Whether visitors without an account may have tokens. Default: true. */
  anonymous?: boolean;
  /** The workspace of exchanged tokens, made of the ID token's claims. Default: `${sub}`. */
  workspace?: string;
}

/** A real authority in this process, with an API key and with an auth provider that it trusts. */
export interface TestAuthority {
  /** The base URL to give to engines and backends; only {@link TestAuthority.fetch} reaches it. */
  readonly baseUrl: string;
  /** An API key in force. */
  readonly apiKey: string;
  /** The `iss` of the provider's tokens. */
  readonly providerIssuer: string;
  /** The authority itself, to make and revoke keys and rules, or to be served over HTTP. */
  readonly authority: Authority;
  /** A `fetch` that reaches this authority and nothing else. */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /**
   * Signs an ID token of the provider: `sub` is `user_test`, it lives one hour. `claims` come on top; one that is
   * undefined is left out.
   */
  issueProviderToken(claims?: Record<string, unknown>): Promise<string>;
  /** Ends the authority, the provider and, unless it was handed in, the database. */
  close(): Promise<void>;
}

/**
 * Starts a {@link TestAuthority}: an embedded database in memory (a few seconds, some hundred MB: one per test file),
 * an API key, and a provider on a free loopback port whose keys the authority fetches by HTTP. For Node.
 *
 * @throws as `openStorage` and `createAuthority`
 */
export async function createTestAuthority(options: TestAuthorityOptions = {}): Promise<TestAuthority> {
  const { anonymous = true, workspace, storage: givenStorage, ...rest } = options;
  // Loaded here, so that the other helpers run in a browser too.
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
    throw new TypeError(`Only ${baseUrl} can be reached through the test authority's fetch.`);
  }
  const response = await authority.fetch(request);
  // A real fetch rejects when it is aborted on the way.
  request.signal.throwIfAborted();
  return response;
}
