import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createQueryClient } from "../../../dashboard/api/create-query-client.ts";
import { OriginsPage } from "../../../dashboard/origins/origins-page.tsx";
import { Toasts } from "../../../dashboard/ui/toasts.tsx";

const patience = { timeout: 20_000 };
const [ONE, TWO, THREE] = ["https://one.example", "https://two.example", "https://three.example"] as const;
const broken = () => Response.json({ error: "The database does not answer" }, { status: 503 });

let client: ReturnType<typeof createQueryClient>;
let stored: string[];
/** The list of origins in each PUT request. */
let puts: string[][];
/** Returns a special response to a request, or undefined for the usual response. */
let answer: (method: string, origins: string[]) => Response | Promise<Response | undefined> | undefined;

beforeEach(() => {
  client = createQueryClient();
  stored = [ONE, TWO, THREE];
  puts = [];
  answer = () => undefined;
  vi.stubGlobal("fetch", async (_: URL, { method = "GET", body }: RequestInit) => {
    const { origins } = method === "PUT" ? JSON.parse(String(body)) : { origins: stored };
    if (method === "PUT") puts.push(origins);
    const special = await answer(method, origins);
    if (special !== undefined) return special;
    stored = origins;
    return Response.json({ origins, fixed: [], warnings: [] });
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function open() {
  render(
    <QueryClientProvider client={client}>
      <Toasts>
        <OriginsPage />
      </Toasts>
    </QueryClientProvider>,
  );
  await screen.findByRole("button", { name: `Remove ${stored[0]}` }, patience);
}
const remove = (origin: string) => screen.getByRole("button", { name: `Remove ${origin}` });
const notice = (text: string) =>
  waitFor(() => expect(document.querySelector(".toasts")?.textContent).toContain(text), patience);
const button = (name: string) => screen.getByRole("button", { name });

it("if the admin removes two origins in quick succession, the page removes and reports both", async () => {
  await open();
  fireEvent.click(remove(ONE));
  fireEvent.click(remove(TWO));
  await notice(`${ONE} is no longer allowed.`);
  await notice(`${TWO} is no longer allowed.`);
  expect(puts).toEqual([[TWO, THREE], [THREE]]);
  expect(screen.getAllByRole("button", { name: /^Remove/ })).toEqual([remove(THREE)]);
});

it("reports a failed removal and keeps the origin's row, even if the admin pressed another Remove button", async () => {
  await open();
  answer = (method, origins) => (method === "PUT" && origins.includes(TWO) ? broken() : undefined);
  fireEvent.click(remove(ONE));
  fireEvent.click(remove(TWO));
  await notice("The database does not answer");
  await waitFor(() => expect(screen.queryByRole("button", { name: `Remove ${TWO}` })).toBeNull(), patience);
  expect(remove(ONE).getAttribute("aria-disabled")).toBeNull();
});

it("each Remove button is busy until its own removal ends", async () => {
  await open();
  const finish: (() => void)[] = [];
  answer = (method) => (method === "PUT" ? new Promise((resolve) => finish.push(() => resolve(broken()))) : undefined);
  fireEvent.click(remove(ONE));
  fireEvent.click(remove(TWO));
  await waitFor(() => expect(remove(TWO).getAttribute("aria-disabled")).toBe("true"), patience);
  expect(remove(ONE).getAttribute("aria-disabled")).toBe("true");
  await waitFor(() => expect(finish).toHaveLength(1), patience);
  finish[0]?.();
  await waitFor(() => expect(remove(ONE).getAttribute("aria-disabled")).toBeNull(), patience);
  expect(remove(TWO).getAttribute("aria-disabled")).toBe("true");
});

it("the confirmation of a removal cannot be canceled or repeated while the removal runs", async () => {
  stored = [ONE];
  await open();
  let finish: () => void = () => {};
  answer = (method) => (method === "PUT" ? new Promise((resolve) => (finish = () => resolve(broken()))) : undefined);
  fireEvent.click(remove(ONE));
  fireEvent.click(await screen.findByRole("button", { name: "Remove origin" }, patience));
  await waitFor(() => expect(button("Remove origin").getAttribute("aria-disabled")).toBe("true"), patience);
  fireEvent.click(button("Remove origin"));
  fireEvent.click(button("Cancel"));
  fireEvent.keyDown(button("Cancel"), { key: "Escape" });
  expect(screen.queryByRole("alertdialog")).not.toBeNull();
  await waitFor(() => expect(puts).toEqual([[]]), patience);
  finish();
  expect((await screen.findByRole("alert", {}, patience)).textContent).toBe("The database does not answer");
  fireEvent.click(button("Cancel"));
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull(), patience);
  expect(remove(ONE)).toBeTruthy();
  expect(puts).toHaveLength(1);
});

it("the confirmation does not show the error of an earlier removal", async () => {
  stored = [ONE, TWO];
  await open();
  fireEvent.click(remove(ONE));
  fireEvent.click(remove(TWO));
  await notice(`${TWO} is now the only allowed origin.`);
  fireEvent.click(remove(TWO));
  await screen.findByRole("alertdialog", {}, patience);
  expect(screen.queryByRole("alert")).toBeNull();
});

it("if the admin moves the focus to a field during a removal, the focus stays in that field", async () => {
  await open();
  remove(ONE).focus();
  fireEvent.click(remove(ONE));
  screen.getByLabelText("Origin").focus();
  await notice(`${ONE} is no longer allowed.`);
  expect(document.activeElement).toBe(screen.getByLabelText("Origin"));
});

it("keeps an origin that the admin types while another origin is being added", async () => {
  await open();
  let finish: () => void = () => {};
  answer = (method) => (method === "PUT" ? new Promise((resolve) => (finish = () => resolve(undefined))) : undefined);
  const field = screen.getByLabelText<HTMLInputElement>("Origin");
  fireEvent.change(field, { target: { value: "https://four.example" } });
  fireEvent.click(button("Add origin"));
  await waitFor(() => expect(puts).toHaveLength(1), patience);
  fireEvent.change(field, { target: { value: "https://fi" } });
  finish();
  await notice("Origin added.");
  expect(field.value).toBe("https://fi");
});

it("moves the focus to the list when the focused Remove button disappears", async () => {
  await open();
  remove(ONE).focus();
  fireEvent.click(remove(ONE));
  await notice(`${ONE} is no longer allowed.`);
  expect(document.activeElement?.contains(remove(TWO))).toBe(true);
});

it("a list that was requested before a removal does not restore the removed origin", async () => {
  await open();
  let late: () => void = () => {};
  answer = () =>
    new Promise(
      (resolve) => (late = () => resolve(Response.json({ origins: [ONE, TWO, THREE], fixed: [], warnings: [] }))),
    );
  void client.invalidateQueries({ queryKey: ["origins"] });
  await waitFor(() => expect(client.isFetching()).toBe(1), patience);
  answer = () => undefined;
  fireEvent.click(remove(ONE));
  await notice(`${ONE} is no longer allowed.`);
  late();
  await waitFor(() => expect(client.isFetching()).toBe(0), patience);
  expect(screen.queryByRole("button", { name: `Remove ${ONE}` })).toBeNull();
});
