import { API, startAuth0 } from "../auth0/start-auth0.tsx";
import { type Browser, runMatrix } from "./run-matrix.ts";
import { watchRenewals } from "./watch-renewals.ts";

const ADA = { sub: "auth0|ada", org_id: "org_1" };
const refused = (error: string) => () => Response.json({ error, error_description: error }, { status: 403 });

async function start(): Promise<Browser> {
  const tenant = await startAuth0({ audience: API, cacheLocation: "localstorage" });
  const renewals = watchRenewals(
    ({ url, body }) => (url.pathname === "/oauth/token" && new URLSearchParams(body).get("refresh_token")) || undefined,
    { expired: refused("invalid_grant"), interaction: refused("mfa_required") },
  );
  return {
    renewals,
    workspaces: { ada: "org_1:auth0|ada", bob: "auth0|bob", adaInOtherOrganization: "org_2:auth0|ada" },
    async openSignedIn() {
      const page = tenant.render();
      await page.untilSignedOut();
      await tenant.signInByPopup(ADA);
      return page;
    },
    openTab: async () => tenant.render(tenant.createClient()),
    signInAgain: () => tenant.signInByPopup(ADA),
    startOwnRenewal: () => tenant.auth0().getAccessTokenSilently({ cacheMode: "off" }),
    storeBobsSession: () => tenant.signInByPopup({ sub: "auth0|bob" }, undefined, tenant.createClient()),
    switchOrganization: () => tenant.signInByPopup({ ...ADA, org_id: "org_2" }, "org_2"),
  };
}

runMatrix("auth0", "auth0-react and auth0-spa-js, with a local stand-in for the tenant", start);
