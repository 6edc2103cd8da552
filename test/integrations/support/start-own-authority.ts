import { type AuthRuleInput, serveAuthority } from "assistant-cloud-server";
import { createTestAuthority } from "assistant-cloud-server/testing";
import { openTestStorage } from "../../../server/test/support/open-test-storage.ts";

/** An authority that serves HTTP for one test file. Its auth rules may contain URLs that are known only at run time. */
export interface OwnAuthority {
  readonly url: string;
  /** An active API key. */
  readonly apiKey: string;
  close(): Promise<void>;
}

/** Starts an {@link OwnAuthority} with the given auth rules. */
export async function startOwnAuthority(rules: AuthRuleInput[]): Promise<OwnAuthority> {
  const storage = await openTestStorage();
  const { authority, apiKey, close } = await createTestAuthority({ storage, anonymous: false });
  for (const rule of rules) await authority.rules.add(rule);
  const server = await serveAuthority({ authority, port: 0, dashboardFolder: null });
  return {
    url: server.url,
    apiKey,
    async close() {
      await server.close();
      await close();
      await storage.close();
    },
  };
}
