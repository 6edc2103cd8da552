import { useEffect, useInsertionEffect, useState, useSyncExternalStore } from "react";
import { loadingSnapshot } from "../client/snapshot.ts";
import type { AuthContextValue } from "../react/auth-context.ts";
import { type NumberedEvent, recordOf } from "./event-record.ts";
import { scenarioOf, type WhatIf } from "./what-if.ts";

/** The recorded events of the provider above the devtools, and the fault that the devtools simulate. */
export interface Devtools {
  readonly engine: AuthContextValue["engine"];
  /** The recorded events, oldest first. */
  readonly events: readonly NumberedEvent[];
  readonly whatIf: WhatIf | null;
  /** Simulates a fault of the token source until the devtools unmount. Null ends the simulation. */
  setWhatIf(whatIf: WhatIf | null): void;
}

const noEvents: readonly NumberedEvent[] = [];

/**
 * Records the events of a provider, and simulates the selected fault in the provider's current engine. Returns the
 * events, the fault and the function that selects a fault.
 */
export function useDevtools({ engine, getToken }: AuthContextValue): Devtools {
  const record = recordOf(getToken);
  const [whatIf, setWhatIf] = useState<WhatIf | null>(null);
  const events = useSyncExternalStore(record.subscribe, record.read, () => noEvents);
  useSyncExternalStore(engine.subscribe, engine.getSnapshot, () => loadingSnapshot);

  useEffect(() => record.follow(engine.inspector), [engine, record]);

  // Effects of any component may call the token source. React runs insertion effects before them, so wrap the calls
  // here.
  useInsertionEffect(() => {
    const scenario = scenarioOf(whatIf);
    return scenario && engine.inspector.wrapCalls(scenario.wrap);
  }, [engine, whatIf]);

  return { engine, events, whatIf, setWhatIf };
}
