import { act } from "@testing-library/react";
import { vi } from "vitest";
import { page as logtoPage, start as open, resource, startLogto } from "../logto/start-logto.tsx";
import { type Browser, runMatrix } from "./run-matrix.ts";
import { watchRenewals } from "./watch-renewals.ts";

const refused = (error: string, status = 400) =>
  Response.json({ code: `oidc.${error}`, message: error, error }, { status });

async function start(): Promise<Browser> {
  // Ignore the SDK's log entries about failures.
  vi.spyOn(console, "error").mockImplementation(() => {});
  const { signIn } = await startLogto();
  const renewals = watchRenewals(
    ({ url, body }) =>
      url.pathname === "/oidc/token" ? (new URLSearchParams(body).get("refresh_token") ?? undefined) : undefined,
    { expired: () => refused("invalid_grant"), interaction: () => refused("consent_required") },
  );
  return {
    renewals,
    workspaces: { ada: "one:ada000000001", adaInOtherOrganization: "two:ada000000001", bob: "one:bob000000001" },
    openSignedIn: async () => open({ resource, organizationId: "one" }),
    openTab: async () => open({ resource, organizationId: "one" }),
    async startOwnRenewal() {
      await logtoPage.logto?.clearAccessToken();
      await logtoPage.logto?.getAccessToken(resource, "one");
    },
    storeBobsSession: () => signIn("bob000000001"),
    switchOrganization: async () => act(() => logtoPage.choose?.({ resource, organizationId: "two" })),
  };
}

runMatrix("logto", "Logto's React SDK, with a local stand-in for its tenant", start);
