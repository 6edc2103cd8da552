import { act } from "@testing-library/react";
import { auth, CLIENT, DOMAIN, kinde, open, signIn, signInByPopup } from "../kinde/start-kinde.tsx";
import { type Browser, runMatrix } from "./run-matrix.ts";
import { watchRenewals } from "./watch-renewals.ts";

async function start(): Promise<Browser> {
  const renewals = watchRenewals(
    ({ url, body }) => {
      const fields = new URLSearchParams(body);
      return url.origin === DOMAIN && fields.get("grant_type") === "refresh_token"
        ? (fields.get("refresh_token") ?? "")
        : undefined;
    },
    { expired: () => Response.json({ error: "invalid_grant" }, { status: 400 }) },
  );
  const refresh = () => auth.refreshToken({ domain: DOMAIN, clientId: CLIENT });
  return {
    renewals,
    workspaces: { ada: "org_1:kp_ada", bob: "kp_bob", adaInOtherOrganization: "org_2:kp_ada" },
    openSignedIn: () => signIn(),
    openTab: async () => open(),
    signInAgain: signInByPopup,
    startOwnRenewal: refresh,
    async storeBobsSession() {
      kinde.account = { sub: "kp_bob" };
    },
    async switchOrganization() {
      kinde.account = { sub: "kp_ada", org_code: "org_2" };
      await act(async () => void (await refresh()));
    },
  };
}

runMatrix("kinde", "Kinde's React SDK, with a local stand-in for its tenant", start);
