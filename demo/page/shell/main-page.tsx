import { AssistantCloudProvider } from "assistant-cloud-auth";
import type { UserManager } from "oidc-client-ts";
import { useState } from "react";
import type { DemoConfig } from "../../config.ts";
import { ChatOfSession } from "../chat/chat-of-session.tsx";
import type { Identity } from "../identity/identity.ts";
import type { IdentityActions } from "../identity/use-identity-actions.ts";
import { SidePane } from "../layout/side-pane.tsx";
import { useSidePane } from "../layout/use-side-pane.ts";
import { useFaults } from "../panel/faults/use-faults.ts";
import { Panel } from "../panel/panel.tsx";
import type { Approach } from "../sources/approach.ts";
import { useTokenSource } from "../sources/use-token-source.ts";
import { AuthoritySwitch } from "./authority-switch.tsx";
import { ProjectLinks } from "./project-links.tsx";
import { SourceCard } from "./source-card.tsx";
import { TopBar } from "./top-bar.tsx";

interface MainPageProps {
  config: DemoConfig;
  manager: UserManager;
  /** The signed-in person; null for a visitor. */
  identity: Identity | null;
  actions: IdentityActions;
}

/** Renders the page of a person or visitor: a chat, and a panel that shows the token and simulates faults. */
export function MainPage({ config, manager, identity, actions }: MainPageProps) {
  const [approach, setApproach] = useState<Approach>("direct");
  const [everySecond, setEverySecond] = useState(false);
  const [tab, setTab] = useState("token");
  // The React key of the provider. Another number remounts the provider, which then starts without a token, as in a new
  // tab.
  const [providerKey, setProviderKey] = useState(1);
  const faults = useFaults();
  const source = useTokenSource(manager, identity, approach, faults.hasExpiredTokens);
  const panel = useSidePane("(min-width: 1180px)");

  return (
    <div className="main-page">
      <TopBar identity={identity} actions={actions} panel={panel} />
      <AssistantCloudProvider key={providerKey} baseUrl={config.authorityUrl} tokenSource={source}>
        <ChatOfSession
          key={identity?.key ?? "visitor"}
          authorityUrl={config.authorityUrl}
          identity={identity}
          approach={approach}
        />
        <SidePane pane={panel} side="right" label="Token panel">
          <div className="panel">
            <SourceCard identity={identity} approach={approach} onApproach={setApproach} />
            <Panel
              lifetimeSeconds={config.tokenLifetimeSeconds}
              apiRoute="/api/whoami"
              everySecond={everySecond}
              onEverySecond={setEverySecond}
              faults={faults}
              appFaults={<AuthoritySwitch />}
              onReload={() => setProviderKey(providerKey + 1)}
              tab={tab}
              onTab={setTab}
            />
            <ProjectLinks dashboardUrl={config.dashboardUrl} />
          </div>
        </SidePane>
      </AssistantCloudProvider>
    </div>
  );
}
