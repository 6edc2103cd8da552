import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createQueryClient, SESSION_KEY } from "../../../dashboard/api/create-query-client.ts";
import { ThreadsPage } from "../../../dashboard/threads/threads-page.tsx";
import { messages, threads, users, workspaces } from "../../../stories/thread-answers.ts";

const longTimeout = { timeout: 20_000 };
const WORDS = /Ferns and hostas/;
let client: ReturnType<typeof createQueryClient>;
let asked: string[];
/** The bodies of the POST and DELETE requests. For a request without a body, the entry is the query of the URL. */
let sent: string[];
/** Returns the response to a request for messages. */
let answerMessages: () => Response;
let answerDeletion: () => Response;
let answerList: () => Response | Promise<Response>;

beforeEach(() => {
  client = createQueryClient();
  asked = [];
  sent = [];
  answerMessages = () => Response.json({ ...messages, next: null });
  answerDeletion = () => new Response(null, { status: 204 });
  answerList = () => Response.json(threads);
  vi.stubGlobal("fetch", async (url: URL, init: RequestInit) => {
    const path = url.pathname.replace("/admin/api/", "");
    asked.push(`${init.method} ${path}`);
    if (init.method !== "GET") sent.push(`${init.body ?? url.search}`);
    if (path.endsWith("/messages")) return answerMessages();
    if (init.method === "DELETE") return answerDeletion();
    if (path.endsWith("/workspaces")) return Response.json(workspaces);
    if (path.endsWith("/users")) return Response.json(users);
    return answerList();
  });
  render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <ThreadsPage />
      </QueryClientProvider>
    </StrictMode>,
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const views = () => asked.filter((each) => each.endsWith("/messages"));
const press = async (name: string | RegExp) =>
  fireEvent.click(await screen.findByRole("button", { name }, longTimeout));
async function openMessages() {
  await press(/^Show messages of Planting/);
  await press("Show messages");
}

it("loads the messages of a thread only when the admin requests them, and only once", async () => {
  await press(/^Show messages of Planting/);
  await screen.findByText(/The audit log records/, {}, longTimeout);
  expect(views()).toEqual([]);
  await press("Show messages");
  await screen.findByText(WORDS, {}, longTimeout);
  window.dispatchEvent(new Event("visibilitychange"));

  await client.invalidateQueries({ queryKey: ["threads"] });
  expect(views()).toHaveLength(1);
});

it("requests messages again after a failure only when the admin presses Try again", async () => {
  answerMessages = () => Response.json({ error: "The database does not answer" }, { status: 503 });
  await openMessages();
  await screen.findByText("The database does not answer", {}, longTimeout);
  expect(views()).toHaveLength(1);
  window.dispatchEvent(new Event("visibilitychange"));
  await client.invalidateQueries({ queryKey: ["threads"] });
  expect(views()).toHaveLength(1);
  await press("Try again");
  await waitFor(() => expect(views()).toHaveLength(2), longTimeout);
});

it("requests for a thread include its workspace, because thread ids can repeat across workspaces", async () => {
  await openMessages();
  await screen.findByText(WORDS, {}, longTimeout);
  expect(JSON.parse(sent[0] ?? "")).toEqual({ workspace_id: "org_acme:user_ada" });
  await press("Close");
  await press(/^Delete Planting/);
  await press("Delete thread");
  await waitFor(() => expect(sent[1]).toBe("?workspace_id=org_acme%3Auser_ada"), longTimeout);
});

it("shows each thread and message once if a later page repeats a row", async () => {
  answerMessages = () => Response.json(messages);
  const lists = () => asked.filter((each) => each === "GET threads").length;
  await screen.findByText(/^Planting/, {}, longTimeout);
  const before = lists();
  await press("Load more threads");
  await waitFor(() => expect(lists()).toBe(before + 1), longTimeout);
  await openMessages();
  await press("Load earlier messages");
  await waitFor(() => expect(views()).toHaveLength(2), longTimeout);
  await waitFor(() => expect(client.isFetching()).toBe(0), longTimeout);
  expect(screen.getAllByText(WORDS)).toHaveLength(1);
  expect(document.querySelectorAll("[aria-label='Table of threads'] tbody tr")).toHaveLength(2);
});

it("if a deletion fails, the dialog immediately shows the error and remedy, and the thread's row stays", async () => {
  await press(/^Delete Planting/);
  const refusal = { error: "The database does not answer", remedy: "Start it." };
  answerDeletion = () => Response.json(refusal, { status: 503 });
  answerList = () => new Promise(() => {});
  await press("Delete thread");
  expect((await screen.findByRole("alert", {}, longTimeout)).textContent).toBe(
    "The database does not answer Start it.",
  );
  await press("Cancel");
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull(), longTimeout);
  expect(screen.getByRole("button", { name: /^Delete Planting/ })).toBeTruthy();
});

it("while threads reload, the button for more threads is disabled; then a deleted thread disappears", async () => {
  await screen.findByRole("button", { name: /^Delete Planting/ }, longTimeout);
  let finish: (response: Response) => void = () => {};
  answerList = () => new Promise((resolve) => (finish = resolve));
  void client.invalidateQueries({ queryKey: ["threads", "list"] });
  const more = screen.getByRole("button", { name: "Load more threads" });
  await waitFor(() => expect(more.getAttribute("aria-disabled")).toBe("true"), longTimeout);
  fireEvent.click(more);
  finish(Response.json({ threads: threads.threads.slice(1), next: null }));
  await waitFor(() => expect(screen.queryByRole("button", { name: /^Delete Planting/ })).toBeNull(), longTimeout);
});

it("a second click right after the first does not repeat the deletion of a thread", async () => {
  await press(/^Delete Planting/);
  await screen.findByRole("alertdialog", {}, longTimeout);
  const confirm = screen.getByRole("button", { name: "Delete thread" });
  fireEvent.click(confirm);
  // Between two events, the browser runs microtasks but not always timers.
  for (let turns = 0; turns < 20; turns += 1) await Promise.resolve();
  fireEvent.click(confirm);
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull(), longTimeout);
  expect(asked.filter((each) => each.startsWith("DELETE"))).toHaveLength(1);
});

const cachedMessages = () =>
  JSON.stringify(
    client
      .getQueryCache()
      .getAll()
      .map(({ state }) => state),
  );

it("drops the loaded messages as soon as the admin hides them", async () => {
  await openMessages();
  await screen.findByText(WORDS, {}, longTimeout);
  expect(cachedMessages()).toMatch(WORDS);
  await press("Close");
  await waitFor(() => expect(cachedMessages()).not.toMatch(WORDS), longTimeout);
  expect(document.body.innerHTML).not.toMatch(WORDS);
});

it("drops the loaded messages when the session ends", async () => {
  await openMessages();
  await screen.findByText(WORDS, {}, longTimeout);
  client.setQueryData(SESSION_KEY, { signedIn: false, isSetUp: true });
  await waitFor(() => expect(document.body.innerHTML).not.toMatch(WORDS), longTimeout);
  await waitFor(() => expect(cachedMessages()).not.toMatch(WORDS), longTimeout);
});

it("a displayed message loads no resources and executes no markup", async () => {
  await openMessages();
  await screen.findByText(/onerror=alert/, {}, longTimeout);
  expect(document.querySelectorAll("img, a[href^='http'], video, audio, iframe, script")).toHaveLength(0);
});
