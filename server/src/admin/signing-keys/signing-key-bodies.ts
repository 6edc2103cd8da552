import { z } from "zod";
import { SIGNING_ALGORITHMS } from "../../config/signing-algorithm.ts";
import type { SigningKeyInfo } from "../../signing/key-rotation.ts";
import type { JsonOf } from "../http/json-of.ts";

/** The body of `POST /admin/api/signing-keys/rotate`. */
export const rotateBody = z.strictObject({
  /** The algorithm of the new key. Default: the authority's signing algorithm. */
  algorithm: z.enum(SIGNING_ALGORITHMS).optional(),
});
export type RotateBody = z.input<typeof rotateBody>;

export type SigningKeyJson = JsonOf<SigningKeyInfo>;
/** The response to `GET /admin/api/signing-keys` and to `POST /admin/api/signing-keys/:kid/revoke`. */
export interface SigningKeyList {
  keys: SigningKeyJson[];
}
