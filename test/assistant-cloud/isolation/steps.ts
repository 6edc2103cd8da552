import type { AssistantCloud } from "assistant-cloud";
import type { Browser, Tab } from "./browser.ts";
import { markerOf } from "./markers.ts";
import type { SeededChoices } from "./seeded-choices.ts";
import type { WatchedNetwork } from "./watched-network.ts";

/** The objects that the random test steps act on. */
export interface StepContext {
  readonly browser: Browser;
  readonly network: WatchedNetwork;
  readonly choices: SeededChoices;
  /** The ids of the created threads, in all workspaces. */
  readonly threads: string[];
}

/**
 * A random action in one tab. The promise of a step may settle during a later step. The promise may reject when a later
 * step switches the user or organization.
 */
export type Step = (context: StepContext, tab: Tab) => Promise<unknown> | unknown;

const USERS = ["ada", "bob", "eve"];
const ORGANIZATIONS = ["home", "work"];

async function createThread({ threads }: StepContext, cloud: AssistantCloud, workspaceId: string): Promise<void> {
  const text = `A chat ${markerOf(workspaceId)}`;
  const { thread_id } = await cloud.threads.create({ last_message_at: new Date(), title: text });
  threads.push(thread_id);
  const content = { role: "user", content: [{ type: "text", text }] };
  await cloud.threads.messages.create(thread_id, { parent_id: null, format: "aui/v0", content });
}

function signInAs({ browser, choices }: StepContext, tab: Tab, userId: string): void {
  browser.signIn(tab, { userId, workspaceId: `${choices.pick(ORGANIZATIONS)}:${userId}` });
}

const steps = {
  signIn: (context, tab) => signInAs(context, tab, context.choices.pick(USERS)),
  /** Signs a tab in to the account of a randomly chosen tab. The two tabs then share tokens and sign-outs. */
  joinTab({ browser, choices }, tab) {
    const { account } = choices.pick(browser.tabs);
    if (account !== null) browser.signIn(tab, account);
  },
  switchOrganization(context, tab) {
    if (tab.account !== null && tab.account !== "visitor") signInAs(context, tab, tab.account.userId);
  },
  visit({ browser, choices }, tab) {
    // The visitor's refresh token is in `localStorage`. Without it, the browser becomes a new visitor.
    if (choices.nextInteger(3) === 0) localStorage.clear();
    browser.signIn(tab, "visitor");
  },
  signOut: ({ browser }, tab) => browser.signIn(tab, null),
  endSession: ({ browser }, tab) => browser.endSession(tab),
  create(context, tab) {
    const workspaceId = context.browser.workspaceOf(tab);
    return workspaceId && createThread(context, tab.page.rendered.cloud, workspaceId);
  },
  usePreviousClient: (context, { previousClient }) =>
    previousClient &&
    Promise.all([
      createThread(context, previousClient.cloud, previousClient.workspaceId),
      previousClient.cloud.threads.list(),
    ]),
  read({ threads, choices }, { page }) {
    if (threads.length === 0) return;
    const id = choices.pick(threads);
    return Promise.all([page.rendered.cloud.threads.get(id), page.rendered.cloud.threads.messages.list(id)]);
  },
  rename({ browser, threads, choices }, tab) {
    const workspaceId = browser.workspaceOf(tab);
    if (workspaceId === null || threads.length === 0) return;
    return tab.page.rendered.cloud.threads.update(choices.pick(threads), { title: `Renamed ${markerOf(workspaceId)}` });
  },
  remove({ threads, choices }, { page }) {
    if (threads.length > 50) return page.rendered.cloud.threads.delete(choices.pick(threads));
  },
  open({ threads, choices }, { page }) {
    if (threads.length > 0) return page.rendered.list?.open(choices.pick(threads));
  },
  sendMessage({ browser }, tab) {
    // With `scopeId` alone, assistant-ui 0.15.22 sends a new thread's first message to the workspace after a switch.
    // Only the kind `chat` prevents this.
    if (tab.kind !== "chat") return;
    const workspaceId = browser.workspaceOf(tab);
    return workspaceId && tab.page.rendered.list?.sendMessage?.(`Hello ${markerOf(workspaceId)}`);
  },
  reload: (_, { page }) => page.rendered.list?.reload(),
  /** Queues an engagement event. The client sends it after 2 seconds, or earlier if the user leaves the page. */
  track({ browser }, tab) {
    const workspaceId = browser.workspaceOf(tab);
    if (workspaceId === null) return;
    tab.page.rendered.cloud.events.track({ kind: "error_shown", props: { text: markerOf(workspaceId) } });
  },
  leaveAndReturn() {
    window.dispatchEvent(new Event("pagehide"));
    window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  },
  slowDown: ({ network }) => network.setSlow(true),
  speedUp: ({ network }) => network.setSlow(false),
  release({ network, choices }) {
    if (network.waiting.length > 0) network.release(choices.nextInteger(network.waiting.length));
  },
} satisfies Record<string, Step>;

const WEIGHTS: Record<keyof typeof steps, number> = {
  signIn: 3,
  joinTab: 2,
  switchOrganization: 4,
  visit: 2,
  signOut: 1,
  endSession: 2,
  create: 8,
  usePreviousClient: 1,
  read: 3,
  rename: 1,
  remove: 1,
  open: 3,
  sendMessage: 3,
  reload: 4,
  track: 1,
  leaveAndReturn: 1,
  slowDown: 2,
  speedUp: 3,
  release: 4,
};

/** The names of all random test steps. The weight of a step is the number of times that its name occurs. */
export const STEP_NAMES = Object.entries(WEIGHTS).flatMap(([name, weight]) =>
  Array.from({ length: weight }, () => name as keyof typeof steps),
);

export const stepOf = (name: keyof typeof steps): Step => steps[name];
