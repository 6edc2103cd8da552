import process from "node:process";
import { type ReactNode, Suspense } from "react";
import { create, type ReactTestRenderer } from "react-test-renderer";
import { vi } from "vitest";
import type { TokenSource } from "../../../src/core/token-source.ts";
import type { loadPackage } from "./exercise-platform.ts";
import { BASE, type Cloud, ID_TOKEN } from "./simulated-cloud.ts";
import type { installPlatform } from "./simulated-platform.ts";

const SECOND = 1_000;

// The platform's console may be broken during a test.
const { console } = globalThis;

/** What an app observes when it uses the provider and its hooks on a platform. */
export interface ProviderObservations {
  /**
   * The rendered texts during the first source call, after it, after a switch to another user, and after a switch to a user whose
   * ID token the engine exchanges.
   */
  shows: { loading: string; loaded: string; switched: string; exchanged: string };
  refreshesAhead: boolean;
  /**
   * The result of a `useAuthorizedFetch` call: the response status, the error code, or `pending`. With the token route,
   * and with the exchange of an ID token.
   */
  calls: { route: number | string; exchange: number | string };
  leftOver: ReturnType<ReturnType<typeof installPlatform>["leftOver"]>;
  /** The errors that reached the app: thrown, unhandled, reported or logged. */
  escaped: unknown[];
}

type Package = Awaited<ReturnType<typeof loadPackage>>;

interface ReaderProps {
  pack: Package;
  takeFetch: (fetch: typeof globalThis.fetch) => void;
}

function Reader({ pack, takeFetch }: ReaderProps): ReactNode {
  const { status, error } = pack.useWorkspaceToken({ throwOnError: false });
  takeFetch(pack.useAuthorizedFetch());
  return `${error?.code ?? status} ${pack.useAuthStatus().status}`;
}

function SuspenseReader({ pack }: Pick<ReaderProps, "pack">): ReactNode {
  return pack.useSuspenseWorkspaceToken().status;
}

/** Mounts an app, switches its user twice and unmounts it. Returns what the app observed. */
export async function exerciseProvider(
  pack: Package,
  platform: ReturnType<typeof installPlatform>,
  cloud: Cloud,
): Promise<ProviderObservations> {
  const escaped: unknown[] = [];
  const onEscape = (error: unknown) => void escaped.push(error);
  process.on("unhandledRejection", onEscape);
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false, IS_REACT_NATIVE_TEST_ENVIRONMENT: true });
  const consoleError = vi.spyOn(console, "error").mockImplementation((...parts) => {
    // Ignore React's log entries about errors that a boundary caught.
    const text = parts.join(" ");
    if (!text.includes("the error boundary you provided")) escaped.push(text);
  });
  const fetches: (typeof globalThis.fetch)[] = [];
  const readers = (
    <>
      <Reader pack={pack} takeFetch={(fetch) => fetches.push(fetch)} />
      <pack.AuthLoading>loading</pack.AuthLoading>
      <pack.Authenticated>in</pack.Authenticated>
      <pack.Unauthenticated>out</pack.Unauthenticated>
    </>
  );
  const app = (tokenSource: TokenSource) => (
    <pack.AssistantCloudProvider baseUrl={BASE} tokenSource={tokenSource}>
      {readers}
      <pack.AuthErrorBoundary fallback={({ error }) => error.code}>
        <Suspense fallback="suspended">
          <SuspenseReader pack={pack} />
        </Suspense>
      </pack.AuthErrorBoundary>
    </pack.AssistantCloudProvider>
  );
  const route = (key: string) => pack.backendTokenSource({ url: `${BASE}/token`, key });
  let view: ReactTestRenderer | undefined;
  /**
   * Returns the rendered texts. React delays the end of a suspension by the real time, but ends it at once if the parent
   * renders a new element.
   */
  const show = async (tokenSource: TokenSource) => {
    if (view === undefined) view = create(app(tokenSource));
    else view.update(app(tokenSource));
    await render();
    return [view.toJSON()].flat().join(", ");
  };
  /** Renders the app with a source, whose token arrives after a second. Returns the texts before and after. */
  const open = async (tokenSource: TokenSource, whileLoading = () => {}) => {
    const answer = cloud.hold();
    await show(tokenSource);
    await advance(SECOND);
    const loading = await show(tokenSource);
    whileLoading();
    answer();
    await advance(12 * SECOND);
    return { loading, loaded: await show(tokenSource) };
  };
  const calls: ProviderObservations["calls"] = { route: "pending", exchange: "pending" };
  const call = (name: keyof typeof calls) => {
    fetches
      .at(-1)?.(`${BASE}/v1/threads`)
      .then(
        ({ status }) => {
          calls[name] = status;
        },
        ({ code }) => {
          calls[name] = code;
        },
      );
  };
  try {
    const { loading, loaded } = await open(route("ada"));
    const before = cloud.counts.tokens;
    await advance(280 * SECOND);
    const refreshesAhead = cloud.counts.tokens > before;
    const { loaded: switched } = await open(route("bob"));
    call("route");
    await advance(12 * SECOND);
    const exchanging = pack.providerTokenSource({ key: "grace", getToken: async () => ID_TOKEN });
    const { loaded: exchanged } = await open(exchanging, () => call("exchange"));

    view?.unmount();
    await advance(0);
    const leftOver = platform.leftOver();
    return { shows: { loading, loaded, switched, exchanged }, refreshesAhead, calls, leftOver, escaped };
  } finally {
    process.off("unhandledRejection", onEscape);
    consoleError.mockRestore();
    escaped.push(...platform.reported);
  }
}

/**
 * Advances the time, and lets React render before and after. It does not use React's `act`, which needs platform APIs
 * that may be broken.
 */
async function advance(ms: number): Promise<void> {
  await render();
  await vi.advanceTimersByTimeAsync(ms);
  await render();
}

async function render(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
