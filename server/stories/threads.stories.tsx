import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent, waitFor, within } from "storybook/test";
import { ThreadsPage } from "../dashboard/threads/threads-page.tsx";
import { answerAdmin, failsToConnect, neverResponds, respondsWith } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";
import {
  archivedThreads,
  earlierMessages,
  messages,
  moreThreads,
  threads,
  users,
  workspaces,
} from "./thread-answers.ts";

const ACTIVE = "GET threads?archived=false";
const list = {
  [ACTIVE]: respondsWith(threads),
  "GET threads/workspaces?": respondsWith(workspaces),
  "GET threads/users?": respondsWith(users),
};
const first = threads.threads[0];
const MESSAGES = `POST threads/${first?.id}/messages`;
const DELETE_FIRST = `DELETE threads/${first?.id}?${new URLSearchParams({ workspace_id: first?.workspace_id ?? "" })}`;
const withDescription = (story: string) => ({ docs: { description: { story } } });
/** A timeout long enough for two retries on a busy machine. */
const longTimeout = { timeout: 20_000 };

const meta = {
  title: "Dashboard/ThreadsPage",
  component: ThreadsPage,
  decorators: [
    (Story) => (
      <PageFrame>
        <Story />
      </PageFrame>
    ),
  ],
} satisfies Meta<typeof ThreadsPage>;

export default meta;
type Story = StoryObj<typeof meta>;

const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const openMessages = () => press(`Show messages of ${first?.title}`);

export const Loading: Story = {
  beforeEach: answerAdmin({
    [ACTIVE]: neverResponds,
    "GET threads/workspaces?": neverResponds,
    "GET threads/users?": neverResponds,
  }),
  parameters: withDescription("While threads and counts load."),
  play: async ({ canvas }) => {
    await canvas.findByText("Loading threads…");
    await canvas.findByText("Loading workspaces…");
    await canvas.findByText("Loading users…");
  },
};

export const Nothing: Story = {
  beforeEach: answerAdmin({
    [ACTIVE]: respondsWith({ threads: [], next: null }),
    "GET threads/workspaces?": respondsWith({ workspaces: [], next: null }),
    "GET threads/users?": respondsWith({ users: [], next: null }),
  }),
  parameters: withDescription("A new project."),
  play: async ({ canvas }) => {
    await canvas.findByRole("heading", { name: "No threads yet" });
    await canvas.findByRole("heading", { name: "No workspaces yet" });
    await canvas.findByRole("heading", { name: "No users yet" });
  },
};

export const List: Story = {
  beforeEach: answerAdmin({
    ...list,
    [`${ACTIVE}&after=${threads.next}`]: respondsWith(moreThreads),
  }),
  parameters: withDescription("Threads without their messages, page by page, and the counts."),
  play: async ({ canvas }) => {
    await press("Load more threads");
    await canvas.findByText("Compost, and how to turn it");
    await expect(canvas.queryByRole("button", { name: "Load more threads" })).toBeNull();
    await expect(await canvas.findByRole("row", { name: /user_grace/ })).toHaveTextContent("—");
  },
};

export const Filtered: Story = {
  beforeEach: answerAdmin({
    ...list,
    "GET threads?archived=true": respondsWith(archivedThreads),
    "GET threads?archived=true&title=compost": respondsWith({ threads: [], next: null }),
  }),
  parameters: withDescription("Archived threads, and a title filter without matches."),
  play: async ({ canvas }) => {
    const state = await canvas.findByLabelText("State");
    state.focus();
    await userEvent.selectOptions(state, "Archived");
    await expect(state).toHaveFocus();
    await canvas.findByText("Last year’s harvest");
    await userEvent.type(canvas.getByLabelText("Title contains"), "compost{Enter}");
    await canvas.findByRole("heading", { name: "No matching threads" });
  },
};

