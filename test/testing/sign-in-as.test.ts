import type { Page, Route } from "playwright";
import { expect, it, vi } from "vitest";
import { signInAs } from "../testing-guide/end-to-end.ts";

it("the route of signInAs() ignores a request that a navigation of the page has canceled", async () => {
  let handle: (route: Route) => Promise<void> = async () => {};
  const page: Partial<Record<keyof Page, unknown>> = {
    unroute: async () => {},
    route: async (_url: string, handler: typeof handle) => {
      handle = handler;
    },
    evaluate: () => Promise.reject(new Error("Execution context was destroyed, most likely because of a navigation")),
  };
  await signInAs(page as Page, "ada");
  const fulfill = vi.fn();
  await expect(handle({ fulfill } as Partial<Route> as Route)).resolves.toBeUndefined();
  expect(fulfill).not.toHaveBeenCalled();
});
