import { createRequire } from "node:module";
import { type CognitoAuth, useCognitoTokenSource } from "assistant-cloud-auth/cognito";
import { Amplify } from "aws-amplify";
import { fetchAuthSession } from "aws-amplify/auth";
import { Hub } from "aws-amplify/utils";
import { signInAs, startCognito } from "../cognito/start-cognito.ts";
import { renderApp } from "../support/render-app.tsx";
import { type Browser, runMatrix } from "./run-matrix.ts";
import { watchRenewals } from "./watch-renewals.ts";

const refused = (type: string, status = 400) => Response.json({ __type: type, message: type }, { status });

/**
 * Returns the members of a second Amplify, as another tab has. Amplify is one object per module, and its CommonJS build
 * is another module.
 */
function loadSecondAmplify(): CognitoAuth {
  const load = createRequire(import.meta.url);
  load("aws-amplify").Amplify.configure(Amplify.getConfig());
  return { ...load("aws-amplify/auth"), ...load("aws-amplify/utils") };
}

async function start(): Promise<Browser> {
  const state = await startCognito({ ada: "one" });
  const renewals = watchRenewals(
    ({ headers, body }) => {
      if (!headers.get("x-amz-target")?.endsWith(".GetTokensFromRefreshToken")) return undefined;
      return (JSON.parse(body) as { RefreshToken: string }).RefreshToken;
    },
    {
      "429": () => refused("TooManyRequestsException", 429),
      expired: () => refused("NotAuthorizedException"),
    },
  );
  const open = (amplify: CognitoAuth = { fetchAuthSession, Hub }) =>
    renderApp({
      useSource: () =>
        useCognitoTokenSource(amplify, {
          organization: (claims) => (claims["custom:org"] as string | undefined) ?? null,
        }),
      sourceTimeoutMs: 3_000,
      random: () => 0,
    });
  return {
    renewals,
    workspaces: { ada: "one:ada", bob: "bob", adaInOtherOrganization: "two:ada" },
    async openSignedIn() {
      const page = open();
      await page.untilSignedOut();
      await signInAs("ada");
      return page;
    },
    openTab: async () => open(loadSecondAmplify()),
    signInAgain: () => signInAs("ada"),
    startOwnRenewal: () => fetchAuthSession({ forceRefresh: true }),
    storeBobsSession: async () => {
      // Write to the storage as Amplify in another tab does. Amplify does not notify this tab.
      for (const [name, value] of Object.entries(localStorage)) {
        if (!name.includes(".ada.")) continue;
        localStorage.setItem(name.replace(".ada.", ".bob."), name.endsWith(".refreshToken") ? "bob" : String(value));
      }
      for (const name of Object.keys(localStorage)) {
        if (name.endsWith(".LastAuthUser")) localStorage.setItem(name, "bob");
      }
    },
    async switchOrganization() {
      state.organizations["ada"] = "two";
      await fetchAuthSession({ forceRefresh: true });
    },
  };
}

runMatrix("cognito", "Amplify, with a local stand-in for Cognito's user pool", start);
