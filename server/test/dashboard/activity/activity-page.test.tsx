import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, it, vi } from "vitest";
import { ActivityPage } from "../../../dashboard/activity/activity-page.tsx";
import { createQueryClient } from "../../../dashboard/api/create-query-client.ts";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("the text for an empty list of decisions depends on whether a filter is selected", async () => {
  vi.stubGlobal("fetch", async ({ pathname }: URL) =>
    Response.json(
      pathname.endsWith("/activity")
        ? { since: 0, capacity: 100, minutes: [], decisions: [] }
        : { keys: [], rules: [], warnings: [], next: null },
    ),
  );
  render(
    <QueryClientProvider client={createQueryClient()}>
      <ActivityPage />
    </QueryClientProvider>,
  );
  await screen.findByText("No decisions yet", {}, { timeout: 20_000 });
  const outcome = screen.getByLabelText("Outcome");
  fireEvent.change(outcome, { target: { value: "refused" } });
  await screen.findByText("No matching decisions");
  fireEvent.change(outcome, { target: { value: "" } });
  await screen.findByText("No decisions yet");
});
