import { AssistantCloudAuthDevtools } from "assistant-cloud-auth/devtools/production";
import { RotateCcw } from "lucide-react";
import { Tabs } from "radix-ui";
import type { ReactNode } from "react";
import { Tip } from "./controls/tip.tsx";
import { FaultsCard } from "./faults/faults-card.tsx";
import type { Faults } from "./faults/use-faults.ts";
import { CallCard } from "./log/call-card.tsx";
import { TokenCard } from "./token/token-card.tsx";

interface PanelProps {
  lifetimeSeconds: number;
  /** A route of the app's own API that requires a workspace token. */
  apiRoute: string;
  everySecond: boolean;
  onEverySecond(on: boolean): void;
  faults: Faults;
  /** The app's own switches. They simulate further faults, such as a stopped authority. Default: none. */
  appFaults?: ReactNode;
  /** Remounts `AssistantCloudProvider`, which then starts without a token. */
  onReload(): void;
  /** The selected tab of the panel: `token` or `devtools`. */
  tab: string;
  onTab(tab: string): void;
}

/**
 * Renders the workspace token, a log of API calls with this token, and switches that simulate faults. A second tab
 * contains the devtools.
 *
 * The files of this folder import only the package's public API, and nothing from the app that uses the panel. Render
 * the panel below an `AssistantCloudProvider` and a `CallRecordContext`.
 */
export function Panel(props: PanelProps) {
  const { lifetimeSeconds, apiRoute, everySecond, onEverySecond, faults, appFaults, onReload, tab, onTab } = props;
  return (
    <Tabs.Root className="panel-tabs" value={tab} onValueChange={onTab}>
      <div className="tab-bar">
        <Tabs.List className="tabs" aria-label="Token panel">
          <Tabs.Trigger value="token">Token</Tabs.Trigger>
          <Tabs.Trigger value="devtools">Devtools</Tabs.Trigger>
        </Tabs.List>
        <Tip text="Remounts the provider, as a new tab would. It starts without a token.">
          <button type="button" className="button small" onClick={onReload}>
            <RotateCcw size={14} aria-hidden="true" /> Reload token
          </button>
        </Tip>
      </div>
      {/* Both tabs stay mounted, so API calls, the recording of events and a simulated fault continue. */}
      <Tabs.Content value="token" className="panel-tab" forceMount>
        <TokenCard lifetimeSeconds={lifetimeSeconds} />
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
