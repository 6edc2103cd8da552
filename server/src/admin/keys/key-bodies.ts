import { z } from "zod";
import type { ApiKeyInfo, CreatedApiKey } from "../../keys/api-keys.ts";
import type { JsonOf } from "../http/json-of.ts";

/** The possible lifetimes of a new key. */
export const KEY_LIFETIMES = ["never", "7d", "30d", "90d", "1y"] as const;
export type KeyLifetime = (typeof KEY_LIFETIMES)[number];

/** The body of `POST /admin/api/keys`. */
export const keyBody = z.strictObject({
  name: z
    .string("Enter a name for the API key, such as the app that uses it")
    .trim()
    .min(1, "Enter a name for the API key, such as the app that uses it")
    .max(255),
  expires: z.enum(KEY_LIFETIMES, `Must be one of ${KEY_LIFETIMES.join(", ")}`).default("never"),
});
export type KeyBody = z.input<typeof keyBody>;

/** The body of `POST /admin/api/keys/:id/rotate`. */
export const keyRotateBody = z.strictObject({
  /** How many hours the old key stays valid, 0 to 720 (30 days). Default: 24. */
  overlapHours: z.number().min(0, "Must be 0 or more").max(720, "Must be 720 or less").default(24),
});
export type KeyRotateBody = z.input<typeof keyRotateBody>;

export type KeyJson = JsonOf<ApiKeyInfo>;
/** The response to `GET /admin/api/keys`, newest key first. `next` is null on the last page. */
export interface KeyList {
  keys: KeyJson[];
  next: string | null;
}
/** The response to a request that creates or rotates a key. `key` is the secret, which no other response contains. */
export type CreatedKeyJson = JsonOf<CreatedApiKey>;
