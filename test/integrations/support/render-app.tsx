import { render, waitFor, within } from "@testing-library/react";
import {
  type AssistantCloudAuthError,
  AssistantCloudProvider,
  type AssistantCloudProviderProps,
  type TokenSource,
  useAuthorizedFetch,
  useWorkspaceToken,
} from "assistant-cloud-auth";
import { type ComponentType, Fragment, type PropsWithChildren, useEffect } from "react";
import { beforeAll, inject, onTestFinished } from "vitest";

/** The longest time to wait for the servers on a busy machine, and the polling interval, in milliseconds. */
const PATIENCE = { timeout: 25_000, interval: 20 };

// The authority starts at its first request, which takes seconds. Send a request before the tests.
beforeAll(async () => {
  await fetch(`${inject("cloud").cloudUrl}/healthz`);
}, 180_000);

/** An exchange request: the provider's token in the request, and the status of the response. */
export interface ExchangeRequest {
  readonly token: string;
  readonly status: number;
}

type WorkspaceToken = ReturnType<typeof useWorkspaceToken>;

interface ShownProps {
  onRender(token: WorkspaceToken, authorizedFetch: typeof fetch): void;
}

interface AppProps extends ShownProps, Pick<AssistantCloudProviderProps, "baseUrl" | "sourceTimeoutMs" | "random"> {
  useSource: () => TokenSource;
  fetch: typeof fetch;
}

function App({ useSource, onRender, ...props }: AppProps) {
  return (
    <AssistantCloudProvider {...props} tokenSource={useSource()}>
      <Shown onRender={onRender} />
    </AssistantCloudProvider>
  );
}

function Shown({ onRender }: ShownProps) {
  const token = useWorkspaceToken({ throwOnError: false });
  const authorizedFetch = useAuthorizedFetch();
  useEffect(() => onRender(token, authorizedFetch));
  return (
    <dl>
      <dd data-testid="status">{token.status}</dd>
      <dd data-testid="user">{token.userId}</dd>
      <dd data-testid="workspace">{token.workspaceId}</dd>
    </dl>
  );
}

/** The result of `callApi()`, which calls the authority and the app's API. */
export interface ApiReply {
  /** The status of `GET /v1/threads` at the authority. */
  readonly status: number;
  /**
   * The user and workspace that the app's API reads from the token. Null if the API rejected the token or received no
   * request. The API verifies the token with the keys that the shared authority publishes.
   */
  readonly caller: { userId: string; workspaceId: string } | null;
}

export interface RenderedApp {
  /** Returns the texts that the app shows now. */
  shown(): { status: string; userId: string; workspaceId: string };
  /** Returns the result of `useWorkspaceToken()` in the latest render. */
  token(): WorkspaceToken;
  /** The exchange requests that the authority has answered, in the order of the responses. */
  readonly exchanges: readonly ExchangeRequest[];
  /** Waits until the app shows the given workspace. Default: any workspace. */
  untilWorkspace(workspaceId?: string): Promise<{ userId: string; workspaceId: string }>;
  untilSignedOut(): Promise<void>;
  untilError(): Promise<AssistantCloudAuthError>;
  /** Uses `useAuthorizedFetch` to call the authority and then the app's API. */
  callApi(): Promise<ApiReply>;
  /** Forces a refresh and waits until it settles. */
  refresh(): Promise<void>;
  unmount(): void;
}

/**
 * Renders an app with one integration: `Providers` → `useSource()` → `AssistantCloudProvider` → a component that shows
 * the user and workspace. The app calls a real authority over HTTP. The function unmounts the app when the test ends.
 *
 * ```tsx
 * const provider = providerOf("clerk");
 * const app = renderApp({ useSource: () => useClerkTokenSource(useAuth()), Providers: ClerkProvider });
 * expect(await app.untilWorkspace()).toEqual({ userId: "user_1", workspaceId: "org_1:user_1" });
 * expect(await app.callApi()).toMatchObject({ status: 200, caller: { userId: "user_1" } });
 * ```
 */
export function renderApp({
  useSource,
  Providers = Fragment,
  cloudUrl: ownCloudUrl,
  ...settings
}: {
  useSource: () => TokenSource;
  /**
   * The URL of an authority that replaces the shared one. `callApi()` then sends no request to the app's API, so
   * `caller` is null.
   */
  cloudUrl?: string;
  Providers?: ComponentType<PropsWithChildren>;
} & Pick<AssistantCloudProviderProps, "sourceTimeoutMs" | "random">): RenderedApp {
  const { providerUrl, cloudUrl: sharedCloudUrl } = inject("cloud");
  const cloudUrl = ownCloudUrl ?? sharedCloudUrl;
  const exchanges: ExchangeRequest[] = [];
  let token: WorkspaceToken | undefined;
  let authorizedFetch: typeof fetch | undefined;
  const keep: ShownProps["onRender"] = (nextToken, nextFetch) => {
    token = nextToken;
    authorizedFetch = nextFetch;
  };

  const watchedFetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const response = await fetch(request);
    if (request.url.startsWith(`${cloudUrl}/v1/auth/tokens/exchange`)) {
      exchanges.push({ token: request.headers.get("Authorization")?.slice(7) ?? "", status: response.status });
    }
    return response;
  };

  const page = render(
    <Providers>
      <App {...settings} useSource={useSource} baseUrl={cloudUrl} fetch={watchedFetch} onRender={keep} />
    </Providers>,
  );
  onTestFinished(() => page.unmount());
  const screen = within(page.container);
  const text = (name: string) => screen.queryByTestId(name)?.textContent ?? "";
  const shown = () => ({ status: text("status"), userId: text("user"), workspaceId: text("workspace") });
  const until = (status: string, isRight: () => boolean = () => true) =>
    waitFor(() => {
      if (text("status") === status && isRight()) return;
      const { error } = token ?? {};
      throw new Error(`Waiting for ${status}: ${JSON.stringify({ ...shown(), error, exchanges: exchanges.length })}`);
    }, PATIENCE);

  return {
    shown,
    exchanges,
    token() {
      if (token === undefined) throw new Error("The app has not rendered yet.");
      return token;
    },
    async untilWorkspace(workspaceId) {
      await until("authenticated", () => workspaceId === undefined || text("workspace") === workspaceId);
      return { userId: text("user"), workspaceId: text("workspace") };
    },
    untilSignedOut: () => until("unauthenticated"),
    async untilError() {
      await until("error", () => token?.error != null);
      if (token?.error) return token.error;
      throw new Error("The error went away.");
    },
    async callApi() {
      if (authorizedFetch === undefined) throw new Error("The app has not rendered yet.");
      const { status } = await authorizedFetch(`${cloudUrl}/v1/threads?limit=1`);
      if (ownCloudUrl !== undefined) return { status, caller: null };
      const whoami = await authorizedFetch(`${providerUrl}/whoami`);
      return { status, caller: whoami.ok ? ((await whoami.json()) as ApiReply["caller"]) : null };
    },
    async refresh() {
      // React renders only after act() ends, and some SDKs report only by rendering. Therefore, wait outside act().
      let isSettled = false;
      void token?.refresh().then(() => {
        isSettled = true;
      });
      await waitFor(() => {
        if (!isSettled) throw new Error("Waiting for the refresh to settle.");
      }, PATIENCE);
    },
    unmount: page.unmount,
  };
}
