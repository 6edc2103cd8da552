import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { createQueryClient } from "../../../dashboard/api/create-query-client.ts";
import { SignOutsPage } from "../../../dashboard/sign-outs/sign-outs-page.tsx";
import { Toasts } from "../../../dashboard/ui/toasts.tsx";
import type { RevocationJson } from "../../../src/admin/admin-api.ts";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const longTimeout = { timeout: 20_000 };

function open(answer: (body: Record<string, unknown>) => Response) {
  const sent: Record<string, unknown>[] = [];
  const revocations: RevocationJson[] = [];
  vi.stubGlobal("fetch", async (_: URL, init: RequestInit) => {
    if (init.method !== "POST") return Response.json({ revocations });
    const body = JSON.parse(String(init.body));
    sent.push(body);
    const at = "2026-01-01T12:00:00.000Z";
    revocations.unshift({ id: "rev_0", createdBy: "admin", issuedBefore: at, createdAt: at, expiresAt: at, ...body });
    return answer(body);
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <Toasts>
        <SignOutsPage />
      </Toasts>
    </QueryClientProvider>,
  );
  return sent;
}
const pressSignOut = () => fireEvent.click(screen.getByRole("button", { name: "Sign out" }));
const dialog = () => screen.findByRole("alertdialog", {}, longTimeout);

it("signs a user out after a confirmation and lists the sign-out", async () => {
  const sent = open((body) => Response.json(body, { status: 201 }));
  await screen.findByText("No sign-outs yet", {}, longTimeout);
  fireEvent.change(screen.getByLabelText("User ID"), { target: { value: " user_123 " } });
  pressSignOut();
  expect((await dialog()).textContent).toContain("user_123");
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull(), longTimeout);
  expect(sent).toEqual([]);
  pressSignOut();
  await dialog();
  pressSignOut();
  await screen.findByRole("rowheader", { name: "User" }, longTimeout);
  expect(sent).toEqual([{ kind: "user", subject: "user_123" }]);
});

it("signs everyone out if the admin selects everyone instead of a user", async () => {
  const sent = open((body) => Response.json(body, { status: 201 }));
  fireEvent.change(screen.getByLabelText("Sign out"), { target: { value: "project" } });
  expect(screen.queryByRole("textbox")).toBeNull();
  pressSignOut();
  await dialog();
  pressSignOut();
  await waitFor(() => expect(sent).toEqual([{ kind: "project" }]), longTimeout);
});

it("shows the authority's error about an invalid user ID, and closes the confirmation", async () => {
  const fields = { subject: "An id must not be empty" };
  open(() => Response.json({ error: "Some fields are invalid", code: "fields_invalid", fields }, { status: 400 }));
  pressSignOut();
  await dialog();
  pressSignOut();
  await screen.findByText("An id must not be empty", {}, longTimeout);
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull(), longTimeout);
});
