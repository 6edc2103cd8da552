import type { SourceFault } from "../sources/source-fault.ts";
import { AuthoritySwitch } from "./authority-switch.tsx";
import { OnlineRow } from "./online-row.tsx";
import { SourceFaultChoice } from "./source-fault-choice.tsx";
import { SwitchRow } from "./switch-row.tsx";

interface FaultsCardProps {
  fault: SourceFault;
  onFault(fault: SourceFault): void;
  networkCut: boolean;
  onNetworkCut(cut: boolean): void;
}

/** Everything here really breaks. */
export function FaultsCard({ fault, onFault, networkCut, onNetworkCut }: FaultsCardProps) {
  return (
    <section className="card faults-card" aria-labelledby="faults-title">
      <div className="card-head">
        <h2 id="faults-title">Break something</h2>
      </div>
      <SourceFaultChoice fault={fault} onFault={onFault} />
      <div className="switches">
        <AuthoritySwitch />
        <SwitchRow
          label="Network of this page"
          note="Off: what it sends fails, as on a dead line."
          checked={!networkCut}
          onChange={(on) => onNetworkCut(!on)}
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
