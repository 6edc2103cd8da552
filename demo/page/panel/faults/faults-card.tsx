import type { ReactNode } from "react";
import { SwitchRow } from "../controls/switch-row.tsx";
import { OnlineRow } from "./online-row.tsx";
import { SourceFaultChoice } from "./source-fault-choice.tsx";
import type { Faults } from "./use-faults.ts";

interface FaultsCardProps {
  faults: Faults;
  /** Switches of what only the app itself can break. */
  children?: ReactNode;
}

/** Breaks the token source and the page's network for real. */
export function FaultsCard({ faults, children }: FaultsCardProps) {
  const { sourceFault, setSourceFault, networkCut, setNetworkCut } = faults;
  return (
    <section className="card faults-card" aria-labelledby="faults-title">
      <div className="card-head">
        <h2 id="faults-title">Break something</h2>
      </div>
      <SourceFaultChoice fault={sourceFault} onFault={setSourceFault} />
      <div className="switches">
        {children}
        <SwitchRow
          label="Network of this page"
          note="Off: every request of this page fails."
          checked={!networkCut}
          onChange={(on) => setNetworkCut(!on)}
        />
        <OnlineRow />
      </div>
      <p className="faults-note">
        A held token stays in use until it expires. <strong>Refresh now</strong> fails at once;{" "}
        <strong>Open afresh</strong> holds none.
      </p>
    </section>
  );
}
