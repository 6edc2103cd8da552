import { useState } from "react";
import { usePageNetwork } from "./page-network.ts";

/** The simulated faults, and the functions that switch them on and off. */
export interface Faults {
  /** Whether the token source returns expired tokens. */
  hasExpiredTokens: boolean;
  setExpiredTokens(on: boolean): void;
  isNetworkCut: boolean;
  setNetworkCut(cut: boolean): void;
}

/**
 * Returns the simulated faults. Call this hook above `AssistantCloudProvider`, so that a remount of the provider does
 * not reset the faults.
 */
export function useFaults(): Faults {
  const [hasExpiredTokens, setExpiredTokens] = useState(false);
  const [isNetworkCut, setNetworkCut] = useState(false);
  usePageNetwork(isNetworkCut);
  return { hasExpiredTokens, setExpiredTokens, isNetworkCut, setNetworkCut };
}
