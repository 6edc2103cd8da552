import { useState } from "react";
import { usePageNetwork } from "./page-network.ts";

/** The active faults, and the functions that switch them. */
export interface Faults {
  /** Whether the token source returns expired tokens. */
  hasExpiredTokens: boolean;
  setExpiredTokens(on: boolean): void;
  isNetworkCut: boolean;
  setNetworkCut(cut: boolean): void;
}

/** Returns the faults. Call this hook above the provider, so that the faults survive a remount of the provider. */
export function useFaults(): Faults {
  const [hasExpiredTokens, setExpiredTokens] = useState(false);
  const [isNetworkCut, setNetworkCut] = useState(false);
  usePageNetwork(isNetworkCut);
  return { hasExpiredTokens, setExpiredTokens, isNetworkCut, setNetworkCut };
}
