import { useState } from "react";
import { usePageNetwork } from "./page-network.ts";
import type { SourceFault } from "./source-fault.ts";

/** What is broken at the moment, and how to break and repair it. */
export interface Faults {
  sourceFault: SourceFault;
  setSourceFault(fault: SourceFault): void;
  networkCut: boolean;
  setNetworkCut(cut: boolean): void;
}

/** Holds the faults above the provider, so that they survive its remount. */
export function useFaults(): Faults {
  const [sourceFault, setSourceFault] = useState<SourceFault>("none");
  const [networkCut, setNetworkCut] = useState(false);
  usePageNetwork(networkCut);
  return { sourceFault, setSourceFault, networkCut, setNetworkCut };
}
