import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { createQueryClient } from "../../../dashboard/api/create-query-client.ts";
import { KeysPage } from "../../../dashboard/keys/keys-page.tsx";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const longTimeout = { timeout: 20_000 };
const SECRET = "sk_aui_proj_0example_seen-only-once";

it("closing the dialog of a new key requires a confirmation until the key is copied", async () => {
  const created = { id: "key_1", name: "backend", suffix: "once", status: "active", createdAt: "2026-01-01T00:00:00Z" };
  vi.stubGlobal("fetch", async (_: URL, init: RequestInit) =>
    init.method === "POST"
      ? Response.json({ ...created, key: SECRET }, { status: 201 })
      : Response.json({ keys: [], next: null }),
  );
  const client = createQueryClient();
  render(
    <QueryClientProvider client={client}>
      <KeysPage />
    </QueryClientProvider>,
  );
  fireEvent.click(screen.getByRole("button", { name: "Create API key" }));
  fireEvent.change(await screen.findByLabelText("Name", {}, longTimeout), { target: { value: "backend" } });
  fireEvent.click(screen.getByRole("button", { name: "Create API key" }));
  await screen.findByText(SECRET, {}, longTimeout);
  expect(document.activeElement?.textContent).toBe("Copy");
  const done = screen.getByRole("button", { name: "Done" });
  for (let presses = 0; presses < 3; presses++) fireEvent.click(done);
  expect(screen.getByRole("alert").textContent).toContain("You have not copied this secret");
  expect(document.body.innerHTML).toContain(SECRET);
  expect(document.activeElement?.textContent).toBe("Copy");
  fireEvent.click(screen.getByRole("button", { name: "Close without copying" }));
  await waitFor(() => expect(document.body.innerHTML).not.toContain(SECRET), longTimeout);
  const kept = () => [
    ...client
      .getMutationCache()
      .getAll()
      .map(({ state }) => state),
    ...client
      .getQueryCache()
      .getAll()
      .map(({ state }) => state),
  ];
  await waitFor(() => expect(JSON.stringify(kept())).not.toContain(SECRET), longTimeout);
});

it("the request for the next page of keys contains the cursor from the previous page", async () => {
  const key = { suffix: "x", status: "active", createdAt: "2026-01-01T00:00:00Z", expiresAt: null, lastUsedAt: null };
  const requested: string[] = [];
  vi.stubGlobal("fetch", async (url: URL) => {
    requested.push(url.search);
    return url.search === ""
      ? Response.json({ keys: [{ ...key, id: "key_2", name: "newer", replacedBy: null }], next: "1-key_2" })
      : Response.json({ keys: [{ ...key, id: "key_1", name: "older", replacedBy: null }], next: null });
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <KeysPage />
    </QueryClientProvider>,
  );
  fireEvent.click(await screen.findByRole("button", { name: "Load more keys" }, longTimeout));
  await screen.findByRole("button", { name: "Revoke older" }, longTimeout);
  expect(screen.getByRole("button", { name: "Revoke newer" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Load more keys" })).toBeNull();
  expect(requested).toEqual(["", "?after=1-key_2"]);
});

it("shows a new key at once, even if the list of keys cannot be reloaded", async () => {
  let lists = 0;
  vi.stubGlobal("fetch", async (_: URL, init: RequestInit) => {
    if (init.method === "POST") return Response.json({ id: "key_1", name: "backend", key: SECRET }, { status: 201 });
    lists += 1;
    return lists === 1 ? Response.json({ keys: [], next: null }) : new Promise(() => {});
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <KeysPage />
    </QueryClientProvider>,
  );
  await screen.findByText("No API keys yet", {}, longTimeout);
  fireEvent.click(screen.getByRole("button", { name: "Create API key" }));
  fireEvent.click(await screen.findByRole("button", { name: "Create API key" }, longTimeout));
  await screen.findByText(SECRET, {}, { timeout: 5_000 });
});
