import { useEffect, useInsertionEffect, useState, useSyncExternalStore } from "react";
import { loadingSnapshot } from "../client/snapshot.ts";
import type { AuthContextValue } from "../react/auth-context.ts";
import { type NumberedEvent, recordOf } from "./event-record.ts";
import { scenarioOf, type WhatIf } from "./what-if.ts";

/** What the devtools know of the provider above them, and what they do to it. */
export interface Devtools {
  readonly engine: AuthContextValue["engine"];
  /** Oldest first. */
  readonly events: readonly NumberedEvent[];
  readonly whatIf: WhatIf | null;
  /** Puts a fault in front of the token source until the devtools unmount; null removes it. */
  setWhatIf(whatIf: WhatIf | null): void;
}

const noEvents: readonly NumberedEvent[] = [];

/** Records the events of a provider and applies the chosen what-if to its present engine. */
export function useDevtools({ engine, getToken }: AuthContextValue): Devtools {
  const record = recordOf(getToken);
  const [whatIf, setWhatIf] = useState<WhatIf | null>(null);
  const events = useSyncExternalStore(record.subscribe, record.read, () => noEvents);
  useSyncExternalStore(engine.subscribe, engine.getSnapshot, () => loadingSnapshot);

  useEffect(() => engine.inspector.onEvent(record.add), [engine, record]);

  // Before the effects of any component, which may already call the source.
  useInsertionEffect(() => {
    const scenario = scenarioOf(whatIf);
    engine.inspector.wrapCalls(scenario === undefined ? null : scenario.wrap);
    return () => engine.inspector.wrapCalls(null);
  }, [engine, whatIf]);

  return { engine, events, whatIf, setWhatIf };
}
