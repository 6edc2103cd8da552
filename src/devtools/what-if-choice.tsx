import { type ReactNode, useId } from "react";
import { scenarioOf, scenarios, type WhatIf } from "./what-if.ts";

interface WhatIfChoiceProps {
  whatIf: WhatIf | null;
  onWhatIf(whatIf: WhatIf | null): void;
}

/** Renders the menu of faults to simulate. The selected fault takes effect at the next call of the token source. */
export function WhatIfChoice({ whatIf, onWhatIf }: WhatIfChoiceProps): ReactNode {
  const group = useId();
  const choices = [{ id: null, label: "Nothing" }, ...scenarios];
  return (
    <fieldset>
      <legend>What if</legend>
      <div className="row">
        {choices.map(({ id, label }) => (
          <label key={label} className="choice">
            <input type="radio" name={group} checked={id === whatIf} onChange={() => onWhatIf(id)} />
            {label}
          </label>
        ))}
      </div>
      <p className="note">{scenarioOf(whatIf)?.note ?? "The token source answers."} Applies from the next call on.</p>
    </fieldset>
  );
}
