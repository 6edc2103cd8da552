import { QueryClient } from "@tanstack/react-query";
import type { TokenEvent } from "assistant-cloud-auth";
import { flushSync } from "react-dom";
import { createRoot, hydrateRoot, type Root } from "react-dom/client";
import { createTestApp, type ReaderName, type TestAppSettings } from "./test-app.tsx";

/** The objects and functions of the page that a test uses. */
export interface Probe {
  readonly events: TokenEvent[];
  readonly renders: Record<ReaderName, number>;
  readonly hydrationErrors: string[];
  /** How often React has run the app's effects. */
  mounts: number;
  /** One item for each `pageshow` event so far. The item is true if the page came from the back/forward cache. */
  readonly shown: boolean[];
  readonly queryClient: QueryClient;
  getToken(options?: { forceRefresh?: boolean }): Promise<string | null>;
  authorizedFetch: typeof globalThis.fetch;
  mount(): void;
  unmount(): void;
}

declare global {
  interface Window {
    settings: TestAppSettings;
    probe: Probe;
  }
}

function notMounted(): never {
  throw new Error("The app is not mounted.");
}

const events: TokenEvent[] = [];
const renders: Probe["renders"] = { status: 0, getToken: 0, token: 0, progress: 0 };
const hydrationErrors: string[] = [];
const shown: boolean[] = [];
const queryClient = new QueryClient();
let root: Root | null = null;

const createApp = () =>
  createTestApp({
    settings: window.settings,
    ...(window.settings.sharesClient ? { queryClient } : {}),
    onEvent: (event) => events.push(event),
    onRender: countRender,
    onCalls: (calls) => Object.assign(window.probe, calls),
    onMount: countMount,
  });

function countMount(): void {
  window.probe.mounts += 1;
}

function countRender(reader: ReaderName): void {
  renders[reader] += 1;
}

function findContainer(): HTMLElement {
  const container = document.getElementById("root");
  if (container === null) throw new Error("The page has no #root.");
  return container;
}

window.probe = {
  events,
  renders,
  hydrationErrors,
  mounts: 0,
  shown,
  queryClient,
  getToken: notMounted,
  authorizedFetch: notMounted,
  mount() {
    const container = findContainer();
    if (container.hasChildNodes()) {
      root = hydrateRoot(container, createApp(), {
        onRecoverableError: (error) => hydrationErrors.push(String(error)),
      });
      return;
    }
    const created = createRoot(container);
    root = created;
    flushSync(() => created.render(createApp()));
  },
  unmount() {
    root?.unmount();
    root = null;
  },
};
window.addEventListener("pageshow", ({ persisted }) => shown.push(persisted));
window.probe.mount();
