import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent, waitFor, within } from "storybook/test";
import { ThreadsPage } from "../dashboard/threads/threads-page.tsx";
import { answerAdmin, gives, hangs, isGone } from "./admin-answers.ts";
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
  [ACTIVE]: gives(threads),
  "GET threads/workspaces?": gives(workspaces),
  "GET threads/users?": gives(users),
};
const first = threads.threads[0];
const MESSAGES = `POST threads/${first?.id}/messages`;
const about = (story: string) => ({ docs: { description: { story } } });
/** Outlasts the pauses between tries. */
const patiently = { timeout: 20_000 };

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
  beforeEach: answerAdmin({ [ACTIVE]: hangs, "GET threads/workspaces?": hangs, "GET threads/users?": hangs }),
  parameters: about("Until threads and counts have arrived."),
  play: async ({ canvas }) => {
    await canvas.findByText("Reading threads …");
    await canvas.findByText("Reading workspaces …");
    await canvas.findByText("Reading users …");
  },
};

export const Nothing: Story = {
  beforeEach: answerAdmin({
    [ACTIVE]: gives({ threads: [], next: null }),
    "GET threads/workspaces?": gives({ workspaces: [], next: null }),
    "GET threads/users?": gives({ users: [], next: null }),
  }),
  parameters: about("A new project."),
  play: async ({ canvas }) => {
    await canvas.findByRole("heading", { name: "No threads yet" });
    await canvas.findByRole("heading", { name: "No workspaces yet" });
    await canvas.findByRole("heading", { name: "No users yet" });
  },
};

export const List: Story = {
  beforeEach: answerAdmin({
    ...list,
    [`${ACTIVE}&after=${threads.next}`]: gives(moreThreads),
  }),
  parameters: about("Threads without their messages, in pages, and the counts."),
  play: async ({ canvas }) => {
    await press("Show more threads");
    await canvas.findByText("Compost, and how to turn it");
    await expect(canvas.queryByRole("button", { name: "Show more threads" })).toBeNull();
    await expect(await canvas.findByRole("row", { name: /user_grace/ })).toHaveTextContent("—");
  },
};

export const Filtered: Story = {
  beforeEach: answerAdmin({
    ...list,
    "GET threads?archived=true": gives(archivedThreads),
    "GET threads?archived=true&title=compost": gives({ threads: [], next: null }),
  }),
  parameters: about("Archived threads, and a title that no thread has."),
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

export const OfOneWorkspace: Story = {
  beforeEach: answerAdmin({
    ...list,
    "GET threads?archived=false&workspace=org_acme%3Auser_ada": gives(moreThreads),
  }),
  parameters: about("The threads of a workspace that was chosen among the counts."),
  play: async ({ canvas }) => {
    await press("Show threads of workspace org_acme:user_ada");
    await expect(document.activeElement).toHaveClass("threads-list");
    await canvas.findByText("Compost, and how to turn it");
    await press("Show every workspace");
    await canvas.findByText("Planting plan for the north garden");
  },
};

export const BeforeMessages: Story = {
  beforeEach: answerAdmin(list),
  parameters: about("Nothing is read before the admin has seen that the audit log records it."),
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
  parameters: about("Oldest first; links and images are text, so that nothing is loaded."),
  play: async () => {
    await openMessages();
    await press("Show messages");
    const dialog = within(await screen.findByRole("dialog"));
    await dialog.findByText(/Ferns and hostas/);
    await expect(dialog.queryByRole("img")).toBeNull();
    await userEvent.click(dialog.getByText("Tool call: lookUpPlants"));
    await press("Show earlier messages");
    await dialog.findByText("You help with gardens.");
    await expect(dialog.getAllByRole("listitem")[0]).toHaveTextContent("System");
  },
};

export const NoMessages: Story = {
  beforeEach: answerAdmin({ ...list, [MESSAGES]: gives({ messages: [], next: null }) }),
  parameters: about("A thread whose first message was never stored."),
  play: async () => {
    await openMessages();
    await press("Show messages");
    await screen.findByText("This thread has no messages.");
  },
};

export const MessagesOffline: Story = {
  beforeEach: answerAdmin({ ...list, [MESSAGES]: isGone }),
  parameters: about("The messages could not be read; nothing is tried again without a click."),
  play: async () => {
    await openMessages();
    await press("Show messages");
    await screen.findByText(/could not be reached/);
    await expect(screen.getByRole("button", { name: "Try again" })).toBeVisible();
  },
};

export const Delete: Story = {
  beforeEach: answerAdmin({ ...list, [`DELETE threads/${first?.id}`]: isGone }),
  parameters: about("Asks first, with the way back in focus; here it fails."),
  play: async () => {
    await press(`Delete ${first?.title}`);
    await expect(await screen.findByRole("button", { name: "Keep it" })).toHaveFocus();
    await press("Delete thread");
    await screen.findByText(/could not be reached/);
  },
};

export const Erase: Story = {
  beforeEach: answerAdmin({
    ...list,
    "POST users/erase": gives({ threads: 1284, messages: 1, scores: 0, runs: 3 }),
  }),
  parameters: about("Asks first, then says how much was erased."),
  play: async () => {
    await press("Erase user user_ada");
    await screen.findByText(/in all workspaces/);
    await press("Erase user");
    await screen.findByText("User erased: 1284 threads deleted, 1 message emptied.");
  },
};

export const ServerError: Story = {
  beforeEach: answerAdmin({ ...list, [ACTIVE]: gives({ error: "The database does not answer" }, 503) }),
  parameters: about("The server cannot read its database."),
  play: async ({ canvas }) => {
    await canvas.findByText("The database does not answer", {}, patiently);
    await expect(canvas.getByRole("button", { name: "Try again" })).toBeVisible();
  },
};

export const Offline: Story = {
  beforeEach: answerAdmin({ [ACTIVE]: isGone, "GET threads/workspaces?": isGone, "GET threads/users?": isGone }),
  parameters: about("The server cannot be reached."),
  play: async ({ canvas }) => {
    const failures = () => canvas.queryAllByText(/could not be reached\. Check that it runs/);
    await waitFor(() => expect(failures()).toHaveLength(3), patiently);
  },
};
