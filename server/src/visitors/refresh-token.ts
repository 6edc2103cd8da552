import { createHmac } from "node:crypto";
import { BASE62, randomText } from "../base/random-text.ts";

// 43 letters and digits encode 256 bits.
const LENGTH = 43;
const PREFIX = "refresh_0";
const FORM = new RegExp(`^${PREFIX}[0-9A-Za-z]{${LENGTH}}$`);

/** Returns a new random refresh token. */
export const createRefreshToken = (): string => PREFIX + randomText(LENGTH);

/** Returns whether a text has the format of a refresh token. */
export const isRefreshToken = (text: string): boolean => FORM.test(text);

/** Returns the id of a new token family. Successors are derived from this id, so the id must not leave the database. */
export const createFamilyId = (): string => `family_0${randomText(24)}`;

/**
 * Returns the successor of a token in its family.
 *
 * Concurrent callers, and callers that retry after a lost response, must receive the same successor. Only hashes of
 * tokens are stored, so the successor is derived instead of random. Computing it requires both the token and the
 * family's id (142 random bits, never sent). Neither the holder of a token nor a reader of the database can therefore
 * compute it.
 */
export function successorOf(token: string, familyId: string): string {
  let rest = BigInt(`0x${createHmac("sha512", familyId).update(token).digest("hex")}`);
  let text = "";
  for (let place = 0; place < LENGTH; place++) {
    text += BASE62[Number(rest % 62n)];
    rest /= 62n;
  }
  return PREFIX + text;
}
