import { createAuthority, serveAuthority } from "assistant-cloud-server";
import { openTestStorage } from "../../../../server/test/support/open-test-storage.ts";
import { freePort } from "../../../support/free-port.ts";
import { describePath, describeRequest } from "./describe-request.ts";

/** This repository's server on a local port. It records the requests that it has answered. */
export interface RecordedCloud {
  readonly url: string;
  /** The answered requests as lines of `describeRequest`. Omits preflights and requests that match `UNRECORDED`. */
  readonly trace: string[];
  /** The browsers' preflights. Each item has the requested method, the path and the status. */
  readonly preflights: Set<string>;
  mint(userId: string, workspaceId: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * Matches requests that are not recorded: events, heartbeats, token requests and downloads of pictures. The number of
 * events and heartbeats depends on the clock.
 */
const UNRECORDED = /^(GET|POST) \/v1\/(events$|auth\/)|\/heartbeat$|^GET \/v1\/files\//;

export async function startRecordedCloud(): Promise<RecordedCloud> {
  const storage = await openTestStorage();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const authority = await createAuthority({ storage, issuer: url, anonymous: true, now: () => Date.now() });
  const { key } = await authority.keys.create({ name: "golden" });
  const trace: string[] = [];
  const preflights = new Set<string>();
  const server = await serveAuthority({
    port,
    dashboardFolder: null,
    authority: {
      async fetch(request, info) {
        const { pathname } = new URL(request.url);
        if (UNRECORDED.test(`${request.method} ${pathname}`)) return authority.fetch(request, info);
        if (request.method === "OPTIONS") {
          const response = await authority.fetch(request, info);
          const method = request.headers.get("Access-Control-Request-Method");
          preflights.add(`${method} ${describePath(request.url)} ${response.status}`);
          return response;
        }
        const copy = request.method === "GET" ? null : request.clone();
        const response = await authority.fetch(request, info);
        trace.push(await describeRequest(request, copy, response.status));
        return response;
      },
    },
  });
  return {
    url,
    trace,
    preflights,
    async mint(userId, workspaceId) {
      const response = await fetch(`${url}/v1/auth/tokens`, {
        method: "POST",
        headers: { Authorization: `Bearer ${key}`, "Aui-User-Id": userId, "Aui-Workspace-Id": workspaceId },
      });
      return ((await response.json()) as { token: string }).token;
    },
    async close() {
      await server.close();
      await authority.close();
      await storage.close();
    },
  };
}
