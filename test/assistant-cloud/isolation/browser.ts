import type { AssistantCloud } from "assistant-cloud";
import { anonymousTokenSource, backendTokenSource, type TokenSource } from "assistant-cloud-auth";
import { type ChatPage, openPage, type PageKind } from "./chat-page.tsx";
import type { Cloud } from "./start-cloud.ts";

/** The account of a tab: a user in one workspace, an anonymous visitor, or null while signed out. */
export type Person = { readonly userId: string; readonly workspaceId: string } | "visitor" | null;

export interface Tab {
  readonly kind: PageKind;
  page: ChatPage;
  person: Person;
  /** The client of the tab's previous user, which the test keeps and uses after a switch of user or organization. */
  kept: { readonly cloud: AssistantCloud; readonly workspaceId: string } | null;
  switches: number;
  /**
   * Whether the session of this tab's user has ended. The tab then gets a token only from another tab in which the same
   * user has signed in again.
   */
  hasLapsed: boolean;
}

/** A simulated browser, whose tabs share its storage, locks and channels. */
export interface Browser {
  readonly tabs: readonly Tab[];
  /** Signs an account in to a tab; null signs the tab out. */
  enter(tab: Tab, person: Person): void;
  /** Ends the session of a tab's user in all tabs. Then refreshes the token of this tab, which detects the end. */
  endSession(tab: Tab): Promise<void>;
  /** Returns the only workspace whose texts a tab may show; null if the tab may show none. */
  workspaceOf(tab: Tab): string | null;
  close(): void;
}

/**
 * The number of switches after which a page reloads. The engine makes at most 30 source calls a minute across all
 * switches, so the page is reloaded before that limit.
 */
const SWITCHES_PER_LOAD = 25;

/** Opens a browser with one signed-out tab for each kind of page. */
export function openBrowser(cloud: Cloud, kinds: readonly PageKind[]): Browser {
  const ended = new Set<string>();
  /** Workspaces whose users are signed out. A tab has detected this, and its engine has notified the other tabs. */
  const signedOut = new Set<string>();
  const signedOutSource = backendTokenSource({ fetchToken: async () => null });
  const keyOf = (person: Person) => (typeof person === "object" ? (person?.workspaceId ?? null) : person);

  function sourceOf(tab: Tab, person: Person): TokenSource {
    if (person === null) return signedOutSource;
    if (person === "visitor") return anonymousTokenSource();
    const { userId, workspaceId } = person;
    const fetchToken = async () => {
      if (!ended.has(workspaceId)) {
        tab.hasLapsed = false;
        return cloud.mint(userId, workspaceId);
      }
      // A lapsed tab that is authenticated uses another tab's token. A null from its own source then ends no session.
      if (!tab.hasLapsed || tab.page.rendered.token.status !== "authenticated") leave(workspaceId);
      return null;
    };
    return backendTokenSource({ fetchToken, key: workspaceId });
  }

  function leave(workspaceId: string): void {
    signedOut.add(workspaceId);
    for (const tab of tabs) if (keyOf(tab.person) === workspaceId) tab.hasLapsed = true;
  }

  function workspaceOf({ person, page }: Tab): string | null {
    if (person === null) return null;
    if (person !== "visitor") return signedOut.has(person.workspaceId) ? null : person.workspaceId;
    const { workspaceId } = page.rendered.token;
    return workspaceId?.startsWith("usr_anon_") ? workspaceId : null;
  }

  function load(kind: PageKind): ChatPage {
    const page = openPage(cloud.url, kind);
    page.show(signedOutSource, null);
    return page;
  }

  const tabs = kinds.map(
    (kind): Tab => ({ kind, page: load(kind), person: null, kept: null, switches: 0, hasLapsed: false }),
  );
  return {
    tabs,
    workspaceOf,
    enter(tab, person) {
      const workspaceId = workspaceOf(tab);
      if (workspaceId !== null) tab.kept = { cloud: tab.page.rendered.cloud, workspaceId };
      tab.switches += 1;
      if (tab.switches % SWITCHES_PER_LOAD === 0) {
        tab.page.close();
        tab.page = load(tab.kind);
      }
      const key = keyOf(person);
      if (key !== null) for (const set of [ended, signedOut]) set.delete(key);
      tab.person = person;
      tab.hasLapsed = false;
      tab.page.show(sourceOf(tab, person), key);
    },
    async endSession({ person, page }) {
      if (person === null || person === "visitor") return;
      ended.add(person.workspaceId);
      await page.rendered.token.refresh();
    },
    close() {
      for (const { page } of tabs) page.close();
    },
  };
}
