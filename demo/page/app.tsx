import type { UserManager } from "oidc-client-ts";
import { Tooltip } from "radix-ui";
import { useState } from "react";
import { useAuth } from "react-oidc-context";
import type { DemoConfig } from "../config.ts";
import { readIdentity } from "./identity/identity.ts";
import { useIdentityActions } from "./identity/use-identity-actions.ts";
import { useRestoredSession } from "./identity/use-restored-session.ts";
import { Desk } from "./parts/desk.tsx";
import { Welcome } from "./parts/welcome.tsx";
import { createActivityRecord } from "./record/activity.ts";
import { ActivityContext } from "./record/use-activity.ts";

export function App({ config, manager }: { config: DemoConfig; manager: UserManager }) {
  const { user } = useAuth();
  const actions = useIdentityActions();
  const restoring = useRestoredSession();
  const [record] = useState(createActivityRecord);
  const identity = readIdentity(user);

  return (
    <ActivityContext value={record}>
      <Tooltip.Provider delayDuration={250}>
        {identity ? (
          <Desk config={config} manager={manager} identity={identity} actions={actions} />
        ) : (
          <Welcome restoring={restoring} actions={actions} />
        )}
      </Tooltip.Provider>
    </ActivityContext>
  );
}
