import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createQueryClient } from "../../../dashboard/api/create-query-client.ts";
import { AuditPage } from "../../../dashboard/audit/audit-page.tsx";
import type { AuditResponse } from "../../../src/admin/admin-api.ts";

const patience = { timeout: 20_000 };
const entry = (id: number): AuditResponse["entries"][number] => ({
  id,
  at: "2026-01-01T12:00:00.000Z",
  actor: "admin",
  admin: "ada",
  action: "rule.create",
  target: `rule_${id}`,
  details: {},
});

let asked: string[];
/** Returns the response to a request for older entries. */
let answerOlder: () => Response;

beforeEach(() => {
  asked = [];
  answerOlder = () => Response.json({ entries: [entry(1)], next: null });
  vi.stubGlobal("fetch", async ({ search }: URL) => {
    asked.push(search);
    return search.includes("before") ? answerOlder() : Response.json({ entries: [entry(2)], next: 2 });
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <AuditPage />
    </QueryClientProvider>,
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("after a failed request, the button Try again repeats only this request and keeps the loaded entries", async () => {
  answerOlder = () => Response.json({ error: "Forbidden" }, { status: 403 });
  fireEvent.click(await screen.findByRole("button", { name: "Load older entries" }, patience));
  await screen.findByText("Forbidden", {}, patience);
  expect(screen.queryByRole("button", { name: "Load older entries" })).toBeNull();
  answerOlder = () => Response.json({ entries: [entry(1)], next: null });
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByText("rule_1", {}, patience);
  expect(screen.getByText("rule_2")).toBeTruthy();
  expect(asked).toEqual(["", "?before=2", "?before=2"]);
});

it.each([
  ["Sign-outs", "tokens"],
  ["Imported settings", "settings"],
])("a filter limits the audit log to entries of the group %s", async (label, group) => {
  const select = screen.getByLabelText("Show");
  fireEvent.change(select, { target: { value: (screen.getByText(label) as HTMLOptionElement).value } });
  await waitFor(() => expect(asked).toContain(`?action=${group}`), patience);
});
