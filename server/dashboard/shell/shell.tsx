import "./shell.css";
import {
  Activity,
  Compass,
  FolderTree,
  Globe,
  House,
  KeyRound,
  LogOut,
  type LucideIcon,
  MessagesSquare,
  ScrollText,
  ShieldCheck,
  Stamp,
  UserRound,
  UserRoundX,
  Users,
} from "lucide-react";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { describeError } from "../api/api-error.ts";
import { useSession, useSignOut } from "../session/use-session.ts";
import { useSessionEnd } from "../session/use-session-end.ts";
import { Button } from "../ui/button.tsx";
import { useToast } from "../ui/toasts.tsx";
import type { PageName } from "./page-address.ts";
import { PageBoundary } from "./page-boundary.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";

export const PAGE_TITLES: Readonly<Record<PageName, string>> = {
  overview: "Overview",
  rules: "Auth rules",
  keys: "API keys",
  try: "Try a token",
  activity: "Activity",
  threads: "Threads",
  "sign-outs": "Sign-outs",
  audit: "Audit log",
  "signing-keys": "Signing keys",
  origins: "Allowed origins",
  projects: "Projects",
  admins: "Admins",
};

const ICONS: Readonly<Record<PageName, LucideIcon>> = {
  overview: House,
  rules: ShieldCheck,
  keys: KeyRound,
  try: Compass,
  activity: Activity,
  threads: MessagesSquare,
  "sign-outs": UserRoundX,
  audit: ScrollText,
  "signing-keys": Stamp,
  origins: Globe,
  projects: FolderTree,
  admins: Users,
};

const AccountDialog = lazy(() =>
  import("../session/account-dialog.tsx").then((account) => ({ default: account.AccountDialog })),
);

interface ShellProps {
  page: PageName;
  pages: readonly PageName[];
  children: ReactNode;
}

/** Renders the frame of every page: navigation, theme, account and sign-out. */
export function Shell({ page, pages, children }: ShellProps) {
  const main = useRef<HTMLElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const shown = useRef(page);
  const session = useSession().data;
  const needsNoSession = session?.signedIn === true && session.needsNoSession === true;
  const signOut = useSignOut("session");
  const notify = useToast();
  const [isAccountOpen, setAccountOpen] = useState(false);
  // The dialog contains typed passwords, so it closes when the session ends.
  useSessionEnd(() => setAccountOpen(false));
  useEffect(() => {
    document.title = `${PAGE_TITLES[page]} · assistant-cloud-server`;
    // The new page receives the focus, so that a screen reader starts at its beginning.
    if (shown.current !== page) main.current?.focus();
    // On a phone, the navigation is a single row that is wider than the window. The current item is scrolled into view.
    const current = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (list.current && current) {
      list.current.scrollLeft = current.offsetLeft - (list.current.clientWidth - current.offsetWidth) / 2;
    }
    shown.current = page;
  }, [page]);
  return (
    <div className="shell">
      <header className="shell-side">
        <a className="shell-skip" href={`#/${page}`} onClick={() => main.current?.focus()}>
          Skip to content
        </a>
        <h1 className="shell-brand">
          <img src="./mark.svg" alt="" width="24" height="24" />
          assistant-cloud-server
        </h1>
        <nav aria-label="Pages">
          <ul ref={list}>
            {pages.map((name) => {
              const Icon = ICONS[name];
              return (
                <li key={name}>
                  <a href={`#/${name}`} aria-current={name === page ? "page" : undefined}>
                    <Icon size={16} aria-hidden />
                    {PAGE_TITLES[name]}
                  </a>
                </li>
              );
            })}
          </ul>
        </nav>
        <div className="shell-foot">
          <ThemeSwitch />
          {needsNoSession ? (
            <p className="shell-local-access">Local access, no sign-in required</p>
          ) : (
            <div className="shell-account">
              <Button kind="quiet" onClick={() => setAccountOpen(true)}>
                <UserRound size={15} aria-hidden />
                Account
              </Button>
              <Button
                kind="quiet"
                isBusy={signOut.isPending}
                onClick={() =>
                  signOut.mutate(undefined, {
                    onError: (error) => notify({ text: `You are still signed in. ${describeError(error)}` }),
                  })
                }
              >
                <LogOut size={15} aria-hidden />
                Sign out
              </Button>
            </div>
          )}
        </div>
      </header>
      <main ref={main} className="shell-main" tabIndex={-1}>
        <PageBoundary key={page}>{children}</PageBoundary>
      </main>
      {isAccountOpen && (
        <PageBoundary>
          <Suspense>
            <AccountDialog onClose={() => setAccountOpen(false)} />
          </Suspense>
        </PageBoundary>
      )}
    </div>
  );
}
