import "./shell.css";
import {
  Activity,
  Compass,
  Globe,
  House,
  KeyRound,
  LogOut,
  type LucideIcon,
  ScrollText,
  ShieldCheck,
  Stamp,
} from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useSignOut } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import type { PageName } from "./page-address.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

/** How each page is called. */
export const PAGE_TITLES: Readonly<Record<PageName, string>> = {
  overview: "Overview",
  rules: "Auth rules",
  keys: "API keys",
  try: "Try a token",
  activity: "Activity",
  audit: "Audit log",
  "signing-keys": "Signing keys",
  origins: "Allowed origins",
};

const ICONS: Readonly<Record<PageName, LucideIcon>> = {
  overview: House,
  rules: ShieldCheck,
  keys: KeyRound,
  try: Compass,
  activity: Activity,
  audit: ScrollText,
  "signing-keys": Stamp,
  origins: Globe,
};

interface ShellProps {
  page: PageName;
  pages: readonly PageName[];
  children: ReactNode;
}

/** The frame of every page: its name, the way to the others, and the way out. */
export function Shell({ page, pages, children }: ShellProps) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(page);
  const signOut = useSignOut("session");
  useEffect(() => {
    document.title = `${PAGE_TITLES[page]} · assistant-cloud-auth`;
    // Another page was chosen: whoever hears the page is led to its beginning.
    if (shown.current !== page) main.current?.focus();
    shown.current = page;
  }, [page]);
  return (
    <div className="shell">
      <a className="shell-skip" href={`#/${page}`} onClick={() => main.current?.focus()}>
        Skip to content
      </a>
      <header className="shell-side">
        <h1 className="shell-brand">
          <img src="./mark.svg" alt="" width="24" height="24" />
          assistant-cloud-auth
        </h1>
        <nav aria-label="Pages">
          <ul>
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
          <Button kind="quiet" isBusy={signOut.isPending} onClick={() => signOut.mutate()}>
            <LogOut size={15} aria-hidden />
            Sign out
          </Button>
        </div>
      </header>
      <main ref={main} className="shell-main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
