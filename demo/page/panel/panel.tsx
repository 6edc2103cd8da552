import type { ReactNode } from "react";
import { FaultsCard } from "./faults/faults-card.tsx";
import type { Faults } from "./faults/use-faults.ts";
import { ActivityCard } from "./log/activity-card.tsx";
import { TimelineCard } from "./timeline/timeline-card.tsx";
import { TokenCard } from "./token/token-card.tsx";

interface PanelProps {
  lifetimeSeconds: number;
  /** A guarded route of the app's own API, which the panel calls with the token. */
  apiRoute: string;
  everySecond: boolean;
  onEverySecond(on: boolean): void;
  faults: Faults;
  /** Switches of what only the app itself can break. */
  appFaults?: ReactNode;
  onOpenAfresh(): void;
}

/**
 * The token at hand, its history, and switches that break what it depends on.
 *
 * Everything in this folder uses the package's public API alone and nothing of the app around it. Render it below an
 * `AssistantCloudProvider` whose `onEvent` feeds the `ActivityContext` above it.
 */
export function Panel(props: PanelProps) {
  const { lifetimeSeconds, apiRoute, everySecond, onEverySecond, faults, appFaults, onOpenAfresh } = props;
  return (
    <>
      <TokenCard lifetimeSeconds={lifetimeSeconds} onOpenAfresh={onOpenAfresh} />
      <TimelineCard lifetimeSeconds={lifetimeSeconds} />
      <ActivityCard apiRoute={apiRoute} everySecond={everySecond} onEverySecond={onEverySecond} />
      <FaultsCard faults={faults}>{appFaults}</FaultsCard>
    </>
  );
}
