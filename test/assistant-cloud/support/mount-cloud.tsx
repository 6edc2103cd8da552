import { act, cleanup, render } from "@testing-library/react";
import type { AssistantCloud } from "assistant-cloud";
import {
  AssistantCloudProvider,
  type AssistantCloudProviderProps,
  backendTokenSource,
  type TokenSource,
  useAuthToken,
} from "assistant-cloud-auth";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { useAssistantCloud } from "../../../src/assistant-cloud/index.ts";
import { startThreadServer, type ThreadServer } from "./start-thread-server.ts";

export const SLOW = { timeout: 20_000, interval: 20 };

/** The server of the test file. Each test starts with an empty list of requests. */
export let server: ThreadServer;
beforeAll(async () => {
  server = await startThreadServer();
}, 120_000);
afterAll(() => server.close());
beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
});
afterEach(() => {
  cleanup();
  server.requests.length = 0;
  server.refused.clear();
  server.rotateTo = null;
  server.aheadMs = 0;
  localStorage.clear();
});

/**
 * Matches the error code of a request after a sign-out or a switch of user: `superseded`, or `disposed` if the engine
 * is disposed.
 */
export const GONE = expect.stringMatching(/^(superseded|disposed)$/);

export function sourceOf(userId: string, workspaceId = `org:${userId}`, key: string | null = userId) {
  const fetchToken = vi.fn(() => server.mint(userId, workspaceId));
  return { fetchToken, source: backendTokenSource({ fetchToken, key }) };
}

export interface Seen {
  clouds: AssistantCloud[];
  getToken: ReturnType<typeof useAuthToken>;
}

export function Reader({ seen }: { seen: Seen }) {
  seen.clouds.push(useAssistantCloud({ telemetry: false }));
  seen.getToken = useAuthToken();
  return null;
}

export async function mount(tokenSource: TokenSource, options: Partial<AssistantCloudProviderProps> = {}) {
  const seen: Seen = { clouds: [], getToken: async () => null };
  const app = (next: TokenSource, more: Partial<AssistantCloudProviderProps> = {}) => (
    <AssistantCloudProvider baseUrl={server.url} tokenSource={next} {...options} {...more}>
      <Reader seen={seen} />
      <Reader seen={seen} />
    </AssistantCloudProvider>
  );
  const view = await act(async () => render(app(tokenSource)));
  return {
    seen,
    get cloud(): AssistantCloud {
      const last = seen.clouds.at(-1);
      if (last === undefined) throw new Error("Nothing has rendered yet.");
      return last;
    },
    getToken: (request?: { forceRefresh?: boolean }) => act(() => seen.getToken(request)),
    switchTo: (next: TokenSource, more: Partial<AssistantCloudProviderProps> = {}) =>
      act(async () => view.rerender(app(next, more))),
    unmount: () => act(async () => view.unmount()),
  };
}

export const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "resolved",
    (error: unknown) => error,
  );
export const create = (cloud: AssistantCloud, title: string) =>
  cloud.threads.create({ title, last_message_at: new Date() });
