import { openTab, type Tab, type TabParts } from "./tab.ts";

/** The greatest number of open tabs. Tabs that simulate React transitions are not included. */
const MAX_TABS = 4;

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

  /** Closes the tabs that would replace `from` if React committed their transitions. */
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

/** Allows source calls again, because the user has asked for a token. */
export function recordUserRequest(tab: Tab): void {
  tab.isAskingAgain ||= tab.isSessionOver;
  tab.isSessionOver = false;
  tab.failures = 0;
  tab.retryAfter.until = 0;
}
