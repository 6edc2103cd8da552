import { decodeJwt } from "jose";
import { workspacesIn } from "./markers.ts";

/**
 * A `fetch` that all pages share. It searches the requests and responses of each workspace for texts of other
 * workspaces. It can also delay responses.
 */
export interface WatchedNetwork {
  readonly fetch: typeof fetch;
  /** Descriptions of leaks. A leak is a text of one workspace in a request or response of another workspace. */
  readonly leaks: readonly string[];
  readonly counts: Readonly<Record<"sent" | "marked" | "notFound" | "late", number>>;
  /** Functions that deliver the pending responses, in the order of their requests. */
  readonly waiting: readonly (() => void)[];
  /** If true, later responses stay pending until `release` delivers them. If false, releases all pending responses. */
  setSlow(isSlow: boolean): void;
  /** Delivers the response at this index of `waiting`. */
  release(index: number): void;
  /** Resolves when the server has answered all requests. Does not wait for delayed responses. */
  waitForIdle(): Promise<void>;
}

/**
 * Matches requests that clients send when a timer fires. Such requests are never delayed, because the delay would
 * depend on the machine.
 */
const BY_TIMER = /\/(events|heartbeat)$/;

/** Creates a {@link WatchedNetwork} that sends requests with `send`. */
export function watchNetwork(send: typeof fetch): WatchedNetwork {
  const leaks: string[] = [];
  const counts = { sent: 0, marked: 0, notFound: 0, late: 0 };
  const waiting: (() => void)[] = [];
  let isSlow = false;
  let last: Promise<unknown> = Promise.resolve();

  function check(workspaceId: string, what: string, text: string): void {
    const found = workspacesIn(text);
    if (found.length > 0) counts.marked += 1;
    for (const id of found) if (id !== workspaceId) leaks.push(`${id} in ${what} of ${workspaceId}`);
  }

  async function exchange(input: string | URL | Request, init: RequestInit): Promise<Response> {
    // The caller's signal could abort a delayed request. Drop the signal, so that the late response arrives anyway.
    const { signal: _, ...rest } = init;
    const workspaceId = workspaceOf(rest);
    const name = `${rest.method ?? "GET"} ${new URL(String(input)).pathname}`;
    if (workspaceId !== null) check(workspaceId, `the request ${name}`, String(rest.body ?? ""));
    const { status, headers, text } = await send(input, rest).then(async (response) => ({
      status: response.status,
      headers: response.headers,
      text: await response.text(),
    }));
    if (workspaceId !== null) check(workspaceId, `the response to ${name}`, text);
    if (status === 404) counts.notFound += 1;
    return new Response(text === "" ? null : text, { status, headers });
  }

  async function deliver(
    input: string | URL | Request,
    init: RequestInit,
  ): Promise<{ lateResponse: Promise<Response> }> {
    const before = last;
    const exchanged = exchange(input, init);
    // Responses arrive in the order of the requests, so that a seed is reproducible.
    last = Promise.allSettled([before, exchanged]);
    await last;
    const response = await exchanged;
    if (!isSlow || BY_TIMER.test(String(input))) return { lateResponse: Promise.resolve(response) };
    counts.late += 1;
    return { lateResponse: new Promise((resolve) => waiting.push(() => resolve(response))) };
  }

  return {
    leaks,
    counts,
    waiting,
    setSlow(slow) {
      isSlow = slow;
      if (!slow) for (const go of waiting.splice(0)) go();
    },
    release(index) {
      for (const go of waiting.splice(index, 1)) go();
    },
    async waitForIdle() {
      let settled: Promise<unknown>;
      do {
        settled = last;
        await settled;
        // The receiver of a response may send the next request.
        await new Promise((resolve) => setTimeout(resolve, 0));
      } while (last !== settled);
    },
    async fetch(input, init = {}) {
      counts.sent += 1;
      return (await deliver(input, init)).lateResponse;
    },
  };
}

/** Returns the workspace of a request's token; null for a request without a workspace token. */
function workspaceOf({ headers }: RequestInit): string | null {
  const [scheme, token = ""] = new Headers(headers).get("Authorization")?.split(" ") ?? [];
  return scheme === "Bearer" && token.startsWith("eyJ") ? String(decodeJwt(token)["workspace_id"]) : null;
}
