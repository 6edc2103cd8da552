import { z } from "zod";
import type { TokenReport } from "../../explain/token-report.ts";

/** The body of `POST /admin/api/try-token`. */
export const tryTokenBody = z.strictObject({
  token: z.string("Paste a token").min(1, "Paste a token").max(32_768, "Is too long for a token"),
});
export type TryTokenBody = z.input<typeof tryTokenBody>;

/**
 * The response to `POST /admin/api/try-token`: what the token exchange would do, and the token's unverified content.
 */
export interface TryTokenResponse {
  report: TokenReport;
  /** The token's header and claims, unverified; null if the token is not a readable JWT. */
  decoded: { header: Record<string, unknown>; claims: Record<string, unknown> } | null;
}
