import { readAnonymousRefreshToken } from "assistant-cloud";
import type { UserManager } from "oidc-client-ts";
import { Tooltip } from "radix-ui";
import { useState } from "react";
import { useAuth } from "react-oidc-context";
import type { DemoConfig } from "../config.ts";
import { readIdentity } from "./identity/identity.ts";
import { useIdentityActions } from "./identity/use-identity-actions.ts";
import { useRestoredSession } from "./identity/use-restored-session.ts";
import { createCallRecord } from "./panel/record/call-record.ts";
import { CallRecordContext } from "./panel/record/use-call-record.ts";
import { MainPage } from "./shell/main-page.tsx";
import { Welcome } from "./shell/welcome.tsx";

export function App({ config, manager }: { config: DemoConfig; manager: UserManager }) {
  const { user } = useAuth();
  const actions = useIdentityActions();
  const restoring = useRestoredSession();
  const [record] = useState(createCallRecord);
  // A visitor who reloads the page is still a visitor, because the browser stores the refresh token.
  const [isVisiting, setVisiting] = useState(() => readAnonymousRefreshToken(config.authorityUrl) !== null);
  const identity = readIdentity(user);

  return (
    <CallRecordContext value={record}>
      <Tooltip.Provider delayDuration={250}>
        {identity || (isVisiting && !restoring) ? (
          <MainPage config={config} manager={manager} identity={identity} actions={actions} />
        ) : (
          <Welcome
            dashboardUrl={config.dashboardUrl}
            restoring={restoring}
            actions={actions}
            onVisit={() => setVisiting(true)}
          />
        )}
      </Tooltip.Provider>
    </CallRecordContext>
  );
}
