import { openTab, type Tab, type TabParts } from "./tab.ts";

/** The most tabs that are open at the same time, without the tabs that simulate React transitions. */
const MAX_TABS = 4;

/** Holds the tabs of a simulated browser, opens new ones, and names the users who sign in. */
export function createTabSet(parts: TabParts) {
  const tabs: Tab[] = [];
  let userCount = 0;
  const openTabs = () => tabs.filter(({ open }) => open);
  const committed = () => openTabs().filter(({ replaces }) => replaces === null);
  const transitionTabs = () => openTabs().filter(({ replaces }) => replaces !== null);

  function open(): void {
    if (committed().length === MAX_TABS) return;
    tabs.push(openTab(committed()[0]?.user ?? `person${userCount}`, parts));
  }

  /** Begins a React transition that replaces `from` with a tab of a new user. */
  function begin(from: Tab): void {
    userCount += 1;
    tabs.push(openTab(`person${userCount}`, parts, from));
  }

  /** Closes the tabs that simulate uncommitted React transitions and would replace `from`. */
  function abandon(from: Tab | undefined): void {
    for (const each of transitionTabs()) if (each.replaces === from) each.close();
  }

  function switchUser(tab: Tab, everywhere: boolean): void {
    userCount += 1;
    for (const each of everywhere ? committed() : [tab]) {
      recordUserRequest(each);
      each.switchTo(`person${userCount}`);
    }
  }

  return { tabs, openTabs, committed, transitionTabs, open, begin, abandon, switchUser };
}

/** Records that a user has asked for a token again. The engine may then call the source. */
export function recordUserRequest(tab: Tab): void {
  tab.isSessionOver = false;
  tab.failures = 0;
  tab.retryAfter.until = 0;
}
