import { z } from "zod";
import type { TokenReport } from "../../explain/token-report.ts";

/** The body of `POST /admin/api/try-token`. */
export const tryTokenBody = z.strictObject({
  token: z.string("Paste a token").min(1, "Paste a token").max(32_768, "Is too long for a token"),
});
export type TryTokenBody = z.input<typeof tryTokenBody>;

/** The answer: what the exchange would make of the token, and what stands in it, unproven. */
export interface TryTokenAnswer {
  report: TokenReport;
  /** Null when it is not a JWT that can be read. */
  decoded: { header: Record<string, unknown>; claims: Record<string, unknown> } | null;
}
