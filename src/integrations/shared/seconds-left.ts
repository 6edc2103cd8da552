import { readClaims } from "./read-claims.ts";

/** How much life a JWT has left by this machine's clock, in seconds; NaN when it does not say. */
export function secondsLeft(token: string): number {
  return Number(readClaims(token)["exp"]) - Date.now() / 1000;
}
