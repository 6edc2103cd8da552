import { describe, expect, test, vi } from "vitest";
import { PASSWORD, tokenOfLink } from "../support/set-up-admin.ts";
import { setUpTeam } from "./support/set-up-team.ts";
import { SYMMETRIC_CLIENT_ID, sendJson } from "./support/start-team-provider.ts";

const team = setUpTeam();

describe("the ID token of a dashboard sign-in", () => {
  test("S60 rejects an ID token that is not signed with a published key", async () => {
    team.provider.swapKeys();
    expect(await team.openBrowser().signIn("ada")).toBe("/dashboard/?sign-in=failed#/audit");
  });

  test("S10 rejects an ID token that is signed with the client secret", async () => {
    await team.reopen({ adminOpenId: { clientId: SYMMETRIC_CLIENT_ID } });
    expect(await team.openBrowser().signIn("ada")).toBe("/dashboard/?sign-in=failed#/audit");
  });
});

describe("an OpenID provider that fails or misbehaves", () => {
  test("while the OpenID provider is unreachable, an admin can still sign in with the password", async () => {
    const token = tokenOfLink((await team.dashboard.authority.dashboard.createFirstSetUpLink()) ?? "");
    await team.provider.stop();
    const ada = team.openBrowser();
    expect((await ada.send("POST", "/setup", { token, password: PASSWORD })).status).toBe(200);
    expect((await ada.send("DELETE", "/session")).status).toBe(204);
    expect(await ada.start()).toBe(`${team.dashboard.url}/dashboard/?sign-in=unreachable#/audit`);
    expect(team.dashboard.faults).toEqual([expect.objectContaining({ code: "provider_failed" })]);
    expect((await ada.send("POST", "/session", { password: PASSWORD })).status).toBe(200);
  });

  test("reports the OpenID provider as unreachable if the provider fails during a sign-in", async () => {
    const ada = team.openBrowser();
    const callback = await ada.signInAt(await ada.start(), "ada");
    await team.provider.stop();
    expect(await ada.openCallback(callback)).toBe("/dashboard/?sign-in=unreachable#/audit");
    expect(await team.audit()).toEqual([]);
  });

  test("waits 5 seconds after a failed connection before connecting to the OpenID provider again", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    await team.provider.stop();
    expect(await team.openBrowser().start()).toContain("sign-in=unreachable");
    await team.provider.start();
    expect(await team.openBrowser().start()).toContain("sign-in=unreachable");
    vi.advanceTimersByTime(5_000);
    expect(await team.openBrowser().signIn("ada")).toBe("/dashboard/#/audit");
  });

  test("S34 stops reading a response of the OpenID provider after 256 KB", async () => {
    team.provider.answerWith("/openid-configuration", (response) => {
      sendJson(response, 200, { issuer: team.provider.issuer, filler: "x".repeat(300_000) });
    });
    expect(await team.openBrowser().start()).toContain("sign-in=unreachable");
  });

  test("S33 does not follow a redirect that the OpenID provider returns", async () => {
    team.provider.answerWith("/openid-configuration", (response) => {
      response.writeHead(302, { Location: "/elsewhere" }).end();
    });
    expect(await team.openBrowser().start()).toContain("sign-in=failed");
  });

  test.each([
    ["another issuer", { issuer: "https://login.example.com/{tenantid}" }],
    ["an authorization endpoint that is not a web URL", { authorization_endpoint: "javascript:alert(1)" }],
  ])("S60 rejects an OpenID provider whose metadata declares %s", async (_, more) => {
    team.provider.answerWith("/openid-configuration", (response) => {
      const { issuer } = team.provider;
      const usual = { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` };
      sendJson(response, 200, { ...usual, jwks_uri: `${issuer}/jwks`, ...more });
    });
    expect(await team.openBrowser().start()).toContain("sign-in=failed");
  });

  test("S47 logs a failure of the OpenID provider, but not the error texts that the provider sent", async () => {
    team.provider.answerWith("/token", (response) => {
      sendJson(response, 400, { error: "ada@team.example", error_description: "secret words about ada" });
    });
    expect(await team.openBrowser().signIn("ada")).toContain("sign-in=failed");
    const [fault] = team.dashboard.faults as Error[];
    expect(fault?.message).toBe(
      "Sign-in to the dashboard with the OpenID provider failed: its endpoint answered 400 something else.",
    );
    expect(fault?.cause).toBeUndefined();
  });
});
