import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createQueryClient } from "../../../dashboard/api/create-query-client.ts";
import { RulesPage } from "../../../dashboard/rules/rules-page.tsx";
import { Toasts } from "../../../dashboard/ui/toasts.tsx";
import { presets, ruleOf, unreachable } from "../../../stories/rules-api.ts";

type Reply = () => Response | Promise<Response>;
const replies = new Map<string, Reply>();
const sent: { path: string; body: unknown }[] = [];
let stored = [ruleOf({ id: "rule_1", name: "One" }), ruleOf({ id: "rule_2", name: "Two" })];

beforeEach(() => {
  sent.length = 0;
  replies.clear();
  stored = [ruleOf({ id: "rule_1", name: "One" }), ruleOf({ id: "rule_2", name: "Two" })];
  replies.set("GET rules", () => Response.json({ rules: stored, warnings: [], next: null }));
  replies.set("GET presets", () => Response.json(presets));
  vi.stubGlobal("fetch", async (input: URL, init: RequestInit) => {
    const path = `${init.method} ${input.pathname.split("/admin/api/")[1]}`;
    sent.push({ path, body: typeof init.body === "string" ? JSON.parse(init.body) : null });
    return replies.get(path)?.() ?? Response.json({ error: "Not Found" }, { status: 404 });
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open() {
  render(
    <QueryClientProvider client={createQueryClient()}>
      <Toasts>
        <RulesPage />
      </Toasts>
    </QueryClientProvider>,
  );
}
const toggle = async (name: string) => screen.findByRole("switch", { name: `${name} enabled` });
const notice = (text: RegExp) => waitFor(() => expect(document.querySelector(".toasts")?.textContent).toMatch(text));
const patience = { timeout: 20_000 };

describe("the rules page of the dashboard", () => {
  it("a rule's switch changes immediately, and changes back if the authority rejects the change", async () => {
    let refuse: (response: Response) => void = () => {};
    replies.set("POST rules/rule_1/disable", () => new Promise((resolve) => (refuse = resolve)));
    open();
    const first = await toggle("One");
    // The list is not reloaded, so the page itself reverts the change.
    replies.set("GET rules", () => new Promise(() => {}));
    fireEvent.click(first);
    await waitFor(async () => expect((await toggle("One")).getAttribute("aria-checked")).toBe("false"), patience);
    expect((await toggle("Two")).getAttribute("aria-checked")).toBe("true");
    refuse(Response.json({ error: "The database does not answer", code: "storage_unavailable" }, { status: 503 }));
    await notice(/One is still enabled\. The database does not answer/);
    expect((await toggle("One")).getAttribute("aria-checked")).toBe("true");
  });

  it("S69 the rules page warns about two rules that can produce the same workspace, and shows a remedy", async () => {
    const warning = {
      ruleIds: ["rule_1", "rule_2"],
      message: "Rules One and Two can name it.",
      remedy: "Set a prefix.",
    };
    replies.set("GET rules", () => Response.json({ rules: stored, warnings: [warning], next: null }));
    open();
    expect(await screen.findByText("Rules One and Two can name it. Set a prefix.")).toBeDefined();
  });

  it("the rules page shows a rule's problems after the rule is saved and after its switch changes", async () => {
    const warning = { ruleIds: ["rule_1", "rule_2"], message: "Both can name it.", remedy: "Set a prefix." };
    const changed = ruleOf({ id: "rule_1", name: "One", jwksUrl: "https://other.example.com/jwks", enabled: false });
    replies.set("PUT rules/rule_1", () => Response.json({ ...changed, warnings: [warning] }));
    replies.set("POST rules/check", () => Response.json(unreachable));
    open();
    fireEvent.click(await screen.findByRole("button", { name: "Edit: One" }));
    fireEvent.click(await screen.findByRole("button", { name: "Save changes" }));
    const dialog = within(await screen.findByRole("dialog", { name: "One saved" }, patience));
    await dialog.findByText("Saved, but no token can be accepted yet:", {}, patience);
    await dialog.findByText("Both can name it. Set a prefix.");
    // The focus is on an element that Enter does not activate.
    expect(document.activeElement?.getAttribute("aria-label")).toBe("State of the saved rule");
    fireEvent.click(dialog.getByRole("button", { name: "Done" }));

    replies.set("POST rules/rule_2/disable", () =>
      Response.json({ ...ruleOf({ id: "rule_2", name: "Two", enabled: false }), warnings: [warning] }),
    );
    fireEvent.click(await toggle("Two"));
    await notice(/Both can name it\. Set a prefix\./);
  });

  it("undoing a deletion creates the rule again from the data in the deletion's response", async () => {
    const undo = { kind: "custom", rule: { name: "One", issuer: ["https://one.example.com"] } };
    replies.set("DELETE rules/rule_1", () => {
      const [deleted, ...rest] = stored;
      stored = rest;
      return Response.json({ deleted, undo });
    });
    replies.set("POST rules", () => {
      const rule = ruleOf({ id: "rule_3", name: "One" });
      stored = [...stored, rule];
      return Response.json(rule, { status: 201 });
    });
    open();
    fireEvent.click(await screen.findByRole("button", { name: "Delete: One" }));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Delete: One" })).toBeNull(), patience);
    // The focus moves when the focused button disappears.
    await waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe("Auth rules"), patience);
    fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
    await screen.findByRole("button", { name: "Delete: One" });
    expect(sent.find(({ path }) => path === "POST rules")?.body).toEqual(undo);
  });

  it("moves the focus to a rejected field even if React renders the error late", async () => {
    // Run the animation frame at once. React has not rendered the error yet, so the frame finds no invalid field.
    vi.stubGlobal("requestAnimationFrame", (draw: FrameRequestCallback) => draw(0));
    const refused = { error: "Invalid rule", code: "invalid_rule", fields: { issuer: "Give an issuer" } };
    replies.set("POST rules", () => Response.json(refused, { status: 400 }));
    open();
    fireEvent.click(await screen.findByRole("button", { name: "Add auth integration" }));
    fireEvent.click(await screen.findByRole("button", { name: "Custom provider" }));
    const issuer = await screen.findByLabelText("Issuer");
    for (let tries = 0; tries < 2; tries++) {
      screen.getByLabelText("Name").focus();
      fireEvent.click(screen.getByRole("button", { name: "Save rule" }));
      await waitFor(() => expect(document.activeElement).toBe(issuer), patience);
      expect(issuer.getAttribute("aria-invalid")).toBe("true");
    }
  });

  it("if a deletion fails, the rules page reports the failure and still lists the rule", async () => {
    replies.set("DELETE rules/rule_1", () => Promise.reject(new TypeError("Failed to fetch")));
    open();
    fireEvent.click(await screen.findByRole("button", { name: "Delete: One" }));
    await notice(/Could not delete One: Could not reach the authority\. Check that it is running/);
    expect(screen.getByRole("button", { name: "Delete: One" })).toBeTruthy();
  });

  it("if the admin deletes two rules in quick succession, both disappear and the focus does not move", async () => {
    const finish: (() => void)[] = [];
    for (const rule of stored) {
      replies.set(`DELETE rules/${rule.id}`, async () => {
        await new Promise<void>((resolve) => finish.push(resolve));
        stored = stored.filter(({ id }) => id !== rule.id);
        return Response.json({ deleted: rule, undo: {} });
      });
    }
    open();
    const press = async (name: string) => fireEvent.click(await screen.findByRole("button", { name }));
    await press("Delete: One");
    await press("Delete: Two");
    await waitFor(() => expect(finish).toHaveLength(2), patience);
    for (const name of ["Delete: One", "Delete: Two"]) {
      expect(screen.getByRole("button", { name }).getAttribute("aria-disabled")).toBe("true");
    }
    const other = screen.getByRole("button", { name: "Add auth integration" });
    other.focus();
    for (const resolve of finish) resolve();
    await notice(/One deleted/);
    await notice(/Two deleted/);
    await screen.findByText("No auth rules yet", {}, patience);
    expect(document.activeElement).toBe(other);
  });

  it.each([
    { opened: ["Edit: One"], path: "PUT rules/rule_1", save: "Save changes", leave: "Cancel" },
    {
      opened: ["Add auth integration", "Custom provider"],
      path: "POST rules",
      save: "Save rule",
      leave: "Choose another provider",
    },
  ])(
    "the dialog stays open until the request $path ends, and shows the request's error",
    async ({ opened, path, save, leave }) => {
      let refuse: (response: Response) => void = () => {};
      replies.set(path, () => new Promise((resolve) => (refuse = resolve)));
      open();
      for (const name of opened) fireEvent.click(await screen.findByRole("button", { name }));
      const dialog = within(await screen.findByRole("dialog"));
      fireEvent.click(await dialog.findByRole("button", { name: save }));
      await waitFor(() => expect(sent.some((each) => each.path === path)).toBe(true), patience);
      fireEvent.click(dialog.getByRole("button", { name: leave }));
      fireEvent.click(dialog.getByRole("button", { name: "Close" }));
      fireEvent.keyDown(dialog.getByRole("button", { name: "Close" }), { key: "Escape" });
      refuse(Response.json({ error: "The database does not answer" }, { status: 503 }));
      await dialog.findByText("The database does not answer", {}, patience);
      fireEvent.click(dialog.getByRole("button", { name: "Close" }));
      await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull(), patience);
    },
  );

  it("moves the focus to the page's main element after the deletion of the only rule", async () => {
    stored = stored.slice(0, 1);
    replies.set("DELETE rules/rule_1", () => {
      const [deleted] = stored.splice(0);
      return Response.json({ deleted, undo: {} });
    });
    const main = document.body.appendChild(document.createElement("main"));
    main.tabIndex = -1;
    open();
    const button = await screen.findByRole("button", { name: "Delete: One" });
    button.focus();
    fireEvent.click(button);
    await screen.findByText("No auth rules yet", {}, patience);
    await waitFor(() => expect(document.activeElement).toBe(main), patience);
    main.remove();
  });

  it("the rules page shows a warning before the admin overwrites another admin's change of a rule", async () => {
    const current = ruleOf({ id: "rule_1", name: "Theirs", revision: 7 });
    replies.set("PUT rules/rule_1", () =>
      Response.json({ error: "Changed", code: "conflict", current }, { status: 409 }),
    );
    open();
    fireEvent.click(await screen.findByRole("button", { name: "Edit: One" }));
    const dialog = within(await screen.findByRole("dialog"));
    fireEvent.change(dialog.getByLabelText("Name"), { target: { value: "Mine" } });
    fireEvent.click(dialog.getByRole("button", { name: "Save changes" }));
    await dialog.findByText(/Another admin changed this rule/);
    expect((dialog.getByLabelText("Name") as HTMLInputElement).value).toBe("Mine");
    const saved = { ...ruleOf({ id: "rule_1", name: "Mine", revision: 8 }), warnings: [] };
    replies.set("PUT rules/rule_1", () => Response.json(saved));
    fireEvent.click(dialog.getByRole("button", { name: "Save anyway" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull(), patience);
    const puts = sent.filter(({ path }) => path === "PUT rules/rule_1").map(({ body }) => body);
    expect(puts).toMatchObject([
      { revision: 1, rule: { name: "Mine" } },
      { revision: 7, rule: { name: "Mine" } },
    ]);
  });
});
