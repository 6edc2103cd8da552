import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createQueryClient } from "../../../dashboard/api/create-query-client.ts";
import { request } from "../../../dashboard/api/request.ts";
import { SessionGate } from "../../../dashboard/session/session-gate.tsx";
import { useSignOut } from "../../../dashboard/session/use-session.ts";

const longTimeout = { timeout: 20_000 };
const PASSWORD = "seven owls above the quarry";
let isSignedIn: boolean;

beforeEach(() => {
  isSignedIn = true;
  location.hash = "#/audit";
  vi.stubGlobal("fetch", async (url: URL, { method }: RequestInit) => {
    const path = url.pathname.split("/admin/api/")[1];
    if (path === "session" && method === "POST") isSignedIn = true;
    if (path === "session" && method === "DELETE") {
      isSignedIn = false;
      return new Response(null, { status: 204 });
    }
    if (path === "session" || path === "setup") return Response.json({ signedIn: isSignedIn, isSetUp: true });
    if (!isSignedIn) return Response.json({ error: "Sign in first", code: "session_missing" }, { status: 401 });
    return Response.json({ text: "what the page reads" });
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  location.hash = "";
});

function Page() {
  const read = useQuery({ queryKey: ["page"], queryFn: () => request<{ text: string }>("page") });
  const signOut = useSignOut("session");
  return (
    <>
      <p>{read.data?.text}</p>
      <input aria-label="Something" />
      <button type="button" onClick={() => void read.refetch()}>
        Read again
      </button>
      <button type="button" onClick={() => signOut.mutate()}>
        Leave
      </button>
    </>
  );
}

function open() {
  const client = createQueryClient();
  render(
    <QueryClientProvider client={client}>
      <SessionGate>
        <Page />
      </SessionGate>
    </QueryClientProvider>,
  );
  return client;
}

async function signIn() {
  fireEvent.change(await screen.findByLabelText("Password", {}, longTimeout), { target: { value: PASSWORD } });
  fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
}

async function typed(): Promise<string> {
  return (await screen.findByRole<HTMLInputElement>("textbox", { name: "Something" }, longTimeout)).value;
}

describe("the part of the dashboard that requires a session", () => {
  it("the dashboard shows the sign-in form after a 401 response, and the previous page after the sign-in", async () => {
    const client = open();
    await screen.findByText("what the page reads", {}, longTimeout);
    isSignedIn = false;
    fireEvent.click(screen.getByRole("button", { name: "Read again" }));
    await screen.findByText(/^Your session has ended\./, {}, longTimeout);
    await signIn();
    await screen.findByRole("button", { name: "Read again" }, longTimeout);
    expect(location.hash).toBe("#/audit");
    expect(screen.queryByRole("heading", { name: "Sign in" })).toBeNull();
    // The cache drops the password together with its form.
    const sent = () =>
      client
        .getMutationCache()
        .getAll()
        .map(({ state }) => state.variables);
    await waitFor(() => expect(JSON.stringify(sent())).not.toContain(PASSWORD), longTimeout);
  });

  it("drops all loaded data when the admin signs out", async () => {
    const client = open();
    await screen.findByText("what the page reads", {}, longTimeout);
    fireEvent.change(screen.getByRole("textbox", { name: "Something" }), { target: { value: "typed before" } });
    fireEvent.click(screen.getByRole("button", { name: "Leave" }));
    await screen.findByRole("heading", { name: "Sign in" }, longTimeout);
    expect(screen.queryByText(/^Your session has ended\./)).toBeNull();
    await waitFor(() => expect(client.getQueryData(["page"])).toBeUndefined(), longTimeout);
    expect(document.body.textContent).not.toContain("what the page reads");
    // The next session response does not say that the admin signed out. The page must not restore the draft even then.
    await client.invalidateQueries();
    await signIn();
    expect(await typed()).toBe("");
  });

  it("while the admin is signed out, the dashboard hides unsaved forms and requests no data", async () => {
    const client = open();
    await screen.findByText("what the page reads", {}, longTimeout);
    fireEvent.change(screen.getByRole("textbox", { name: "Something" }), { target: { value: "typed before" } });
    isSignedIn = false;
    fireEvent.click(screen.getByRole("button", { name: "Read again" }));
    await screen.findByRole("heading", { name: "Sign in" }, longTimeout);
    expect(screen.queryByRole("textbox", { name: "Something" })).toBeNull();
    expect(
      client
        .getQueryCache()
        .find({ queryKey: ["page"] })
        ?.getObserversCount(),
    ).toBe(0);
    await signIn();
    expect(await typed()).toBe("typed before");
  });

  it("removes the token of a set-up link from the URL, even if the dashboard is already open", async () => {
    open();
    await screen.findByText("what the page reads", {}, longTimeout);
    location.hash = "#setup=0example-token&name=grace";
    await screen.findByRole("heading", { name: "Set your password" }, longTimeout);
    expect(location.href).not.toContain("0example-token");
    expect(screen.getByLabelText<HTMLInputElement>("Name").value).toBe("grace");
    expect(screen.queryByRole("button", { name: "Read again" })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Continue without the link" }));
    await screen.findByRole("button", { name: "Read again" }, longTimeout);
  });
});
