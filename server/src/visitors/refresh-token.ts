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

/**
 * Returns the id of a new token family. The id is the HMAC key for {@link successorOf}, so the server must never send
 * the id.
 */
export const createFamilyId = (): string => `family_0${randomText(24)}`;

/**
 * Returns the successor of a refresh token in its family: the HMAC-SHA-512 of the token with the family's id as key.
 *
 * Concurrent callers, and callers that retry after a lost response, must receive the same successor. The database
 * stores only hashes of tokens, so the successor is computed again for each caller.
 *
 * The computation needs both the token and the family's id. The id has 142 random bits and is never sent. A browser has
 * only the token, and a reader of the database has only the id. Therefore, neither the browser nor the reader can
 * compute the successor.
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
