import { useState } from "react";
import { usePageNetwork } from "./page-network.ts";

/** What is broken at the moment, and how to break and repair it. */
export interface Faults {
  /** Whether the token source returns expired tokens. */
  hasExpiredTokens: boolean;
  setExpiredTokens(on: boolean): void;
  isNetworkCut: boolean;
  setNetworkCut(cut: boolean): void;
}

/** Keeps the faults above the provider, so that they survive its remount. */
export function useFaults(): Faults {
  const [hasExpiredTokens, setExpiredTokens] = useState(false);
  const [isNetworkCut, setNetworkCut] = useState(false);
  usePageNetwork(isNetworkCut);
  return { hasExpiredTokens, setExpiredTokens, isNetworkCut, setNetworkCut };
}
