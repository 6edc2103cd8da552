import "./theme.css";
import { type ComponentType, lazy, Suspense } from "react";
import { useStatus } from "./keys/use-status.ts";
import { OverviewPage } from "./overview/overview-page.tsx";
import { SessionGate } from "./session/session-gate.tsx";
import { PAGES, type PageName, usePage } from "./shell/page-address.ts";
import { Shell } from "./shell/shell.tsx";
import { Toasts } from "./ui/toasts.tsx";

/**
 * The component of each page. The overview's code is part of the first download. The code of any other page is loaded
 * when the user opens that page.
 */
const views: Readonly<Record<PageName, ComponentType>> = {
  overview: () => <OverviewPage authorityUrl={new URL("..", document.baseURI).href} />,
  rules: lazy(() => import("./rules/rules-page.tsx").then(({ RulesPage }) => ({ default: RulesPage }))),
  keys: lazy(() => import("./keys/keys-page.tsx").then(({ KeysPage }) => ({ default: KeysPage }))),
  try: lazy(() => import("./try-token/try-token-page.tsx").then(({ TryTokenPage }) => ({ default: TryTokenPage }))),
  activity: lazy(() => import("./activity/activity-page.tsx").then(({ ActivityPage }) => ({ default: ActivityPage }))),
  threads: lazy(() => import("./threads/threads-page.tsx").then(({ ThreadsPage }) => ({ default: ThreadsPage }))),
  "sign-outs": lazy(() =>
    import("./sign-outs/sign-outs-page.tsx").then(({ SignOutsPage }) => ({ default: SignOutsPage })),
  ),
  audit: lazy(() => import("./audit/audit-page.tsx").then(({ AuditPage }) => ({ default: AuditPage }))),
  "signing-keys": lazy(() =>
    import("./signing-keys/signing-keys-page.tsx").then(({ SigningKeysPage }) => ({ default: SigningKeysPage })),
  ),
  projects: lazy(() => import("./projects/projects-page.tsx").then(({ ProjectsPage }) => ({ default: ProjectsPage }))),
  admins: lazy(() => import("./admins/admins-page.tsx").then(({ AdminsPage }) => ({ default: AdminsPage }))),
  origins: lazy(() => import("./origins/origins-page.tsx").then(({ OriginsPage }) => ({ default: OriginsPage }))),
};

/** Renders the dashboard: the sign-in form, and the pages after sign-in. */
export function App() {
  return (
    <Toasts>
      <SessionGate>
        <Pages />
      </SessionGate>
    </Toasts>
  );
}

/** Renders the page that the URL names. Renders the overview if this server does not have that page. */
function Pages() {
  const requested = usePage();
  const hasThreads = useStatus().data?.threads !== false;
  const pages: readonly PageName[] = hasThreads ? PAGES : PAGES.filter((page) => page !== "threads");
  const page = pages.includes(requested) ? requested : "overview";
  const View = views[page];
  return (
    <Shell page={page} pages={pages}>
      <Suspense fallback={<p role="status">Loading…</p>}>
        <View />
      </Suspense>
    </Shell>
  );
}
