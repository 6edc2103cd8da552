import { describe, expect, test } from "vitest";
import { adminSessions } from "../../../src/storage/schema.ts";
import { setUpTeam } from "./support/set-up-team.ts";

const team = setUpTeam();

describe("the callback of a dashboard sign-in", () => {
  test("S60 rejects a sign-in callback that has already been used", async () => {
    const ada = team.openBrowser();
    const providerUrl = await ada.start();
    const cookie = ada.cookieFor(team.dashboard.url);
    const callback = await ada.signInAt(providerUrl, "ada");
    expect(await ada.openCallback(callback)).toBe("/dashboard/#/audit");
    // The first request ends the sign-in. The browser has dropped the cookie, and the authority rejects a copy of it.
    expect(await ada.openCallback(callback)).toBe("/dashboard/?sign-in=stale#/overview");
    const replay = await fetch(callback, { redirect: "manual", headers: { Cookie: cookie } });
    expect(replay.headers.get("Location")).toBe("../../dashboard/?sign-in=stale#/audit");
    expect(replay.headers.getSetCookie().join()).not.toContain("__Host-aui-admin");
    expect(await team.storage.run((database) => database.select().from(adminSessions))).toHaveLength(1);
  });

  test.each([
    ["another state", (url: URL) => url.searchParams.set("state", "x".repeat(43))],
    ["no state", (url: URL) => url.searchParams.delete("state")],
    ["a duplicate state", (url: URL) => url.searchParams.append("state", url.searchParams.get("state") ?? "")],
  ])("S60 rejects a sign-in callback with %s, but the pending sign-in can still finish", async (_, change) => {
    const ada = team.openBrowser();
    const callback = await ada.signInAt(await ada.start(), "ada");
    const changed = new URL(callback);
    change(changed);
    expect(await ada.openCallback(changed.href)).toBe("/dashboard/?sign-in=stale#/audit");
    expect(await ada.session()).toMatchObject({ signedIn: false });
    expect(await ada.openCallback(callback)).toBe("/dashboard/#/audit");
  });

  test("S60 rejects a sign-in callback in a browser that did not start the sign-in", async () => {
    const ada = team.openBrowser();
    const callback = await ada.signInAt(await ada.start(), "ada");
    const victim = team.openBrowser();
    expect(await victim.openCallback(callback)).toBe("/dashboard/?sign-in=stale#/overview");
    await victim.start();
    expect(await victim.openCallback(callback)).toBe("/dashboard/?sign-in=stale#/audit");
    expect(await victim.session()).toMatchObject({ signedIn: false });
    expect(await team.audit()).toEqual([]);
  });

  test("S60 rejects a sign-in callback if the sign-in started 10 minutes ago or the cookie was modified", async () => {
    const time = Date.now();
    let passed = 0;
    await team.reopen({ adminOpenId: {}, now: () => time + passed });
    const ada = team.openBrowser();
    const callback = await ada.signInAt(await ada.start(), "ada");
    const cookie = ada.cookieFor(team.dashboard.url);
    const middle = cookie.length - 40;
    const tampered = `${cookie.slice(0, middle)}${cookie[middle] === "A" ? "B" : "A"}${cookie.slice(middle + 1)}`;
    const answer = await fetch(callback, { redirect: "manual", headers: { Cookie: tampered } });
    expect(answer.headers.get("Location")).toContain("sign-in=stale");
    passed = 600_000;
    expect(await ada.openCallback(callback)).toContain("sign-in=stale");
  });

  test.each([
    ["a made-up code", (url: URL) => url.searchParams.set("code", "made-up")],
    ["another issuer (RFC 9207)", (url: URL) => url.searchParams.set("iss", "https://evil.example")],
    ["no code", (url: URL) => url.searchParams.delete("code")],
    ["an error from the provider", (url: URL) => url.searchParams.set("error", "invalid_scope")],
  ])("S60 rejects a sign-in callback with %s", async (_, change) => {
    const ada = team.openBrowser();
    const callback = new URL(await ada.signInAt(await ada.start(), "ada"));
    change(callback);
    expect(await ada.openCallback(callback.href)).toBe("/dashboard/?sign-in=failed#/audit");
    expect(await ada.session()).toMatchObject({ signedIn: false });
    expect(await team.audit()).toEqual([{ action: "admin.sign_in_refused", details: { by: "openid" } }]);
    expect(team.dashboard.faults).toEqual([expect.objectContaining({ code: "provider_failed" })]);
  });

  test.each(["nonce", "code_challenge"])(
    "S60 rejects a sign-in callback if the browser changed the %s in the provider's sign-in URL",
    async (name) => {
      const ada = team.openBrowser();
      const providerUrl = new URL(await ada.start());
      providerUrl.searchParams.set(name, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
      expect(await ada.openCallback(await ada.signInAt(providerUrl.href, "ada"))).toBe(
        "/dashboard/?sign-in=failed#/audit",
      );
      expect(await ada.session()).toMatchObject({ signedIn: false });
    },
  );
});
