import "./theme.css";
import { type ComponentType, lazy, Suspense } from "react";
import { OverviewPage } from "./overview/overview-page.tsx";
import { SessionGate } from "./session/session-gate.tsx";
import { PAGES, type PageName, usePage } from "./shell/page-address.ts";
import { Shell } from "./shell/shell.tsx";
import { Toasts } from "./ui/toasts.tsx";

/** What each page shows; those but the first are loaded when they are opened. */
const views: Readonly<Record<PageName, ComponentType>> = {
  overview: () => <OverviewPage authorityUrl={new URL("..", document.baseURI).href} />,
  rules: lazy(() => import("./rules/rules-page.tsx").then(({ RulesPage }) => ({ default: RulesPage }))),
  keys: lazy(() => import("./keys/keys-page.tsx").then(({ KeysPage }) => ({ default: KeysPage }))),
  try: lazy(() => import("./try-token/try-token-page.tsx").then(({ TryTokenPage }) => ({ default: TryTokenPage }))),
  activity: lazy(() => import("./activity/activity-page.tsx").then(({ ActivityPage }) => ({ default: ActivityPage }))),
  audit: lazy(() => import("./audit/audit-page.tsx").then(({ AuditPage }) => ({ default: AuditPage }))),
  "signing-keys": lazy(() =>
    import("./signing-keys/signing-keys-page.tsx").then(({ SigningKeysPage }) => ({ default: SigningKeysPage })),
  ),
  projects: lazy(() => import("./projects/projects-page.tsx").then(({ ProjectsPage }) => ({ default: ProjectsPage }))),
  origins: lazy(() => import("./origins/origins-page.tsx").then(({ OriginsPage }) => ({ default: OriginsPage }))),
};

/** The dashboard: a way in, and behind it the pages. */
export function App() {
  const page = usePage();
  const View = views[page];
  return (
    <Toasts>
      <SessionGate>
        <Shell page={page} pages={PAGES}>
          <Suspense fallback={<p role="status">Opening …</p>}>
            <View />
          </Suspense>
        </Shell>
      </SessionGate>
    </Toasts>
  );
}
