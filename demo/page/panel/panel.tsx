import { AssistantCloudAuthDevtools } from "assistant-cloud-auth/devtools/production";
import { Tabs } from "radix-ui";
import type { ReactNode } from "react";
import { FaultsCard } from "./faults/faults-card.tsx";
import type { Faults } from "./faults/use-faults.ts";
import { CallCard } from "./log/call-card.tsx";
import { TokenCard } from "./token/token-card.tsx";

interface PanelProps {
  lifetimeSeconds: number;
  /** A guarded route of the app's own API, which the panel calls with the token. */
  apiRoute: string;
  everySecond: boolean;
  onEverySecond(on: boolean): void;
  faults: Faults;
  /** Switches of what only the app can break. */
  appFaults?: ReactNode;
  onReload(): void;
  /** The selected tab: `token` or `devtools`. */
  tab: string;
  onTab(tab: string): void;
}

/**
 * The token, its API calls and switches that break what it depends on; in a second tab, the devtools.
 *
 * The files of this folder import the package's public API and nothing of the app around it. Render it below an
 * `AssistantCloudProvider` and a `CallRecordContext`.
 */
export function Panel(props: PanelProps) {
  const { lifetimeSeconds, apiRoute, everySecond, onEverySecond, faults, appFaults, onReload, tab, onTab } = props;
  return (
    <Tabs.Root className="panel-tabs" value={tab} onValueChange={onTab}>
      <Tabs.List className="tabs" aria-label="Token panel">
        <Tabs.Trigger value="token">Token</Tabs.Trigger>
        <Tabs.Trigger value="devtools">Devtools</Tabs.Trigger>
      </Tabs.List>
      {/* Both stay mounted: calls continue, and the devtools record events and keep their what-if. */}
      <Tabs.Content value="token" className="panel-tab" forceMount>
        <TokenCard lifetimeSeconds={lifetimeSeconds} onReload={onReload} />
        <FaultsCard faults={faults}>{appFaults}</FaultsCard>
        <CallCard apiRoute={apiRoute} everySecond={everySecond} onEverySecond={onEverySecond} />
      </Tabs.Content>
      <Tabs.Content value="devtools" className="panel-tab" forceMount>
        <section className="card devtools-card" aria-label="Devtools">
          <AssistantCloudAuthDevtools embedded />
        </section>
      </Tabs.Content>
    </Tabs.Root>
  );
}
