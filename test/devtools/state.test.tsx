import { AssistantCloudAuthError } from "assistant-cloud-auth";
import { describe, expect, it } from "vitest";
import {
  chooseWhatIf,
  click,
  createDevtoolsHarness,
  EMAIL,
  eventTypes,
  factOf,
  MINUTE,
  panel,
  text,
} from "./devtools-harness.tsx";

describe("the state in the devtools", () => {
  it("the devtools show the state, the token's expiry, the next refresh and the number of source calls", async () => {
    const { skip } = await createDevtoolsHarness();
    expect(factOf("State")).toBe("authenticated");
    expect(factOf("Token expires")).toMatch(/in 5:00$/);
    expect(factOf("Next action")).toMatch(/^Refresh at .* in 4:00$/);
    expect(factOf("Source calls")).toBe("1 of 10 in the last minute");
    expect(factOf("Workspace")).toBe("acme:ada");
    expect(factOf("Server clock")).toBe("In step with this machine");
    expect(factOf("Tabs")).toMatch(/^Works alone/);
    await skip(2 * MINUTE);
    expect(factOf("Next action")).toMatch(/in 2:00$/);
    expect(factOf("Source calls")).toBe("0 of 10 in the last minute");
    await skip(2 * MINUTE);
    expect(eventTypes()).toEqual(["refresh_started", "refresh_succeeded", "refresh_started", "refresh_succeeded"]);
    expect(panel().getByRole("img", { name: /^2 tokens, 0 failed attempts, refresh at/ })).toBeTruthy();
  });

  it("the devtools show a failed refresh and its remedy, and an `expired_token` error after the expiry", async () => {
    const { source, skip } = await createDevtoolsHarness();
    source.handle(() => Promise.reject(new Error(`${EMAIL} may not`)));
    await skip(4 * MINUTE);
    expect(factOf("Reason")).toBe("The token is usable, but the last refresh failed.");
    expect(factOf("Next action")).toMatch(/^Retry at/);
    const link = panel().getByRole("link", { name: "Documentation of source_failed" });
    expect(link.getAttribute("href")).toMatch(/\/docs\/errors\.md#source_failed$/);
    expect(text()).toContain("Fix the token source; see `cause`");
    await skip(MINUTE);
    expect(factOf("State")).toBe("error");
    expect(panel().getByRole("link", { name: "Documentation of expired_token" })).toBeTruthy();
    for (let step = 0; step < 6; step += 1) await skip(MINUTE / 6);
    expect(factOf("Circuit breaker")).toBe("Open: source_keeps_failing");
    expect(eventTypes()).toEqual(expect.arrayContaining(["refresh_failed", "breaker_opened", "expired"]));
  });

  it("after a switch of the user, the devtools show the new user, and the what-if simulation continues", async () => {
    const { show, advance, source } = await createDevtoolsHarness();
    await chooseWhatIf("Source returns null");
    show("grace");
    await advance(0);
    expect(source.calls).toHaveLength(1);
    expect(factOf("State")).toBe("unauthenticated");
    expect(eventTypes()).toEqual(["refresh_started", "refresh_succeeded", "disposed", "refresh_started", "signed_out"]);
  });
});

describe("the actions of the devtools", () => {
  it("the buttons of the devtools refresh the token, expire the token and reset the engine", async () => {
    const { source, advance } = await createDevtoolsHarness();
    await click("Refresh");
    expect(source.calls).toHaveLength(2);
    await click("Expire now");
    expect(factOf("State")).toBe("loading");
    await advance(1_000);
    expect(factOf("State")).toBe("authenticated");
    source.handle(() => Promise.reject(new AssistantCloudAuthError("configuration", "wrong")));
    await click("Expire now");
    await advance(2_000);
    expect(factOf("Next action")).toBe("None until the source changes or a reset");
    source.handle(null);
    const before = source.calls.length;
    await click("Reset");
    await advance(0);
    expect(source.calls).toHaveLength(before + 1);
  });
});
