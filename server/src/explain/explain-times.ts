import { checkTimes } from "../../../src/verify/jwt/check-times.ts";
import { TokenRefusal } from "../../../src/verify/jwt/token-refusal.ts";
import { formatSeconds } from "./format-value.ts";
import { failed, passed, type TokenCheck } from "./token-report.ts";

/** Looks at `exp`, `nbf` and `iat` as the exchange does, and says by how much they are off. */
export function explainTimes(payload: Readonly<Record<string, unknown>>, nowMs: number): TokenCheck {
  const now = nowMs / 1000;
  const { exp, nbf, iat } = payload;
  try {
    checkTimes(payload, nowMs);
    return passed("times", `It expires in ${formatSeconds(Math.max(0, Number(exp) - now))}.`);
  } catch (error) {
    if (!(error instanceof TokenRefusal)) throw error;
    if (error.code === "token_expired") {
      const life = typeof iat === "number" ? `, after a life of ${formatSeconds(Number(exp) - iat)}` : "";
      return failed(
        "times",
        `It expired ${formatSeconds(now - Number(exp))} ago${life}.`,
        "Take a new one; if it is new, the clock of this machine or of the provider is wrong.",
      );
    }
    if (error.code === "token_not_yet_valid") {
      const from = Math.max(...[nbf, iat].filter((value) => typeof value === "number"));
      return failed(
        "times",
        `It is valid only ${formatSeconds(from - now)} from now.`,
        "The clock of this machine or of the provider is wrong: set it by NTP.",
      );
    }
    if (exp === undefined)
      return failed("times", "It never expires (`exp` is missing).", "Have the provider set `exp`.");
    const isLong = isSeconds(exp) && (iat === undefined || isSeconds(iat)) && (nbf === undefined || isSeconds(nbf));
    return isLong
      ? failed("times", "It lives for more than a day.", "Have the provider issue tokens of an hour or less.")
      : failed("times", "`exp`, `nbf` or `iat` is not a number of seconds.", "Have the provider follow RFC 7519.");
  }
}

const isSeconds = (value: unknown) => typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
