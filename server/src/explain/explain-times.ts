import { checkTimes } from "../../../src/verify/jwt/check-times.ts";
import { TokenRefusal } from "../../../src/verify/jwt/token-refusal.ts";
import { formatSeconds } from "./format-value.ts";
import { failed, passed, type TokenCheck } from "./token-report.ts";

/**
 * Checks a token's `exp`, `nbf` and `iat` in the same way as the token exchange. Reports how far the times are outside
 * the allowed range.
 */
export function explainTimes(payload: Readonly<Record<string, unknown>>, nowMs: number): TokenCheck {
  const now = nowMs / 1000;
  const { exp, nbf, iat } = payload;
  try {
    checkTimes(payload, nowMs);
    return passed("times", `The token expires in ${formatSeconds(Math.max(0, Number(exp) - now))}.`);
  } catch (error) {
    if (!(error instanceof TokenRefusal)) throw error;
    if (error.code === "token_expired") {
      const life = typeof iat === "number" ? `, after a lifetime of ${formatSeconds(Number(exp) - iat)}` : "";
      return failed(
        "times",
        `The token expired ${formatSeconds(now - Number(exp))} ago${life}.`,
        "Use a new token; if it is new, the clock of this machine or of the provider is wrong.",
      );
    }
    if (error.code === "token_not_yet_valid") {
      const from = Math.max(...[nbf, iat].filter((value) => typeof value === "number"));
      return failed(
        "times",
        `The token becomes valid in ${formatSeconds(from - now)}.`,
        "The clock of this machine or of the provider is wrong: synchronize it by NTP.",
      );
    }
    if (exp === undefined)
      return failed("times", "The token never expires (`exp` is missing).", "Configure the provider to set `exp`.");
    const isLong = isSeconds(exp) && (iat === undefined || isSeconds(iat)) && (nbf === undefined || isSeconds(nbf));
    return isLong
      ? failed(
          "times",
          "The token is valid for more than a day.",
          "Configure a lifetime of an hour or less at the provider.",
        )
      : failed(
          "times",
          "`exp`, `nbf` or `iat` is not a number of seconds.",
          "Configure the provider to follow RFC 7519.",
        );
  }
}

const isSeconds = (value: unknown) => typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
