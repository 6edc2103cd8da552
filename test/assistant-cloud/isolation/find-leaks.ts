import { QueryClient } from "@tanstack/react-query";
import { vi } from "vitest";
import type { Browser, Tab } from "./browser.ts";
import { workspacesIn } from "./markers.ts";

/**
 * Returns the set of all mounted TanStack Query clients, both the apps' and the providers' own clients. The set changes
 * when a client mounts or unmounts.
 */
export function collectQueryClients(): ReadonlySet<QueryClient> {
  const clients = new Set<QueryClient>();
  const { mount, unmount } = QueryClient.prototype;
  vi.spyOn(QueryClient.prototype, "mount").mockImplementation(function (this: QueryClient) {
    clients.add(this);
    mount.call(this);
  });
  vi.spyOn(QueryClient.prototype, "unmount").mockImplementation(function (this: QueryClient) {
    clients.delete(this);
    unmount.call(this);
  });
  return clients;
}

/**
 * Creates a function that searches pages, `AssistantCloud` clients and query caches for texts of the wrong workspace.
 * The function returns a description of each text that it finds, and of each token in a query cache.
 */
export function createLeakFinder(browser: Browser, clients: ReadonlySet<QueryClient>): () => string[] {
  const checked = new WeakSet<object>();

  const foreign = (where: string, text: string, workspaceId: string | null) =>
    workspacesIn(text)
      .filter((id) => id !== workspaceId)
      .map((id) => `${id} in ${where} of ${workspaceId}`);

  function ofTab(tab: Tab): string[] {
    const { page, previousClient } = tab;
    const workspaceId = browser.workspaceOf(tab);
    return [
      ...foreign(`the page (${tab.kind})`, page.html(), workspaceId),
      ...foreign("the client", textsOf(page.rendered.cloud), workspaceId),
      ...(previousClient === null
        ? []
        : foreign("an old client", textsOf(previousClient.cloud), previousClient.workspaceId)),
    ];
  }

  function ofQueries(client: QueryClient): string[] {
    return client
      .getQueryCache()
      .getAll()
      .flatMap(({ queryKey, state }) => {
        // A state object is immutable, so checking it once is enough.
        if (checked.has(state)) return [];
        checked.add(state);
        const text = JSON.stringify([queryKey, state]);
        const [kind, workspaceId] = queryKey;
        const owner = kind === "threads" ? String(workspaceId) : null;
        return [...foreign("a query", text, owner), ...(JWT.test(text) ? ["A token is in a query."] : [])];
      });
  }

  return () => [...browser.tabs.flatMap(ofTab), ...[...clients].flatMap(ofQueries)];
}

/** Matches the beginnings of a JWT's header and payload. Some random thread ids contain a single `eyJ`. */
const JWT = /eyJ[\w-]+\.eyJ/;

/** Returns all strings inside an object, at any depth, joined by newlines. */
function textsOf(root: object): string {
  const texts: string[] = [];
  const seen = new Set<unknown>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === "string") texts.push(value);
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    open.push(...(value instanceof Map ? value.entries() : value instanceof Set ? value : Object.values(value)));
  }
  return texts.join("\n");
}
