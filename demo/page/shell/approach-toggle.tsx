import { ToggleGroup } from "radix-ui";
import type { Approach } from "../sources/approach.ts";

interface ApproachToggleProps {
  approach: Approach;
  onApproach(approach: Approach): void;
}

export function ApproachToggle({ approach, onApproach }: ApproachToggleProps) {
  const choose = (value: string) => {
    if (value === "direct" || value === "backend") onApproach(value);
  };
  return (
    <ToggleGroup.Root
      className="segments"
      type="single"
      value={approach}
      onValueChange={choose}
      aria-label="Where tokens come from"
    >
      <ToggleGroup.Item value="direct">Direct integration</ToggleGroup.Item>
      <ToggleGroup.Item value="backend">Backend integration</ToggleGroup.Item>
    </ToggleGroup.Root>
  );
}
