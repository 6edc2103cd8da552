import { AssistantCloud } from "assistant-cloud";
import { type AuthorityOptions, createAuthority, serveAuthority } from "assistant-cloud-server";
import { vi } from "vitest";
import { freePort } from "../../../../test/support/free-port.ts";
import { AuthorityError } from "../../../src/base/authority-error.ts";
import type { AuthorityStorage } from "../../../src/storage/authority-storage.ts";

export interface SentRequest {
  readonly method: string;
  /** The path of the request, without `/v1`. */
  readonly path: string;
  readonly token: string;
  readonly status: number;
}

/** A cloud that serves HTTP. The cloud and its users' clients share one clock, which {@link passTime} advances. */
export interface OpenCloud {
  readonly url: string;
  readonly sent: SentRequest[];
  isDatabaseAway: boolean;
  /** Connects a user's client, by default in a new workspace. */
  connect(user?: { userId?: string; workspaceId?: string }): AssistantCloud;
  close(): Promise<void>;
}

let workspaces = 0;

export async function openCloud(opened: AuthorityStorage, options: Partial<AuthorityOptions> = {}): Promise<OpenCloud> {
  const state = { isDatabaseAway: false };
  const reached =
    (send: AuthorityStorage["statement"]): AuthorityStorage["statement"] =>
    async (text, values) => {
      if (state.isDatabaseAway) throw new AuthorityError("storage_unreachable", "It is away.", "Bring it back.");
      return send(text, values);
    };
  const storage: AuthorityStorage = {
    ...opened,
    statement: reached(opened.statement),
    prepared: reached(opened.prepared),
  };
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const authority = await createAuthority({
    storage,
    issuer: url,
    anonymous: true,
    secret: "a secret of the client tests, long",
    now: () => Date.now(),
    ...options,
  });
  const { key } = await authority.keys.create({ name: "client" });
  const sent: SentRequest[] = [];
  const server = await serveAuthority({
    port,
    dashboardFolder: null,
    authority: {
      async fetch(request, info) {
        const response = await authority.fetch(request, info);
        if (request.url.includes("/v1/auth/")) return response;
        const token = (request.headers.get("Authorization") ?? "").replace(/^Bearer /, "");
        const path = new URL(request.url).pathname.replace(/^\/v1/, "");
        sent.push({ method: request.method, path, token, status: response.status });
        return response;
      },
    },
  });

  async function mint(userId: string, workspaceId: string): Promise<string> {
    const response = await fetch(`${url}/v1/auth/tokens`, {
      method: "POST",
      headers: { Authorization: `Bearer ${key}`, "Aui-User-Id": userId, "Aui-Workspace-Id": workspaceId },
    });
    return ((await response.json()) as { token: string }).token;
  }
  return Object.assign(state, {
    url,
    sent,
    connect({ userId = "ada", workspaceId = `client-${++workspaces}` } = {}) {
      return new AssistantCloud({ baseUrl: url, authToken: () => mint(userId, workspaceId) });
    },
    async close() {
      await server.close();
      await authority.close();
    },
  });
}

/** Installs a fake clock for the clients and the server. It runs at normal speed, and {@link passTime} skips time. */
export function controlTime(): void {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], shouldAdvanceTime: true });
}

export const passTime = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
