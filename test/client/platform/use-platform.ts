import { vi } from "vitest";
import type { TokenEngine } from "../../../src/client/token-engine.ts";
import { BASE, type Cloud } from "./simulated-cloud.ts";
import type { installPlatform } from "./simulated-platform.ts";

const SECOND = 1_000;

/** The modules of the package, loaded anew, so that no row of the table knows what another has found. */
export async function loadPackage() {
  vi.resetModules();
  return {
    ...(await import("../../../src/index.ts")),
    ...(await import("../../../src/client/authorized-fetch.ts")),
    ...(await import("../../../src/client/platform/system-fetch.ts")),
  };
}

/** What an app gets from the package on a platform. */
export interface Experience {
  /** The status of an engine after its first attempt; the error's code when that failed. */
  first: string;
  /** Calls of the source by two tabs of one user that open together. */
  calls: number;
  /** Whether the token is refreshed before it expires, without a read. */
  refreshesAhead: boolean;
  /** Whether an event of the document, or of the window, refreshes a token that expired while the machine slept. */
  wakes: { document: boolean; window: boolean };
  /** The error of a reader whose source never settles; null when there is none after the deadline. */
  hang: string | null;
  /** Whether the source that hung was told of it. */
  aborts: boolean;
  /** What the API received when it refused the first token. */
  sent: { status: number; body: string }[];
  /** Visitors that one page, which asks three times, and the next page together amount to. */
  visitors: { onePage: number; nextPage: number };
  leftOver: ReturnType<ReturnType<typeof installPlatform>["leftOver"]>;
  /** Errors that reached the app: thrown, unhandled or reported. */
  escaped: unknown[];
}

type Package = Awaited<ReturnType<typeof loadPackage>>;

/** Uses everything that touches the platform, and reports what an app sees of it. */
export async function usePlatform(
  pack: Package,
  platform: ReturnType<typeof installPlatform>,
  cloud: Cloud,
): Promise<Experience> {
  const escaped: unknown[] = [];
  const onEscape = (error: unknown) => void escaped.push(error);
  process.on("unhandledRejection", onEscape);
  const engines: TokenEngine[] = [];
  const create = (tokenSource: Parameters<Package["createTokenEngine"]>[0]["tokenSource"]) => {
    const engine = pack.createTokenEngine({ baseUrl: BASE, tokenSource });
    engines.push(engine);
    return engine;
  };
  try {
    const route = () => pack.backendTokenSource({ url: `${BASE}/token`, key: "ada" });
    const [engine, other] = [create(route()), create(route())];
    // A lock that never comes is waited for up to five seconds, by one tab after the other.
    await pass(12 * SECOND);
    const { status, error } = engine.getSnapshot();
    const first = error?.code ?? status;
    const calls = cloud.counts.tokens;

    const { revision } = engine.getSnapshot();
    await pass(280 * SECOND);
    const refreshesAhead = engine.getSnapshot().revision > revision;
    other.dispose();

    const wakes = { document: false, window: false };
    for (const [name, type] of [
      ["document", "visibilitychange"],
      ["window", "focus"],
    ] as const) {
      vi.setSystemTime((vi.getMockedSystemTime()?.getTime() ?? 0) + 3_600 * SECOND);
      const before = cloud.counts.tokens;
      platform[name].dispatchEvent(new Event(type));
      await pass(6 * SECOND);
      wakes[name] = cloud.counts.tokens > before;
      await Promise.all([engine.refresh().catch(() => null), pass(6 * SECOND)]);
    }

    let signal: AbortSignal | undefined;
    const hanging = create({
      kind: "backend",
      key: null,
      getToken(request) {
        signal = request.signal;
        return new Promise(() => {});
      },
    });
    const timedOut = hanging.getToken().catch((reason) => `${reason.code}`);
    const hang = await Promise.race([timedOut, pass(10 * SECOND).then(() => null)]);

    const authorizedFetch = pack.createAuthorizedFetch(() => engine as never, pack.systemFetch);
    cloud.refuseNext();
    authorizedFetch(`${BASE}/v1/threads`, { method: "POST", body: "whole" }).catch(() => null);
    await pass(12 * SECOND);

    const visitors = { onePage: 0, nextPage: 0 };
    for (const page of ["onePage", "nextPage"] as const) {
      const visitor = create(pack.anonymousTokenSource());
      for (let time = 0; time < 3; time += 1) {
        const token = time === 0 ? visitor.getToken() : visitor.refresh();
        await Promise.all([token.catch(() => null), pass(12 * SECOND)]);
        visitor.setTokenSource(pack.anonymousTokenSource());
      }
      visitors[page] = cloud.counts.visitors;
      visitor.dispose();
    }

    for (const each of engines) each.dispose();
    await pass(0);
    // Node reports unhandled rejections when the turn of the event loop ends.
    await new Promise((resolve) => setImmediate(resolve));
    const { received } = cloud;
    const aborts = signal?.aborted === true;
    const leftOver = platform.leftOver();
    return { first, calls, refreshesAhead, wakes, hang, aborts, sent: received, visitors, leftOver, escaped };
  } catch (error) {
    escaped.push(error);
    throw error;
  } finally {
    process.off("unhandledRejection", onEscape);
    escaped.push(...platform.reported);
  }
}

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}
