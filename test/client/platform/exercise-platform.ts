import process from "node:process";
import { vi } from "vitest";
import type { TokenEngine } from "../../../src/client/token-engine.ts";
import type { TokenSource } from "../../../src/core/token-source.ts";
import { BASE, type Cloud, ID_TOKEN } from "./simulated-cloud.ts";
import type { installPlatform } from "./simulated-platform.ts";

const SECOND = 1_000;

/**
 * Imports a new copy of the package. Each test needs a copy, because the package's modules cache which platform APIs
 * work.
 */
export async function loadPackage() {
  vi.resetModules();
  return {
    ...(await import("../../../src/index.ts")),
    ...(await import("../../../src/client/authorized-fetch.ts")),
    ...(await import("../../../src/client/platform/system-fetch.ts")),
  };
}

/** What an app observes when it uses the package on a platform. */
export interface PlatformObservations {
  /** The engine's status after its first source call, or the error code if the call failed. */
  first: string;
  /** The number of source calls when two tabs of one user open together. */
  calls: number;
  /** Whether the engine refreshes its token before the token expires, although no code asks for the token. */
  refreshesAhead: boolean;
  /**
   * Whether the engine refreshes a token that expired during a sleep: after an event of the document, and after an
   * event of the window.
   */
  wakes: { document: boolean; window: boolean };
  /**
   * The error code of `getToken()` if the token source never settles; null if the call is pending after ten seconds.
   */
  hang: string | null;
  /** Whether the engine aborted the signal of the source that never settles. */
  aborts: boolean;
  /** The requests that reached the API. The API rejects the token of the first request. */
  sent: { status: number; body: string }[];
  /**
   * The number of visitors that the cloud has created in total: after three token requests in one page, and after three
   * more token requests in the next page.
   */
  visitors: { onePage: number; nextPage: number };
  /**
   * The engine's status after an exchange, and the number of requests to the exchange route, which the cloud lacks: in
   * one page, and in total after the next page of the same tab.
   */
  exchange: { status: string; onePage: number; nextPage: number };
  /** The number of developer warnings in the console. The app passes one source without a key, and its two tabs share one page. */
  warnings: number;
  leftOver: ReturnType<ReturnType<typeof installPlatform>["leftOver"]>;
  /** The errors that reached the app: thrown, unhandled or reported. */
  escaped: unknown[];
}

type Package = Awaited<ReturnType<typeof loadPackage>>;

/**
 * Uses every feature that calls platform APIs. Returns what an app observes.
 *
 * @param packages two copies of the package: for the first page and for the next page
 */
export async function exercisePlatform(
  [pack, nextPack]: readonly [Package, Package],
  platform: ReturnType<typeof installPlatform>,
  cloud: Cloud,
): Promise<PlatformObservations> {
  const escaped: unknown[] = [];
  const onEscape = (error: unknown) => void escaped.push(error);
  process.on("unhandledRejection", onEscape);
  const engines: TokenEngine[] = [];
  const pages = [
    ["onePage", pack],
    ["nextPage", nextPack],
  ] as const;
  const create = (tokenSource: TokenSource, createTokenEngine = pack.createTokenEngine) => {
    const engine = createTokenEngine({ baseUrl: BASE, tokenSource });
    engines.push(engine);
    return engine;
  };
  try {
    const route = () => pack.backendTokenSource({ url: `${BASE}/token`, key: "ada" });
    const [engine, other] = [create(route()), create(route())];
    // With some faults, a lock request never settles. Each of the two tabs then waits five seconds for the lock.
    await advance(12 * SECOND);
    const { status, error } = engine.getSnapshot();
    const first = error?.code ?? status;
    const calls = cloud.counts.tokens;

    const { revision } = engine.getSnapshot();
    await advance(280 * SECOND);
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
      await advance(6 * SECOND);
      wakes[name] = cloud.counts.tokens > before;
      await Promise.all([engine.refresh().catch(() => null), advance(6 * SECOND)]);
    }

    let signal: AbortSignal | undefined;
    const hanging = create({
      kind: "backend",
      key: undefined as unknown as null,
      getToken(request) {
        signal = request.signal;
        return new Promise(() => {});
      },
    });
    const timedOut = hanging.getToken().catch((reason) => `${reason.code}`);
    const hang = await Promise.race([timedOut, advance(10 * SECOND).then(() => null)]);

    const authorizedFetch = pack.createAuthorizedFetch(() => engine as never, pack.systemFetch);
    cloud.refuseNext();
    authorizedFetch(`${BASE}/v1/threads`, { method: "POST", body: "whole" }).catch(() => null);
    await advance(12 * SECOND);

    const visitors = { onePage: 0, nextPage: 0 };
    for (const [page, { anonymousTokenSource, createTokenEngine }] of pages) {
      const visitor = create(anonymousTokenSource(), createTokenEngine);
      for (let time = 0; time < 3; time += 1) {
        const token = time === 0 ? visitor.getToken() : visitor.refresh();
        await Promise.all([token.catch(() => null), advance(12 * SECOND)]);
        visitor.setTokenSource(anonymousTokenSource());
      }
      visitors[page] = cloud.counts.visitors;
      visitor.dispose();
    }

    const exchange = { status: "", onePage: 0, nextPage: 0 };
    for (const [page, { providerTokenSource, createTokenEngine }] of pages) {
      const source = providerTokenSource({ key: "grace", getToken: async () => ID_TOKEN });
      const exchanging = create(source, createTokenEngine);
      await Promise.all([exchanging.getToken().catch(() => null), advance(12 * SECOND)]);
      const snapshot = exchanging.getSnapshot();
      exchange.status = snapshot.error?.code ?? snapshot.status;
      exchange[page] = cloud.counts.exchanges;
      exchanging.dispose();
      await advance(SECOND);
    }

    for (const each of engines) each.dispose();
    await advance(0);
    // Node reports unhandled rejections at the end of a turn of the event loop, so wait for it.
    await new Promise((resolve) => setImmediate(resolve));
    const { received } = cloud;
    const aborts = signal?.aborted === true;
    const leftOver = platform.leftOver();
    const seen = { first, calls, refreshesAhead, wakes, hang, aborts, sent: received, visitors, exchange };
    return { ...seen, warnings: platform.warned.length, leftOver, escaped };
  } catch (error) {
    escaped.push(error);
    throw error;
  } finally {
    process.off("unhandledRejection", onEscape);
    escaped.push(...platform.reported);
  }
}

async function advance(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}
