import type { ReactNode } from "react";
import { SwitchRow } from "../controls/switch-row.tsx";
import { OnlineRow } from "./online-row.tsx";
import type { Faults } from "./use-faults.ts";

interface FaultsCardProps {
  faults: Faults;
  /** The app's own switches, which simulate further faults. Default: none. */
  children?: ReactNode;
}

/** Renders switches that simulate faults of the token source and of the network. */
export function FaultsCard({ faults, children }: FaultsCardProps) {
  const { hasExpiredTokens, setExpiredTokens, isNetworkCut, setNetworkCut } = faults;
  return (
    <section className="card faults-card" aria-labelledby="faults-title">
      <div className="card-head">
        <h2 id="faults-title">Break something</h2>
      </div>
      <div className="switches">
        {children}
        <SwitchRow
          label="Network of this page"
          note="Off: every request of this page fails."
          checked={!isNetworkCut}
          onChange={(on) => setNetworkCut(!on)}
        />
        <SwitchRow
          label="Expired tokens"
          note="On: the token source returns tokens that are signed and expired."
          checked={hasExpiredTokens}
          onChange={setExpiredTokens}
        />
        <OnlineRow />
      </div>
      <p className="faults-note">
        A usable token stays in use until it expires. <strong>Refresh now</strong> shows the failure at once;{" "}
        <strong>Reload token</strong> starts without a token. The <strong>Devtools</strong> tab offers more faults.
      </p>
    </section>
  );
}
