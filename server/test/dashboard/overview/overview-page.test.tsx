import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OverviewPage } from "../../../dashboard/overview/overview-page.tsx";

const URL_BASE = "https://auth.example/below/";
const CHECK_MS = 3000;
const answers: Record<string, () => Promise<Response>> = {};
const answer = (path: string, body: unknown, status = 200) => {
  answers[path] = async () => Response.json(body, { status });
};
const requested: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  requested.length = 0;
  answer("healthz", { ok: true });
  answer(".well-known/openid-configuration", { issuer: "https://auth.example/below", jwks_uri: `${URL_BASE}jwks` });
  answer(".well-known/jwks.json", { keys: [{ kid: "key-1", kty: "EC", crv: "P-256", alg: "ES256" }] });
  vi.stubGlobal("fetch", (input: URL) => {
    const path = input.href.slice(URL_BASE.length);
    requested.push(path);
    return answers[path]?.() ?? Promise.reject(new TypeError("Failed to fetch"));
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
function open() {
  return render(
    <QueryClientProvider client={new QueryClient()}>
      <OverviewPage authorityUrl={URL_BASE} />
    </QueryClientProvider>,
  );
}
const headline = () => screen.getAllByRole("heading", { level: 2 })[0]?.textContent;
const gone = () => Promise.reject(new TypeError("Failed to fetch"));

describe("the overview page of the dashboard", () => {
  it("the overview shows the issuer and the keys once the authority first responds", async () => {
    const { container } = open();
    expect(headline()).toBe("Checking the authority…");
    await pass(1);
    expect(headline()).toBe("The authority is up.");
    expect(screen.getByText("https://auth.example/below")).toBeTruthy();
    expect(screen.getByText("key-1")).toBeTruthy();
    expect(screen.getByText("ES256")).toBeTruthy();
    expect(container.textContent).not.toContain("This page was opened at");
  });

  it("the overview checks the authority every few seconds and shows the time since the last response", async () => {
    open();
    await pass(CHECK_MS * 3 + 10);
    expect(requested.filter((path) => path === "healthz")).toHaveLength(4);
    answers["healthz"] = () => new Promise(() => {});
    await pass(2000);
    expect(screen.getByText("2 s ago")).toBeTruthy();
  });

  it("during an outage, the overview shows the time of the last response; then it reports the recovery", async () => {
    open();
    await pass(1);
    answers["healthz"] = gone;
    await pass(CHECK_MS);
    expect(headline()).toBe("The authority is unreachable.");
    expect(screen.getByText(/No server responds at this URL\. Last response at .* keeps checking/)).toBeTruthy();
    // The documents stay visible during the outage.
    expect(screen.getByText("key-1")).toBeTruthy();
    await pass(CHECK_MS);
    answer("healthz", { ok: true });
    answer(".well-known/jwks.json", { keys: [{ kid: "key-2", kty: "EC", alg: "ES256" }] });
    await pass(CHECK_MS);
    expect(headline()).toBe("The authority is up.");
    expect(screen.getByText(/Back up since .*, after 6 s of downtime\./)).toBeTruthy();
    await pass(1);
    // After the outage, the authority may have other keys.
    expect(screen.getByText("key-2")).toBeTruthy();
  });

  it.each([
    ["an HTTP error", async () => Response.json({}, { status: 503 }), "The authority responded with HTTP 503."],
    ["a proxy's page", async () => new Response("<p>hi"), "The response did not come from an authority."],
    [
      "JSON with the wrong properties",
      async () => Response.json({ ok: "yes" }),
      "The response did not come from an authority.",
    ],
  ])(
    "if a health check returns %s, the overview reports the authority as unreachable",
    async (_what, respond, message) => {
      answers["healthz"] = respond;
      open();
      await pass(1);
      expect(headline()).toBe("The authority is unreachable.");
      expect(screen.getByText(`${message} This page keeps checking.`)).toBeTruthy();
      expect(requested).toEqual(["healthz"]);
    },
  );

  it("the button Check now checks the authority immediately", async () => {
    open();
    await pass(1);
    const before = requested.filter((path) => path === "healthz").length;
    fireEvent.click(screen.getByRole("button", { name: "Check now" }));
    await pass(1);
    expect(requested.filter((path) => path === "healthz")).toHaveLength(before + 1);
  });

  it("if the key set cannot be loaded, the overview shows an error and keeps its other content", async () => {
    answer(".well-known/jwks.json", { error: "Service Unavailable" }, 503);
    open();
    await pass(1);
    await pass(2000);
    expect(screen.getByText("The authority responded with HTTP 503.")).toBeTruthy();
    expect(headline()).toBe("The authority is up.");
  });

  it("the overview warns if the page's URL differs from the issuer", async () => {
    answer(".well-known/openid-configuration", { issuer: "https://public.example", jwks_uri: "javascript:alert(1)" });
    const { container } = open();
    await pass(1);
    expect(container.textContent).toContain(`This page was opened at ${URL_BASE}.`);
    // A URL with a scheme other than HTTP is shown as text, not as a link.
    expect(screen.queryByRole("link", { name: /javascript/ })).toBeNull();
    expect(container.textContent).toContain('baseUrl="https://public.example"');
  });

  it("the copy button copies the code, or selects the code if the browser forbids copying", async () => {
    const written: string[] = [];
    vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText: async (text: string) => written.push(text) } });
    open();
    const button = screen.getByRole("button", { name: "Copy: Connect your app" });
    fireEvent.click(button);
    await pass(1);
    expect(written).toEqual([expect.stringMatching(/^<AssistantCloudProvider\n/)]);
    expect(screen.getByText("Copied")).toBeTruthy();
    await pass(2000);
    expect(screen.queryByText("Copied")).toBeNull();

    vi.stubGlobal("navigator", {});
    fireEvent.click(button);
    await pass(1);
    expect(screen.getByText("Selected. Copy it with the keyboard.")).toBeTruthy();
    expect(getSelection()?.toString()).toMatch(/^<AssistantCloudProvider\n/);
  });
});
