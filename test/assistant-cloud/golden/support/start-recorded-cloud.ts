import { createAuthority, serveAuthority } from "assistant-cloud-server";
import { openTestStorage } from "../../../../server/test/support/open-test-storage.ts";
import { freePort } from "../../../support/free-port.ts";
import { describeRequest } from "./describe-request.ts";

/** A whole cloud over HTTP that records what it is asked. */
export interface RecordedCloud {
  readonly url: string;
  /** The requests that were answered, as lines without ids and times. Heartbeats are left out: they come by the clock. */
  readonly trace: string[];
  /** Mints a workspace token. */
  mint(userId: string, workspaceId: string): Promise<string>;
  close(): Promise<void>;
}

const UNRECORDED = /^\/v1\/(events$|auth\/)|\/heartbeat$/;

/** Starts a {@link RecordedCloud}; events and tokens are not recorded. */
export async function startRecordedCloud(): Promise<RecordedCloud> {
  const storage = await openTestStorage();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const authority = await createAuthority({ storage, issuer: url, anonymous: true });
  const { key } = await authority.keys.create({ name: "golden" });
  const trace: string[] = [];
  const server = await serveAuthority({
    port,
    dashboardFolder: null,
    authority: {
      async fetch(request, info) {
        const { pathname } = new URL(request.url);
        if (UNRECORDED.test(pathname)) return authority.fetch(request, info);
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
