import { cleanup, render, screen } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createControlledSource } from "../../src/testing/create-controlled-source.ts";
import { createChannelClass, createLockManager } from "../support/simulated-browser.ts";
import { advance, mint, SECOND } from "./react-harness.tsx";

type Copy = typeof import("../../src/index.ts");

/** Imports another copy of the package, as a second bundle does. The copy has its own React context and error class. */
async function loadCopy(): Promise<Copy> {
  vi.resetModules();
  // Both copies use the page's React.
  vi.doMock("react", () => reactOfPage);
  return import("../../src/index.ts");
}
const reactOfPage = await import("react");

let first: Copy;
let second: Copy;
beforeEach(async () => {
  vi.stubGlobal("navigator", { onLine: true, product: "Gecko", locks: createLockManager() });
  vi.stubGlobal("BroadcastChannel", createChannelClass());
  first = await loadCopy();
  second = await loadCopy();
});
afterEach(() => {
  cleanup();
  vi.doUnmock("react");
  vi.unstubAllGlobals();
});

const sourceOf = (key: string, getToken: () => Promise<string | null>) => ({ kind: "backend" as const, key, getToken });
const User = ({ of: { useAuthStatus } }: { of: Copy }) => <p>{useAuthStatus().userId}</p>;
const Broken = ({ error }: { error: Error }): never => {
  throw error;
};
const BASE = "https://cloud.example";

describe("F64 two copies of the package in a page", () => {
  it("the test loads the package twice, as two separate modules", () => {
    expect(first.AssistantCloudAuthError).not.toBe(second.AssistantCloudAuthError);
  });

  it("both copies of the package share one call of the token source for the same user", async () => {
    const source = createControlledSource({ handler: () => mint() });
    const engines = [first, second].map(({ createTokenEngine }) =>
      createTokenEngine({ baseUrl: BASE, tokenSource: sourceOf("ada", () => source.getToken({} as never)) }),
    );
    await advance(SECOND);
    const tokens = await Promise.all(engines.map((engine) => engine.getToken()));
    expect(new Set(tokens).size).toBe(1);
    expect(source.calls).toHaveLength(1);
    for (const engine of engines) engine.dispose();
  });

  it("the hooks of each copy use that copy's provider, even inside the other copy's provider", async () => {
    const tokenOf = (user: string) => sourceOf(user, async () => mint(user));
    render(
      <StrictMode>
        <first.AssistantCloudProvider baseUrl={BASE} tokenSource={tokenOf("ada")}>
          <second.AssistantCloudProvider baseUrl={BASE} tokenSource={tokenOf("grace")}>
            <User of={first} />
            <User of={second} />
          </second.AssistantCloudProvider>
        </first.AssistantCloudProvider>
      </StrictMode>,
    );
    await advance(SECOND);
    expect(screen.getAllByText(/ada|grace/).map(({ textContent }) => textContent)).toEqual(["ada", "grace"]);
  });

  it("each copy of the package recognizes the errors of the other copy", async () => {
    const error = new second.AssistantCloudAuthError("unauthenticated", "no session");
    expect(first.isAssistantCloudAuthError(error)).toBe(true);
    expect(first.authErrorMessage(error).situation).toBe("session_ended");
    render(
      <first.AssistantCloudProvider baseUrl={BASE} tokenSource={sourceOf("ada", async () => mint())}>
        <first.AuthErrorBoundary>
          <Broken error={error} />
        </first.AuthErrorBoundary>
      </first.AssistantCloudProvider>,
      { onCaughtError: () => {} },
    );
    await advance(SECOND);
    expect(screen.getByRole("alert").textContent).toContain("Your session has ended");
  });
});
