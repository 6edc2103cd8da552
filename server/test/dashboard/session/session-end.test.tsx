import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createQueryClient, SESSION_KEY } from "../../../dashboard/api/create-query-client.ts";
import { App } from "../../../dashboard/app.tsx";
import { presets, ruleOf } from "../../../stories/rules-api.ts";

const longTimeout = { timeout: 20_000 };
const SECRET = "sk_aui_proj_0example_seen-only-once";
let isSignedIn: boolean;
let client: ReturnType<typeof createQueryClient>;

beforeEach(() => {
  isSignedIn = true;
  const rule = ruleOf({ id: "rule_1", name: "One" });
  const key = { id: "key_1", name: "backend", suffix: "once", status: "active", createdAt: "2026-01-01T00:00:00Z" };
  const answers: Record<string, unknown> = {
    "GET rules": { rules: [rule], warnings: [], next: null },
    "PUT rules/rule_1": { ...rule, name: "Two", warnings: [] },
    "GET presets": presets,
    "GET keys": { keys: [], next: null },
    "POST keys": { ...key, key: SECRET },
  };
  vi.stubGlobal("fetch", async (url: URL, { method }: RequestInit) => {
    const asked = `${method} ${url.pathname.split("/admin/api/")[1]}`;
    if (asked === "POST session") isSignedIn = true;
    if (asked.endsWith(" session")) return Response.json({ signedIn: isSignedIn, isSetUp: true });
    if (!isSignedIn) return Response.json({ error: "Sign in first", code: "session_missing" }, { status: 401 });
    return Response.json(answers[asked] ?? {});
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  location.hash = "";
});

function open(hash: string) {
  location.hash = hash;
  client = createQueryClient();
  render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}

async function signIn() {
  fireEvent.change(await screen.findByLabelText("Password", {}, longTimeout), { target: { value: "seven owls" } });
  fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
}

describe("the end of an admin's session", () => {
  it("hides an open form when the session ends and restores it after the next sign-in", async () => {
    open("#/rules");
    const opener = await screen.findByRole("button", { name: "Edit: One" }, longTimeout);
    opener.focus();
    fireEvent.click(opener);
    const dialog = await screen.findByRole("dialog", { name: "Edit One" });
    fireEvent.change(within(dialog).getByLabelText("Name"), { target: { value: "Two" } });
    isSignedIn = false;
    fireEvent.click(within(dialog).getByRole("button", { name: "Save changes" }));
    await screen.findByRole("heading", { name: "Sign in" }, longTimeout);
    expect(screen.queryByRole("dialog")).toBeNull();
    // No dialog traps the focus or hides the sign-in from clicks and screen readers.
    const password = screen.getByLabelText("Password");
    password.focus();
    expect(document.activeElement).toBe(password);
    expect(password.closest("[aria-hidden]")).toBeNull();
    expect(document.body.style.pointerEvents).toBe("");

    await signIn();
    const back = within(await screen.findByRole("dialog", { name: "Edit One" }, longTimeout));
    expect((back.getByLabelText("Name") as HTMLInputElement).value).toBe("Two");
    expect(back.getByRole("alert").textContent).toContain("Your session ended before the request completed.");
    fireEvent.click(back.getByRole("button", { name: "Save changes" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull(), longTimeout);
    await waitFor(() => expect(document.activeElement).toBe(opener), longTimeout);
  });

  it("drops a newly created API key when the session ends", async () => {
    open("#/keys");
    fireEvent.click(await screen.findByRole("button", { name: "Create API key" }, longTimeout));
    fireEvent.change(await screen.findByLabelText("Name"), { target: { value: "backend" } });
    fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Create API key" }));
    await screen.findByText(SECRET, {}, longTimeout);
    isSignedIn = false;
    await client.invalidateQueries({ queryKey: SESSION_KEY });
    await screen.findByRole("heading", { name: "Sign in" }, longTimeout);
    await waitFor(() => expect(document.documentElement.innerHTML).not.toContain(SECRET), longTimeout);
    await signIn();
    await screen.findByRole("heading", { name: "API keys" }, longTimeout);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("drops a pasted provider token when the session ends", async () => {
    open("#/try");
    const input = await screen.findByLabelText<HTMLTextAreaElement>("Token", {}, longTimeout);
    fireEvent.change(input, { target: { value: "eyJ.pasted.token" } });
    client.setQueryData(SESSION_KEY, { signedIn: false, isSetUp: true });
    await waitFor(() => expect(input.value).toBe(""));
  });

  it("drops typed passwords when the session ends", async () => {
    open("#/rules");
    fireEvent.click(await screen.findByRole("button", { name: "Account" }, longTimeout));
    fireEvent.change(await screen.findByLabelText("Current password", {}, longTimeout), {
      target: { value: "secret" },
    });
    isSignedIn = false;
    await client.invalidateQueries({ queryKey: SESSION_KEY });
    await signIn();
    await screen.findByRole("button", { name: "Edit: One" }, longTimeout);
    expect(screen.queryByLabelText("Current password")).toBeNull();
  });
});
