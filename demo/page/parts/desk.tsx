import { AssistantCloudProvider } from "assistant-cloud-auth";
import type { UserManager } from "oidc-client-ts";
import { useState } from "react";
import type { DemoConfig } from "../../config.ts";
import type { Identity } from "../identity/identity.ts";
import type { IdentityActions } from "../identity/use-identity-actions.ts";
import { useActivityRecord } from "../record/use-activity.ts";
import type { Approach } from "../sources/approach.ts";
import { usePageFetch } from "../sources/page-fetch.ts";
import type { SourceFault } from "../sources/source-fault.ts";
import { useTokenSource } from "../sources/use-token-source.ts";
import { ActivityCard } from "./activity-card.tsx";
import { FaultsCard } from "./faults-card.tsx";
import { RouteStrip } from "./route-strip.tsx";
import { Summary } from "./summary.tsx";
import { TimelineCard } from "./timeline-card.tsx";
import { TokenCard } from "./token-card.tsx";
import { TopBar } from "./top-bar.tsx";

interface DeskProps {
  config: DemoConfig;
  manager: UserManager;
  identity: Identity;
  actions: IdentityActions;
}

/** The signed-in page: one provider, fed by the source that is chosen above and broken below. */
export function Desk({ config, manager, identity, actions }: DeskProps) {
  const [approach, setApproach] = useState<Approach>("direct");
  const [fault, setFault] = useState<SourceFault>("none");
  const [networkCut, setNetworkCut] = useState(false);
  const [everySecond, setEverySecond] = useState(false);
  // Another number mounts the provider again, as a new tab would.
  const [visit, setVisit] = useState(1);
  const lifetimeSeconds = config.tokenLifetimeSeconds;
  const record = useActivityRecord();
  const source = useTokenSource(manager, identity, approach, fault);
  const pageFetch = usePageFetch(networkCut);

  return (
    <>
      <TopBar identity={identity} actions={actions} approach={approach} onApproach={setApproach} />
      <main className="desk">
        <AssistantCloudProvider
          key={visit}
          baseUrl={config.authorityUrl}
          tokenSource={source}
          fetch={pageFetch}
          onEvent={record.addEvent}
        >
          <header className="desk-head">
            <Summary identity={identity} approach={approach} />
            <RouteStrip approach={approach} />
          </header>
          <TokenCard lifetimeSeconds={lifetimeSeconds} onOpenAfresh={() => setVisit(visit + 1)} />
          <ActivityCard everySecond={everySecond} onEverySecond={setEverySecond} />
        </AssistantCloudProvider>
        <TimelineCard lifetimeSeconds={lifetimeSeconds} />
        <FaultsCard fault={fault} onFault={setFault} networkCut={networkCut} onNetworkCut={setNetworkCut} />
      </main>
    </>
  );
}