export const FilteredByWorkspace: Story = {
  beforeEach: answerAdmin({
    ...list,
    "GET threads?archived=false&workspace=org_acme%3Auser_ada": respondsWith(moreThreads),
  }),
  parameters: withDescription("The threads of a workspace selected in the counts."),
  play: async ({ canvas }) => {
    await press("Show threads of workspace org_acme:user_ada");
    await expect(document.activeElement).toHaveClass("threads-list");
    await canvas.findByText("Compost, and how to turn it");
    await press("Show all workspaces");
    await canvas.findByText("Planting plan for the north garden");
  },
};

export const BeforeMessages: Story = {
  beforeEach: answerAdmin(list),
  parameters: withDescription("Loads no messages until the admin has seen the notice about the audit log."),
  play: async () => {
    await openMessages();
    await screen.findByText(/The audit log records that you view them/);
    await expect(screen.getByRole("button", { name: "Show messages" })).toBeVisible();
  },
};

export const Messages: Story = {
  beforeEach: answerAdmin({
    ...list,
    [MESSAGES]: (body) => Response.json((body as { after?: string }).after === undefined ? messages : earlierMessages),
  }),
  parameters: withDescription("Oldest first; links and images are shown as text and not loaded."),
  play: async () => {
    await openMessages();
    await press("Show messages");
    const dialog = within(await screen.findByRole("dialog"));
    await dialog.findByText(/Ferns and hostas/);
    await expect(dialog.queryByRole("img")).toBeNull();
    await userEvent.click(dialog.getByText("Tool call: lookUpPlants"));
    await press("Load earlier messages");
    await dialog.findByText("You help with gardens.");
    await expect(dialog.getAllByRole("listitem")[0]).toHaveTextContent("System");
  },
};

export const NoMessages: Story = {
  beforeEach: answerAdmin({ ...list, [MESSAGES]: respondsWith({ messages: [], next: null }) }),
  parameters: withDescription("A thread whose first message was never stored."),
  play: async () => {
    await openMessages();
    await press("Show messages");
    await screen.findByText("This thread has no messages.");
  },
};

export const MessagesOffline: Story = {
  beforeEach: answerAdmin({ ...list, [MESSAGES]: failsToConnect }),
  parameters: withDescription("Loading failed; messages are never reloaded without a click."),
  play: async () => {
    await openMessages();
    await press("Show messages");
    await screen.findByText(/Could not reach the authority/);
    await expect(screen.getByRole("button", { name: "Try again" })).toBeVisible();
  },
};

export const Delete: Story = {
  beforeEach: answerAdmin({ ...list, [DELETE_FIRST]: failsToConnect }),
  parameters: withDescription("Asks for confirmation, with Cancel focused; here the request fails."),
  play: async () => {
    await press(`Delete ${first?.title}`);
    await expect(await screen.findByRole("button", { name: "Cancel" })).toHaveFocus();
    await press("Delete thread");
    await screen.findByText(/Could not reach the authority/);
  },
};

export const Erase: Story = {
  beforeEach: answerAdmin({
    ...list,
    "POST users/erase": respondsWith({ threads: 1284, messages: 1, scores: 0, runs: 3 }),
  }),
  parameters: withDescription("Asks for confirmation, then reports how much was erased."),
  play: async () => {
    await press("Erase user user_ada");
    await screen.findByText(/in all workspaces/);
    await press("Erase user");
    await screen.findByText("User erased: 1284 threads deleted, 1 message emptied.");
  },
};

export const ServerError: Story = {
  beforeEach: answerAdmin({ ...list, [ACTIVE]: respondsWith({ error: "The database does not answer" }, 503) }),
  parameters: withDescription("The server cannot read its database."),
  play: async ({ canvas }) => {
    await canvas.findByText("The database does not answer", {}, longTimeout);
    await expect(canvas.getByRole("button", { name: "Try again" })).toBeVisible();
  },
};

export const Offline: Story = {
  beforeEach: answerAdmin({
    [ACTIVE]: failsToConnect,
    "GET threads/workspaces?": failsToConnect,
    "GET threads/users?": failsToConnect,
  }),
  parameters: withDescription("The server is unreachable."),
  play: async ({ canvas }) => {
    const failures = () => canvas.queryAllByText(/Could not reach the authority\. Check that it is running/);
    await waitFor(() => expect(failures()).toHaveLength(3), longTimeout);
  },
};
