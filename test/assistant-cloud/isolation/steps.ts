import type { AssistantCloud } from "assistant-cloud";
import type { Browser, Tab } from "./browser.ts";
import type { Dice } from "./dice.ts";
import { markerOf } from "./markers.ts";
import type { WatchedNetwork } from "./watched-network.ts";

/** The objects that the random test steps act on. */
export interface World {
  readonly browser: Browser;
  readonly network: WatchedNetwork;
  readonly dice: Dice;
  /** The ids of the created threads, in all workspaces. */
  readonly threads: string[];
}

/**
 * A random action in one tab. The returned promise may settle during a later step. It may also reject, because a later
 * switch can abort the action.
 */
export type Step = (world: World, tab: Tab) => Promise<unknown> | unknown;

const USERS = ["ada", "bob", "eve"];
const ORGANIZATIONS = ["home", "work"];

async function write({ threads }: World, cloud: AssistantCloud, workspaceId: string): Promise<void> {
  const text = `A chat ${markerOf(workspaceId)}`;
  const { thread_id } = await cloud.threads.create({ last_message_at: new Date(), title: text });
  threads.push(thread_id);
  const content = { role: "user", content: [{ type: "text", text }] };
  await cloud.threads.messages.create(thread_id, { parent_id: null, format: "aui/v0", content });
}

function enterAs({ browser, dice }: World, tab: Tab, userId: string): void {
  browser.enter(tab, { userId, workspaceId: `${dice.pick(ORGANIZATIONS)}:${userId}` });
}

const steps = {
  signIn: (world, tab) => enterAs(world, tab, world.dice.pick(USERS)),
  /** Signs a tab in to the workspace of a random tab, so that both tabs share tokens and sign-outs. */
  joinTab({ browser, dice }, tab) {
    const { person } = dice.pick(browser.tabs);
    if (person !== null) browser.enter(tab, person);
  },
  switchOrganization(world, tab) {
    if (tab.person !== null && tab.person !== "visitor") enterAs(world, tab, tab.person.userId);
  },
  visit({ browser, dice }, tab) {
    // The visitor's refresh token is in `localStorage`. Without it, the browser becomes a new visitor.
    if (dice.roll(3) === 0) localStorage.clear();
    browser.enter(tab, "visitor");
  },
  signOut: ({ browser }, tab) => browser.enter(tab, null),
  endSession: ({ browser }, tab) => browser.endSession(tab),
  create(world, tab) {
    const workspaceId = world.browser.workspaceOf(tab);
    return workspaceId && write(world, tab.page.rendered.cloud, workspaceId);
  },
  useKeptClient: (world, { kept }) =>
    kept && Promise.all([write(world, kept.cloud, kept.workspaceId), kept.cloud.threads.list()]),
  read({ threads, dice }, { page }) {
    if (threads.length === 0) return;
    const id = dice.pick(threads);
    return Promise.all([page.rendered.cloud.threads.get(id), page.rendered.cloud.threads.messages.list(id)]);
  },
  rename({ browser, threads, dice }, tab) {
    const workspaceId = browser.workspaceOf(tab);
    if (workspaceId === null || threads.length === 0) return;
    return tab.page.rendered.cloud.threads.update(dice.pick(threads), { title: `Renamed ${markerOf(workspaceId)}` });
  },
  remove({ threads, dice }, { page }) {
    if (threads.length > 50) return page.rendered.cloud.threads.delete(dice.pick(threads));
  },
  open({ threads, dice }, { page }) {
    if (threads.length > 0) return page.rendered.list?.open(dice.pick(threads));
  },
  say({ browser }, tab) {
    // With `scopeId` alone, assistant-ui 0.15.22 sends a new thread's first message to the workspace after a switch.
    // Only the kind `chat` prevents this.
    if (tab.kind !== "chat") return;
    const workspaceId = browser.workspaceOf(tab);
    return workspaceId && tab.page.rendered.list?.say?.(`Hello ${markerOf(workspaceId)}`);
  },
  reload: (_, { page }) => page.rendered.list?.reload(),
  /** Queues an engagement event, which the client sends when the page is left. */
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
  release({ network, dice }) {
    if (network.waiting.length > 0) network.release(dice.roll(network.waiting.length));
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
  useKeptClient: 1,
  read: 3,
  rename: 1,
  remove: 1,
  open: 3,
  say: 3,
  reload: 4,
  track: 1,
  leaveAndReturn: 1,
  slowDown: 2,
  speedUp: 3,
  release: 4,
};

/** The names of all random test steps, each repeated by its weight. */
export const STEP_NAMES = Object.entries(WEIGHTS).flatMap(([name, weight]) =>
  Array.from({ length: weight }, () => name as keyof typeof steps),
);

export const stepOf = (name: keyof typeof steps): Step => steps[name];
