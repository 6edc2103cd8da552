import { RadioGroup } from "radix-ui";
import { useId } from "react";
import type { SourceFault } from "./source-fault.ts";

const choices: Record<SourceFault, { label: string; note: string }> = {
  none: { label: "works", note: "It gives a good token when it is asked." },
  throws: { label: "throws", note: "It throws an exception each time it is asked." },
  hangs: { label: "hangs", note: "It never answers; the engine gives up after 10 seconds." },
  expired: { label: "gives an expired token", note: "One that its issuer really signed, and that is really over." },
  null: { label: "gives null", note: "It says that nobody is signed in." },
};

const isFault = (value: string): value is SourceFault => Object.hasOwn(choices, value);

interface SourceFaultChoiceProps {
  fault: SourceFault;
  onFault(fault: SourceFault): void;
}

export function SourceFaultChoice({ fault, onFault }: SourceFaultChoiceProps) {
  const group = useId();
  return (
    <div className="faults">
      <h3 id={group}>The token source …</h3>
      <RadioGroup.Root
        className="fault-list"
        value={fault}
        onValueChange={(value) => isFault(value) && onFault(value)}
        aria-labelledby={group}
      >
        {Object.entries(choices).map(([value, { label }]) => (
          <RadioGroup.Item key={value} value={value} className="fault">
            {label}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
      <p className="fault-note">{choices[fault].note}</p>
    </div>
  );
}
