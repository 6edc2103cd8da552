import { vi } from "vitest";
import { signToken } from "../../support/sign-token.ts";

export const BASE = "https://cloud.example";

const { Headers } = globalThis;

/** A `Request` class that works even when other globals are broken. Node's own class does not. */
export class SimulatedRequest {
  readonly headers: Headers;
  readonly sentBody: string;

  constructor(
    readonly url: string,
    init: RequestInit = {},
  ) {
    this.headers = new Headers(init.headers);
    this.sentBody = `${init.body ?? ""}`;
  }

  clone(): SimulatedRequest {
    return new SimulatedRequest(this.url, { headers: this.headers, body: this.sentBody });
  }
}

interface Sent {
  path: string;
  authorization: string;
  body: string;
}

/** Reads the parts of a request. Uses no platform APIs, because they may be broken. */
function read(input: unknown, init: RequestInit = {}): Sent {
  const isRequest = typeof input === "object" && input !== null && "sentBody" in input;
  const { url, headers, sentBody } = input as SimulatedRequest;
  const path = (isRequest ? url : `${input}`).slice(BASE.length);
  if (isRequest) return { path, authorization: headers.get("Authorization") ?? "", body: sentBody };
  const given = (init.headers ?? {}) as Record<string, string>;
  const authorization = given["authorization"] ?? given["Authorization"] ?? "";
  return { path, authorization, body: `${init.body ?? ""}` };
}

/** The ID token that the cloud accepts. */
export const ID_TOKEN = signToken({ sub: "ada", iss: "https://provider.example" });

/**
 * Creates a cloud with a token route, the visitors' routes, and a thread route that can reject a token. The cloud has no
 * exchange route: as the hosted cloud does, it accepts an ID token on the thread route.
 */
export function createCloud() {
  let refusesNext = false;
  let held: Promise<void> | null = null;
  const refused = new Set<string>();
  const received: { status: number; body: string }[] = [];
  const counts = { tokens: 0, visitors: 0, exchanges: 0 };
  const response = {
    body: { cancel: async () => {} } as unknown,
    clone() {
      return this;
    },
  };

  function respond(body: unknown, status = 200, authorization: string | null = null): Response {
    const text = JSON.stringify(body);
    const answer = {
      status,
      ok: status < 400,
      headers: {
        get: (name: string) => (name.toLowerCase() === "content-type" ? "application/json" : authorization),
      },
      text: async () => text,
      json: async () => body,
    };
    // Copy descriptors. A spread would read properties, and some of them throw on access.
    return Object.defineProperties(answer, Object.getOwnPropertyDescriptors(response)) as unknown as Response;
  }

  function mint(): string {
    counts.tokens += 1;
    const iat = Math.floor((vi.getMockedSystemTime() ?? new Date()).getTime() / 1000);
    return signToken({ sub: "ada", workspace_id: "org:ada", iat, nbf: iat - 10, exp: iat + 300 });
  }

  const visit = () =>
    respond({ access_token: mint(), refresh_token: { token: `refresh_${counts.visitors}`, expires_at: "2027" } });

  function answerThreads({ authorization, body }: Sent): Response {
    if (refusesNext) refused.add(authorization);
    refusesNext = false;
    const status = refused.has(authorization) || authorization === "" ? 401 : 200;
    received.push({ status, body });
    return respond({}, status);
  }

  async function fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const sent = read(input, init);
    await held;
    switch (sent.path) {
      case "/token":
        return respond({ token: mint() });
      case "/v1/auth/tokens/anonymous":
        counts.visitors += 1;
        return visit();
      case "/v1/auth/tokens/refresh":
        return visit();
      case "/v1/auth/tokens/exchange":
        counts.exchanges += 1;
        return respond({ error: "Not Found" }, 404);
      case "/v1/threads?limit=1":
        return sent.authorization === `Bearer ${ID_TOKEN}`
          ? respond({ threads: [] }, 200, `Bearer ${mint()}`)
          : respond({}, 401);
      default:
        return answerThreads(sent);
    }
  }

  return {
    fetch,
    counts,
    received,
    /** The cloud copies the properties of this object to every response. A test can replace the properties. */
    response,
    /** Delays all responses until the test calls the returned function. */
    hold(): () => void {
      let release = () => {};
      held = new Promise((resolve) => {
        release = () => {
          held = null;
          resolve();
        };
      });
      return release;
    },
    /** Makes the thread route reject the next request's token. Later requests with this token also fail. */
    refuseNext() {
      refusesNext = true;
    },
  };
}

export type Cloud = ReturnType<typeof createCloud>;
