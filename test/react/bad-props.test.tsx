import { type ProviderAuthState, useProviderTokenSource } from "assistant-cloud-auth";
import { describe, expect, it, vi } from "vitest";
import { createReactHarness, errorOfRender, HarnessProvider, Probe } from "./react-harness.tsx";

const useWithoutState = () => useProviderTokenSource(undefined as unknown as ProviderAuthState);

describe("a prop of the wrong type", () => {
  it.each<[string, object]>([
    ["fetch", { fetch: "fetch" }],
    ["clock", { clock: Date }],
    ["clock", { clock: {} }],
    ["queryClient", { queryClient: {} }],
    ["queryClient", { queryClient: "client" }],
    ["key", { tokenSource: { kind: "backend", key: 10n, getToken: async () => null } }],
  ])("the provider throws `configuration` that names `%s`: %o", (name, props) => {
    const harness = createReactHarness();
    const error = errorOfRender(<HarnessProvider of={harness} {...props} />);
    expect(error).toMatchObject({ code: "configuration" });
    expect(error.message).toContain(`\`${name}\``);
    expect(harness.source.calls).toHaveLength(0);
    vi.mocked(console.error).mockClear();
  });

  it("useProviderTokenSource() without its argument throws `configuration` that names the hook", () => {
    const error = errorOfRender(<Probe useHook={useWithoutState} />);
    expect(error).toMatchObject({ code: "configuration" });
    expect(error.message).toContain("useProviderTokenSource()");
    vi.mocked(console.error).mockClear();
  });
});
