import type { AssistantCloud } from "assistant-cloud";
import { anonymousTokenSource, backendTokenSource, type TokenSource } from "assistant-cloud-auth";
import { type ChatPage, openPage, type PageKind } from "./chat-page.tsx";
import type { Cloud } from "./start-cloud.ts";

/** The account of a tab: a user in one workspace, an anonymous visitor, or null while signed out. */
export type Account = { readonly userId: string; readonly workspaceId: string } | "visitor" | null;

export interface Tab {
  readonly kind: PageKind;
  page: ChatPage;
  account: Account;
  /**
   * The client of the tab's previous user or organization; null before the first switch. The test continues to use this
   * client.
   */
  previousClient: { readonly cloud: AssistantCloud; readonly workspaceId: string } | null;
  switches: number;
  /**
   * Whether the session of this tab's user has ended. The tab then gets a token only from another tab where the same
   * user has signed in again.
   */
  isSessionOver: boolean;
}

/** A simulated browser. All of its tabs share one storage, the locks and the channels. */
export interface Browser {
  readonly tabs: readonly Tab[];
  /** Signs an account in to a tab; null signs the tab out. */
  signIn(tab: Tab, account: Account): void;
  /**
   * Ends the session of a tab's user in all tabs. Then refreshes this tab's token, so that the tab detects the end.
   * Does nothing if the tab has a visitor or is signed out.
   */
  endSession(tab: Tab): Promise<void>;
  /**
   * Returns the workspace of a tab. The tab may show only texts of this workspace. Null means that the tab may show no
   * texts.
   */
  workspaceOf(tab: Tab): string | null;
  close(): void;
}

/**
 * The number of user switches after which a page reloads. Each switch causes a call of the token source, and a provider
 * makes at most 30 calls a minute. A reload before this limit avoids a delay.
 */
const SWITCHES_PER_LOAD = 25;

/** Opens a browser with one signed-out tab for each kind of page. */
export function openBrowser(cloud: Cloud, kinds: readonly PageKind[]): Browser {
  const ended = new Set<string>();
  /**
   * The workspaces in which a tab has detected that its user's session has ended. The engine of that tab signs out the
   * user's other tabs.
   */
  const signedOut = new Set<string>();
  const signedOutSource = backendTokenSource({ fetchToken: async () => null });
  const keyOf = (account: Account) => (typeof account === "object" ? (account?.workspaceId ?? null) : account);

  function sourceOf(tab: Tab, account: Account): TokenSource {
    if (account === null) return signedOutSource;
    if (account === "visitor") return anonymousTokenSource();
    const { userId, workspaceId } = account;
    const fetchToken = async () => {
      if (!ended.has(workspaceId)) {
        tab.isSessionOver = false;
        return cloud.mint(userId, workspaceId);
      }
      // A lapsed tab that is authenticated uses another tab's token. A null from its own source then ends no session.
      if (!tab.isSessionOver || tab.page.rendered.token.status !== "authenticated") markSignedOut(workspaceId);
      return null;
    };
    return backendTokenSource({ fetchToken, key: workspaceId });
  }

  function markSignedOut(workspaceId: string): void {
    signedOut.add(workspaceId);
    for (const tab of tabs) if (keyOf(tab.account) === workspaceId) tab.isSessionOver = true;
  }

  function workspaceOf({ account, page }: Tab): string | null {
    if (account === null) return null;
    if (account !== "visitor") return signedOut.has(account.workspaceId) ? null : account.workspaceId;
    const { workspaceId } = page.rendered.token;
    return workspaceId?.startsWith("usr_anon_") ? workspaceId : null;
  }

  function load(kind: PageKind): ChatPage {
    const page = openPage(cloud.url, kind);
    page.show(signedOutSource, null);
    return page;
  }

  const tabs = kinds.map(
    (kind): Tab => ({ kind, page: load(kind), account: null, previousClient: null, switches: 0, isSessionOver: false }),
  );
  return {
    tabs,
    workspaceOf,
    signIn(tab, account) {
      const workspaceId = workspaceOf(tab);
      if (workspaceId !== null) tab.previousClient = { cloud: tab.page.rendered.cloud, workspaceId };
      tab.switches += 1;
      if (tab.switches % SWITCHES_PER_LOAD === 0) {
        tab.page.close();
        tab.page = load(tab.kind);
      }
      const key = keyOf(account);
      if (key !== null) for (const set of [ended, signedOut]) set.delete(key);
      tab.account = account;
      tab.isSessionOver = false;
      tab.page.show(sourceOf(tab, account), key);
    },
    async endSession({ account, page }) {
      if (account === null || account === "visitor") return;
      ended.add(account.workspaceId);
      await page.rendered.token.refresh();
    },
    close() {
      for (const { page } of tabs) page.close();
    },
  };
}
