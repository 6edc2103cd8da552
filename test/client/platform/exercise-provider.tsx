import type { ReactNode } from "react";
import { create, type ReactTestRenderer } from "react-test-renderer";
import { vi } from "vitest";
import type { loadPackage } from "./exercise-platform.ts";
import { BASE, type Cloud } from "./simulated-cloud.ts";
import type { installPlatform } from "./simulated-platform.ts";

const SECOND = 1_000;

/** What an app observes when it uses the provider and its hooks on a platform. */
export interface ProviderObservations {
  /** The rendered text after the first source call, and after a switch to another user. */
  shows: { loaded: string; switched: string };
  refreshesAhead: boolean;
  /** The result of a `useAuthorizedFetch` call: the response status, the error code, or `pending`. */
  call: number | string;
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

/** Mounts an app, switches its user and unmounts it. Returns what the app observed. */
export async function exerciseProvider(
  pack: Package,
  platform: ReturnType<typeof installPlatform>,
  cloud: Cloud,
): Promise<ProviderObservations> {
  const escaped: unknown[] = [];
  const onEscape = (error: unknown) => void escaped.push(error);
  process.on("unhandledRejection", onEscape);
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  const consoleError = vi.spyOn(console, "error").mockImplementation((...parts) => {
    // Ignore react-test-renderer's log entry about its deprecation, which appears once.
    if (!`${parts[0]}`.startsWith("react-test-renderer is deprecated")) escaped.push(parts.join(" "));
  });
  const app = (key: string) => (
    <pack.AssistantCloudProvider baseUrl={BASE} tokenSource={pack.backendTokenSource({ url: `${BASE}/token`, key })}>
      <pack.AuthErrorBoundary fallback={({ error }) => error.code}>{reader}</pack.AuthErrorBoundary>
    </pack.AssistantCloudProvider>
  );
  const fetches: (typeof globalThis.fetch)[] = [];
  const reader = <Reader pack={pack} takeFetch={(fetch) => fetches.push(fetch)} />;
  let view: ReactTestRenderer | undefined;
  const shown = () => `${view?.toJSON()}`;
  try {
    view = create(app("ada"));
    await advance(12 * SECOND);
    const loaded = shown();
    const before = cloud.counts.tokens;
    await advance(280 * SECOND);
    const refreshesAhead = cloud.counts.tokens > before;
    view?.update(app("bob"));
    await advance(12 * SECOND);
    const switched = shown();

    let call: number | string = "pending";
    fetches[0]?.(`${BASE}/v1/threads`).then(
      ({ status }) => {
        call = status;
      },
      ({ code }) => {
        call = code;
      },
    );
    await advance(12 * SECOND);

    view?.unmount();
    await advance(0);
    const leftOver = platform.leftOver();
    return { shows: { loaded, switched }, refreshesAhead, call, leftOver, escaped };
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
