import { act, cleanup } from "@testing-library/react";
import { useAuthToken } from "assistant-cloud-auth";
import { describe, expect, it } from "vitest";
import { chooseWhatIf, click, createDevtoolsHarness, factOf, MINUTE, panel, text } from "./devtools-harness.tsx";

function TokenReader({ onRender }: { onRender: (getToken: ReturnType<typeof useAuthToken>) => void }) {
  onRender(useAuthToken());
  return null;
}

describe("the what-if simulations of the devtools", () => {
  it.each([
    ["Source throws", "source_failed"],
    ["Offline", "offline"],
  ])("in the what-if simulation `%s`, a refresh fails with %s and makes no source call", async (label, code) => {
    const { source, advance, skip } = await createDevtoolsHarness();
    await chooseWhatIf(label);
    await click("Refresh");
    await advance(0);
    expect(source.calls).toHaveLength(1);
    expect(factOf("State")).toBe("authenticated");
    expect(panel().getByText(code, { selector: "code.bad" })).toBeTruthy();
    await chooseWhatIf("Nothing");
    await skip(4 * MINUTE);
    expect(text()).toContain("No error.");
  });

  it("in the what-if simulation `Source hangs`, a source call fails with `source_timeout`", async () => {
    const { advance, skip } = await createDevtoolsHarness();
    await chooseWhatIf("Source hangs");
    await click("Expire now");
    await advance(0);
    expect(factOf("Next action")).toBe("Wait for the token source");
    await skip(11_000);
    expect(panel().getByRole("link", { name: "Documentation of source_timeout" })).toBeTruthy();
  });

  it("a refresh after the simulation `Source returns null` signs the user in again", async () => {
    const { advance } = await createDevtoolsHarness();
    await chooseWhatIf("Source returns null");
    await click("Refresh");
    await advance(0);
    expect(factOf("State")).toBe("unauthenticated");
    expect(factOf("Next action")).toMatch(/^None until the user signs in/);
    await chooseWhatIf("Nothing");
    await click("Refresh");
    await advance(1_000);
    expect(factOf("State")).toBe("authenticated");
  });

  it.each([
    ["Server clock +10 min", /^At least 600 s ahead of/],
    ["Server clock −10 min", /^At most 600 s behind/],
  ])(
    "in the what-if simulation `%s`, the devtools show the server's clock offset, and the user stays signed in",
    async (label, offset) => {
      const { advance, skip, show, source } = await createDevtoolsHarness();
      await chooseWhatIf(label);
      show("grace");
      await advance(5_000);
      expect(factOf("State")).toBe("authenticated");
      expect(factOf("Server clock")).toMatch(offset);
      const calls = source.calls.length;
      await skip(MINUTE);
      expect(source.calls).toHaveLength(calls);
    },
  );

  it("unmounting the devtools ends an active what-if simulation", async () => {
    const { advance, show, source, clock } = await createDevtoolsHarness();
    await chooseWhatIf("Source throws");
    const readers: ReturnType<typeof useAuthToken>[] = [];
    show("ada", <TokenReader onRender={(getToken) => readers.push(getToken)} />);
    await advance(0);
    await act(async () => void (await readers.at(-1)?.({ forceRefresh: true })));
    expect(source.calls).toHaveLength(2);
    cleanup();
    await clock.settle();
    expect(clock.pendingTimers).toBe(0);
  });
});
